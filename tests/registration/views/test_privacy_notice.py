"""The privacy notice as it is read and agreed to: in force, former, and changed while somebody fills in the form."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from conference.models import Conference, TeamRole
from conference.views import rendered_once as rendered_once_module
from conference.views.rendered_once import Editions
from registration.actions.privacy_notice import publish_notice
from registration.models import STANDARD, ParticipantCategory, Registration, Route
from registration.states import RegistrationState as S
from registration.views import form_flow
from tests.factories.conference import make_officer, make_user
from tests.factories.registration import (
    make_category,
    make_invitation,
    make_notice,
    make_participant,
    make_registration,
)

ALICE = "alice@dialogue.example"
CHANGED = "The privacy notice has changed since you agreed"


@pytest.fixture
def url(conference: Conference) -> str:
    category = make_category(conference, Route.APPLICATION)
    return reverse("registration:form", args=[conference.slug, category.slug])


@pytest.fixture
def publish(conference):
    """Publishes the next version, as the co-ordinator does."""
    officer = make_officer(conference, TeamRole.COORDINATOR)

    def next_version():
        draft = make_notice(Conference.objects.get(pk=conference.pk))
        return publish_notice(draft.pk, seen_version=1, by=officer)

    return next_version


def notice_url(conference, version=""):
    if not version:
        return reverse("registration:privacy", args=[conference.slug])
    return reverse("registration:privacy-version", args=[conference.slug, version])


def text_at(client, url):
    return client.get(url).content.decode()


# Read


def test_without_one_of_its_own_a_conference_shows_the_standard_text(client, conference):
    text = text_at(client, notice_url(conference))
    assert "Standard text, version 3" in text
    assert "<h2>Who is responsible</h2>" in text
    assert f'href="mailto:{conference.contact_email}"' in text
    assert "Versions of this notice" not in text


def test_what_is_published_is_shown_at_once_and_former_versions_stay(client, conference, publish):
    text_at(client, notice_url(conference))
    publish()
    assert "Notice 1 (en)." in text_at(client, notice_url(conference))
    publish()
    text = text_at(client, notice_url(conference))
    assert "Notice 2 (en)." in text
    assert "Version 2" in text
    for version, words in (("1", "Notice 1 (en)."), (STANDARD, "Who is responsible")):
        assert notice_url(conference, version) in text
        former = text_at(client, notice_url(conference, version))
        assert words in former
        assert "This is a former version. In force now is: version 2." in former


def test_each_version_says_when_it_was_published_and_what_has_changed(client, conference, publish):
    publish()
    text = text_at(client, notice_url(conference, "1"))
    assert "Published on 3 June 2019." in text
    assert "What has changed:" in text
    assert "in force since 3 June 2019" in text
    assert "until 3 June 2019" in text


@pytest.mark.parametrize("version", ["2", "0", "01", "١", "draft", "standard-9", "9999999", "1.0"])
def test_a_draft_and_what_never_was_are_not_there(client, conference, publish, version):
    publish()
    make_notice(Conference.objects.get(pk=conference.pk))
    assert client.get(notice_url(conference, "1").replace("/1/", f"/{version}/")).status_code == 404


def test_another_conferences_version_is_not_there(client, conference, publish):
    from tests.factories.conference import make_conference

    publish()
    assert client.get(notice_url(make_conference(slug="other-2019"), "1")).status_code == 404


def test_a_language_that_lacks_stands_in_another_which_is_said(client, conference):
    make_notice(conference, is_published=True, text={"ru": "Текст."}, changes={})
    text = text_at(client, notice_url(conference))
    assert "it stands here in another: Русский" in text
    assert 'lang="ru"' in text
    with translation.override("ru"):
        assert "на другом языке" not in text_at(client, notice_url(conference))


def test_the_notice_is_read_without_a_query_once_it_was_rendered(client, conference, publish, settings, monkeypatch):
    settings.PUBLIC_EDITION_SECONDS = 60.0
    monkeypatch.setattr(rendered_once_module, "editions", Editions())
    publish()
    for url in (notice_url(conference), notice_url(conference, STANDARD)):
        text_at(client, url)
        with CaptureQueriesContext(connection) as queries:
            text_at(client, url)
        assert len(queries) == 0


# Agreed to with the form


def test_the_form_names_the_version_that_is_agreed_to(client, conference, url, application, publish):
    publish()
    text = text_at(client, url)
    assert 'name="consent" value="1"' in " ".join(text.split())
    assert notice_url(conference, "1") in text
    client.post(url, application(consent="1") | {"step": "submit"})
    assert Registration.objects.get().privacy_notice_version == "1"


def test_the_check_page_says_to_which_version_one_agrees(client, url, application):
    response = client.post(url, application() | {"step": "check"}, follow=True)
    assert "You agree to the privacy notice" in response.content.decode()
    assert "standard text, version 3" in response.content.decode()


def test_who_opened_the_form_before_is_asked_to_read_and_agree_again(client, conference, url, application, publish):
    answers = application()
    publish()
    response = client.post(url, answers | {"step": "submit"})
    text = response.content.decode()
    assert not Registration.objects.exists()
    assert f'<a href="#id_consent">{CHANGED}' in text
    assert "What you entered is kept below" in text
    form = response.context["form"]
    assert {name: form[name].value() for name in answers} == answers
    assert "checked" not in str(form["consent"])
    assert notice_url(conference, "1") in text

    client.post(url, answers | {"consent": "1", "step": "submit"})
    assert Registration.objects.get().privacy_notice_version == "1"


def test_who_was_on_the_check_page_is_led_back_with_everything_typed(client, conference, url, application, publish):
    answers = application(native_name="Алиса")
    client.post(url, answers | {"step": "check"})
    publish()
    response = client.post(f"{url}check/", {"form_token": answers["form_token"], "step": "submit"})
    assert CHANGED in response.content.decode()
    assert response.context["form"]["native_name"].value() == "Алиса"
    assert not Registration.objects.exists()


def test_who_comes_back_to_a_kept_form_is_told_before_sending_anything(client, url, application, publish):
    client.post(url, application() | {"step": "check"})
    publish()
    response = client.get(url)
    assert CHANGED in response.content.decode()
    assert "checked" not in str(response.context["form"]["consent"])
    assert response.context["form"]["function"].value() == "Director"


def test_a_publication_between_the_page_and_its_act_is_told_as_well(client, url, application, publish, monkeypatch):
    """The form was valid when it was read; the act asks the database once more, under its lock."""
    submit = form_flow.FormFlow._submit

    def published_in_between(flow, request, form, travel=None):
        publish()
        return submit(flow, request, form, travel)

    monkeypatch.setattr(form_flow.FormFlow, "_submit", published_in_between)
    response = client.post(url, application() | {"step": "submit"})
    assert response.status_code == 409
    assert CHANGED in response.content.decode()
    assert response.context["form"]["given_names"].value() == "Alice"
    assert not Registration.objects.exists()


def test_an_invitee_is_asked_as_well(conference, signed_in_as, application, publish):
    invitation = make_invitation(to=make_participant(conference, email=ALICE))
    with translation.override("en"):
        url = reverse("registration:invitation-form", args=[conference.slug, invitation.link_token])
    client = signed_in_as(ALICE)
    publish()
    response = client.post(url, application(institution="Dialogue Centre") | {"step": "submit"})
    assert CHANGED in response.content.decode()
    client.post(url, application(institution="Dialogue Centre", consent="1") | {"step": "submit"})
    assert Registration.objects.get().privacy_notice_version == "1"


@pytest.mark.parametrize("capacity", [None, 1000])
def test_an_own_notice_costs_the_form_no_query(client, conference, url, application, publish, capacity):
    Conference.objects.update(capacity=capacity)

    def cost(consent):
        client.get(url)
        with CaptureQueriesContext(connection) as opened:
            client.get(url)
        given = application(email=f"{consent}@dialogue.example", family_name=f"Of{consent}", consent=consent)
        with CaptureQueriesContext(connection) as submitted:
            assert client.post(url, given | {"step": "submit"}).status_code == 302
        return len(opened), len(submitted)

    client.post(url, application(email="first@dialogue.example", family_name="First") | {"step": "submit"})
    before = cost(STANDARD)
    publish()
    assert cost("1") == before


# On one's own page


def own(registration):
    return reverse("registration:own-one", args=[registration.conference.slug, registration.pk])


def of_alice(conference, state=S.SUBMITTED, version=STANDARD, **changes):
    from django.utils import timezone

    consented = {"privacy_notice_version": version, "consented_at": timezone.now()} if version else {}
    return make_registration(state, conference, person={"email": ALICE}, **consented, **changes)


def test_the_own_page_names_the_version_agreed_to(conference, signed_in_as):
    text = text_at(signed_in_as(ALICE), own(of_alice(conference)))
    assert f'<a href="{notice_url(conference, STANDARD)}">Standard text, version 3</a>' in text
    assert "Nothing is asked of you at present." in text
    assert "I have read it and agree" not in text


def test_a_newer_version_is_told_and_agreed_to_there(conference, signed_in_as, publish):
    mine, client = of_alice(conference), signed_in_as(ALICE)
    publish()
    publish()
    text = text_at(client, own(mine))
    assert "The privacy notice has changed" in text
    assert "Read the privacy notice, which has changed, and say whether you agree" in text
    assert "Notice 2 (en)." in text  # what has changed
    assert notice_url(conference, "2") in text
    response = client.post(
        reverse("registration:own-agree", args=[conference.slug, mine.pk]), {"version": "2"}, follow=True
    )
    assert "It is kept that you agree to the privacy notice, version 2." in response.content.decode()
    assert "I have read it and agree" not in response.content.decode()
    mine.refresh_from_db()
    assert mine.privacy_notice_version == "2"
    assert [each.former_version for each in mine.renewed_consents.all()] == [STANDARD]


def test_a_page_that_offered_a_former_version_agrees_to_nothing(conference, signed_in_as, publish):
    mine, client = of_alice(conference), signed_in_as(ALICE)
    publish()
    publish()
    url = reverse("registration:own-agree", args=[conference.slug, mine.pk])
    for version in ("1", "", "3"):
        response = client.post(url, {"version": version}, follow=True)
        assert "The privacy notice has changed meanwhile." in response.content.decode()
    mine.refresh_from_db()
    assert mine.privacy_notice_version == STANDARD


def test_opening_the_address_agrees_to_nothing_and_others_find_nothing_there(conference, signed_in_as, publish):
    mine = of_alice(conference)
    publish()
    url = reverse("registration:own-agree", args=[conference.slug, mine.pk])
    assert signed_in_as(ALICE).get(url).status_code == 405
    assert signed_in_as("carol@people.example").post(url, {"version": "1"}).status_code == 404
    assert Client().post(url, {"version": "1"}).status_code == 302
    mine.refresh_from_db()
    assert mine.privacy_notice_version == STANDARD


def test_who_was_entered_by_others_may_agree_and_is_not_pressed_to(conference, signed_in_as):
    mine, client = of_alice(conference, S.COMPLETE, version=""), signed_in_as(ALICE)
    text = text_at(client, own(mine))
    assert "You have not agreed to it yet" in text
    assert "Nothing is asked of you at present." in text
    client.post(reverse("registration:own-agree", args=[conference.slug, mine.pk]), {"version": STANDARD})
    assert f'{notice_url(conference, STANDARD)}">Standard text, version 3' in text_at(client, own(mine))


def test_who_has_withdrawn_reads_what_they_agreed_to_and_is_asked_nothing(conference, signed_in_as, publish):
    mine = of_alice(conference, S.WITHDRAWN)
    publish()
    text = text_at(signed_in_as(ALICE), own(mine))
    assert "Standard text, version 3" in text
    assert "I have read it and agree" not in text


def test_the_data_to_take_away_name_every_version_agreed_to(conference, signed_in_as, publish):
    mine, client = of_alice(conference), signed_in_as(ALICE)
    publish()
    client.post(reverse("registration:own-agree", args=[conference.slug, mine.pk]), {"version": "1"})
    given = client.post(reverse("registration:own-data-file", args=[conference.slug, mine.pk])).json()
    assert given["registrations"][0]["privacy_notice_version"] == "1"
    assert given["registrations"][0]["privacy_notice_url"].endswith("/privacy/1/")
    [former] = given["former_consents"]
    assert (former["privacy_notice_version"], former["by_you"]) == (STANDARD, True)
    assert former["privacy_notice_url"].endswith(f"/privacy/{STANDARD}/")


def test_a_category_of_another_conference_is_asked_by_its_own_notice(client, conference, url, application, publish):
    from tests.factories.conference import make_conference

    publish()
    other = make_category(make_conference(slug="other-2019"), Route.APPLICATION)
    assert isinstance(other, ParticipantCategory)
    text = text_at(client, reverse("registration:form", args=["other-2019", other.slug]))
    assert f'value="{STANDARD}"' in text


def test_a_private_office_agrees_for_its_principal(conference, signed_in_as, publish):
    mine = of_alice(conference, S.COMPLETE, version="")
    mine.participant.office_email = "office@ministry.example"
    mine.participant.save()
    publish()
    make_user("office@ministry.example")
    client = signed_in_as("office@ministry.example")
    client.post(reverse("registration:own-agree", args=[conference.slug, mine.pk]), {"version": "1"})
    assert mine.renewed_consents.get().by.email == "office@ministry.example"

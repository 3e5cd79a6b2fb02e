"""What of a speaker's page opens to whom: addresses of fellows, the link, files, and of two windows one."""

import pytest
from django.urls import reverse

from agenda.actions.speaker_profile import give_biography
from agenda.models import Appearance, AppearanceRole, SpeakerProfile
from agenda.queries.speaking import speaking_schedules
from agenda.states import AppearanceState
from agenda.views import speaking_introduction
from conference.models import TeamRole, TranslatedText
from tests.factories.agenda import at, make_appearance, make_paper, make_profile, make_release, make_session
from tests.factories.conference import make_conference, make_officer, make_user, set_clock
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db
ADDRESS, OFFICE, OTHER = "leyla@people.example", "office@people.example", "altan@people.example"
LINK = "https://follow.example/youth"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def conference():
    return set_clock(make_conference(), "2019-06-10 09:00")


@pytest.fixture
def leyla(conference):
    return make_participant(conference, given_names="Leyla", family_name="Sample", email=ADDRESS, office_email=OFFICE)


@pytest.fixture
def read(client, conference):
    """The speaker's page as it stands now."""

    def read():
        client.force_login(make_user(ADDRESS))
        return client.get(reverse("agenda:speaking", args=[conference.slug])).content.decode()

    return read


def test_of_fellow_speakers_those_who_lead_are_written_to_and_where_they_lead(conference, leyla, read):
    agreed = at("09:00").replace(tzinfo=conference.zone)
    leader = make_participant(conference, family_name="Leader", email=OTHER)
    fellow = make_participant(conference, family_name="Fellow", email="fellow@people.example")
    for person in (leader, fellow):
        make_profile(person, contact="own", contact_agreed_at=agreed)
    led, together = make_session(conference, "09:00–10:00"), make_session(conference, "11:00–12:30")
    make_appearance(led, leader, role=AppearanceRole.MODERATOR, state=AppearanceState.CONFIRMED)
    for session in (led, together):
        make_appearance(session, leyla, state=AppearanceState.CONFIRMED)
        make_appearance(session, fellow, state=AppearanceState.CONFIRMED)
    make_appearance(together, leader, state=AppearanceState.CONFIRMED)
    make_release(conference)
    body = read()
    assert body.upper().count("FELLOW") >= 2  # named in both
    assert "fellow@people.example" not in body
    assert body.count(f'href="mailto:{OTHER}') == 1
    (schedule,) = speaking_schedules(make_user(ADDRESS), conference)
    contacts = {item.appearance.session_id: item.contacts for item in schedule.sessions}
    assert contacts == {led.pk: {leader.pk: OTHER}, together.pk: {}}  # the brief prints what is there


def test_who_sent_regrets_has_the_link_no_more(conference, leyla, read):
    appearance = make_appearance(
        make_session(conference, is_hybrid=True, link=LINK), leyla, state=AppearanceState.CONFIRMED
    )
    make_release(conference)
    assert LINK in read()
    Appearance.objects.filter(pk=appearance.pk).update(state=AppearanceState.DECLINED, reason="Other engagements")
    assert LINK not in read()


def test_an_officer_opens_a_paper_with_the_second_step_and_not_without(client, conference, leyla, settings):
    paper = make_paper(make_appearance(make_session(conference), leyla))
    url = reverse("agenda:paper", args=[conference.slug, paper.pk])
    client.force_login(make_officer(conference, TeamRole.AGENDA))
    settings.STAFF_MFA_REQUIRED = True
    assert client.get(url).status_code == 404
    settings.STAFF_MFA_REQUIRED = False
    answer = client.get(url)
    assert answer.status_code == 200
    assert b"".join(answer)


def test_an_officer_who_speaks_opens_the_own_paper_with_the_second_step_alone(client, conference, settings):
    officer = make_officer(conference, TeamRole.OBSERVER)
    speaker = make_participant(conference, email=officer.email)
    paper = make_paper(make_appearance(make_session(conference), speaker))
    url = reverse("agenda:paper", args=[conference.slug, paper.pk])
    client.force_login(officer)
    settings.STAFF_MFA_REQUIRED = True
    assert client.get(url).status_code == 404
    settings.STAFF_MFA_REQUIRED = False
    answer = client.get(url)
    assert answer.status_code == 200
    assert b"".join(answer)


@pytest.mark.parametrize("seen", [{"seen_version": "1"}, {}])
def test_of_two_first_biographies_given_at_once_the_later_is_refused(client, conference, leyla, monkeypatch, seen):
    """The office gives one after this window's page was made and before its words are kept."""
    make_appearance(make_session(conference), leyla)
    office = make_user(OFFICE)

    def late(*asked, **given):
        give_biography(leyla.pk, biography=TranslatedText(en="The office’s."), by=office, version=1)
        return give_biography(*asked, **given)

    monkeypatch.setattr(speaking_introduction, "give_biography", late)
    client.force_login(make_user(ADDRESS))
    words = {f"biography_{code}": "" for code in conference.languages} | {"biography_en": "The speaker’s."}
    url = reverse("agenda:introduction", args=[conference.slug, leyla.pk])
    refused = client.post(url, {**words, **seen, "step": "biography"})
    assert refused.status_code == 422
    assert "Somebody else has changed this in the meantime" in refused.content.decode()
    assert SpeakerProfile.objects.get().biography == {"en": "The office’s."}

"""Two windows or devices, the back button, a second click, a form sent too late: told, and nothing is lost."""

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from conference.clock import conference_now
from registration.models import PendingChange, Registration, Route
from registration.states import InvitationState
from registration.states import RegistrationState as S
from tests.factories.conference import make_state
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
    make_registration,
)

ALICE = "alice@institute.example"


def close(conference):
    """The deadline passes while a form is open."""
    conference.registration_closes_at = conference_now(conference) - datetime.timedelta(minutes=1)
    conference.save()


@pytest.fixture
def url(conference):
    return reverse("registration:form", args=[conference.slug, make_category(conference, Route.APPLICATION).slug])


@pytest.fixture
def invitation(conference):
    return make_invitation(state=InvitationState.SENT, to=make_participant(conference, email=ALICE))


@pytest.fixture
def invited_url(conference, invitation):
    return reverse("registration:invitation-form", args=[conference.slug, invitation.link_token])


@pytest.fixture
def delegation(conference):
    return make_delegation(conference)


@pytest.fixture
def focal_point(delegation, signed_in_as):
    return signed_in_as(make_focal_point(delegation).email)


def page_of(delegation, name):
    return reverse(f"registration:{name}", args=[delegation.conference.slug, delegation.pk])


def substitute_url(registration):
    return reverse("registration:member-substitute", args=[registration.conference.slug, registration.pk])


def answers_of(page):
    return {name: page.context[name] for name in ("seen_version", "form_token")}


def text_of(response):
    return response.content.decode()


# The application form


def test_what_another_window_changed_is_read_again_before_it_is_submitted(client, url, application):
    client.post(url, application(function="First") | {"step": "check"})
    seen = answers_of(client.get(f"{url}check/"))
    change = answers_of(client.get(url))
    client.post(url, application(function="Second") | change | {"step": "check"})
    told = client.post(f"{url}check/", seen)
    assert told.status_code == 409
    assert "changed in another window or on another device meanwhile. Nothing was sent" in text_of(told)
    assert "Second" in text_of(told)
    assert not Registration.objects.exists()
    assert client.post(f"{url}check/", answers_of(told))["Location"] == f"{url}received/"
    assert Registration.objects.get().participant.function == "Second"


def test_whoever_goes_back_after_the_submit_is_told_that_changes_are_not_sent(client, url, application):
    answers = application() | {"step": "check"}
    client.post(url, answers)
    client.post(f"{url}check/", answers_of(client.get(f"{url}check/")))
    for step in ("check", "later"):
        back = client.post(url, answers | {"function": "Changed", "step": step})
        assert back.status_code == 409
        assert "has been submitted already" in text_of(back)
        assert 'value="Changed"' in text_of(back)
    assert Registration.objects.get().participant.function == "Director"


def test_a_form_kept_before_the_deadline_and_sent_after_it_is_told_and_everything_is_kept(
    client, url, application, conference
):
    client.post(url, application() | {"step": "check"})
    seen = answers_of(client.get(f"{url}check/"))
    close(conference)
    late = client.post(f"{url}check/", seen)
    assert late.status_code == 409
    assert "Registration closed on" in text_of(late)
    assert 'value="Alice"' in text_of(late)
    assert not Registration.objects.exists()


# The form of somebody invited


def test_an_invitee_in_two_windows_is_told_and_registers_once(invited_url, invitation, application, signed_in_as):
    client, other = signed_in_as(ALICE), Client()
    other.cookies = client.cookies
    seen = answers_of(client.get(invited_url))
    client.post(invited_url, application(function="First") | seen | {"step": "check"})
    late = other.post(invited_url, application(function="Second") | seen | {"step": "check"})
    assert late.status_code == 409
    assert 'value="Second"' in text_of(late)
    check = f"{invited_url}check/"
    submit = answers_of(client.get(check))
    assert client.post(check, submit)["Location"].endswith("/received/")
    own = reverse("registration:own", args=[invitation.conference.slug])
    assert other.post(check, submit)["Location"] == own
    assert other.post(invited_url, application(function="Third") | seen | {"step": "check"})["Location"] == own
    assert Registration.objects.get().participant.function == "First"


def test_an_invitee_whose_window_closed_meanwhile_is_told_and_everything_is_kept(
    invited_url, application, signed_in_as, conference
):
    client = signed_in_as(ALICE)
    client.post(invited_url, application(function="Rector") | {"step": "check", "seen_version": "0"})
    submit = answers_of(client.get(f"{invited_url}check/"))
    close(conference)
    late = client.post(f"{invited_url}check/", submit)
    assert late.status_code == 409
    assert "Registration closed on" in text_of(late)
    assert 'value="Rector"' in text_of(late)
    assert not Registration.objects.exists()


# The delegation


def test_who_was_named_in_another_window_is_asked_about_before_being_named_again(delegation, focal_point, member):
    url = page_of(delegation, "nominate")
    focal_point.post(url, member())
    typed = member(given_names="Боб", family_name="Sámple", form_token=str(uuid.uuid4()))
    asked = focal_point.post(url, typed)
    assert "Mr. Bob SAMPLE is a member of your delegation already." in text_of(asked)
    assert Registration.objects.count() == 1
    mark = asked.context["form"]["another_person"].value()
    told = text_of(focal_point.post(url, typed | {"another_person": mark}, follow=True))
    assert "Mr. Боб SÁMPLE is nominated." in told
    assert Registration.objects.count() == 2


def test_another_name_than_the_one_asked_about_is_asked_about_anew(delegation, focal_point, member):
    url = page_of(delegation, "nominate")
    for name in ("Bob", "Carol"):
        focal_point.post(url, member(given_names=name, form_token=str(uuid.uuid4())))
    typed = member(form_token=str(uuid.uuid4()))
    mark = focal_point.post(url, typed).context["form"]["another_person"].value()
    other = typed | {"given_names": "Carol", "another_person": mark}
    assert "Carol SAMPLE is a member" in text_of(focal_point.post(url, other))
    assert Registration.objects.count() == 2


def test_a_form_sent_twice_asks_nothing_and_names_once(delegation, focal_point, member):
    url, typed = page_of(delegation, "nominate"), member()
    for _time in range(2):
        assert focal_point.post(url, typed).status_code == 302
    assert Registration.objects.count() == 1


def test_somebody_of_the_same_name_in_another_delegation_is_not_told_of(delegation, focal_point, member, conference):
    make_registration(
        S.NOMINATED,
        delegation=make_delegation(conference, make_state("KR")),
        participant=make_participant(conference, given_names="Bob", family_name="Sample"),
    )
    assert focal_point.post(page_of(delegation, "nominate"), member()).status_code == 302


def grid_of(*names):
    lines = {"members-TOTAL_FORMS": "12", "members-INITIAL_FORMS": "0", "form_token": str(uuid.uuid4())}
    for number, name in enumerate(names):
        row = {"role": "delegate", "given_names": name, "family_name": "Sample"}
        lines |= {f"members-{number}-{field}": value for field, value in row.items()}
    return lines


def test_a_grid_says_who_is_named_already_and_who_twice_before_anybody_is_named(delegation, focal_point):
    url = page_of(delegation, "nominate-several")
    first = grid_of("Bob")
    for _time in range(2):
        assert focal_point.post(url, first).status_code == 302
    lines = grid_of("Carol", "Bob", "CAROL")
    asked = focal_point.post(url, lines)
    assert "Row 2: Bob SAMPLE is a member of your delegation already." in text_of(asked)
    assert "Row 3: the name is the same as in row 1." in text_of(asked)
    assert Registration.objects.count() == 1
    assert focal_point.post(url, lines | {"another_person": asked.context["mark"]}).status_code == 302
    assert Registration.objects.count() == 4


def test_what_is_pasted_is_looked_at_at_once(delegation, focal_point):
    url = page_of(delegation, "nominate-several")
    focal_point.post(url, grid_of("Bob"))
    pasted = "Delegate\tMr.\tBob\tSample\nDelegate\t\tDan\tSample"
    page = focal_point.post(url, {"step": "paste", "pasted": pasted, "form_token": str(uuid.uuid4())})
    assert "Row 1: Bob SAMPLE is a member of your delegation already." in text_of(page)
    assert "Row 2" not in text_of(page)
    assert Registration.objects.count() == 1


def test_a_grid_sent_after_the_deadline_is_told_and_every_line_is_kept(delegation, focal_point, conference):
    url = page_of(delegation, "nominate-several")
    close(conference)
    answers = {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0", "form_token": str(uuid.uuid4())}
    answers |= {"members-0-role": "delegate", "members-0-given_names": "Bob", "members-0-family_name": "Sample"}
    late = focal_point.post(url, answers)
    assert "one by one" in text_of(late)
    assert 'value="Bob"' in text_of(late)
    assert not Registration.objects.exists()
    assert not PendingChange.objects.exists()


def test_a_substitution_confirmed_twice_is_one(delegation, focal_point, member):
    url = substitute_url(make_registration(S.NOMINATED, delegation=delegation))
    answers = member() | {"step": "confirm"}
    for _click in range(2):
        text = text_of(focal_point.post(url, answers, follow=True))
        assert "takes the place of" in text
    assert Registration.objects.filter(state=S.REPLACED).count() == 1
    assert Registration.objects.count() == 2


def test_two_who_substitute_the_same_member_are_told(delegation, focal_point, member):
    url = substitute_url(make_registration(S.NOMINATED, delegation=delegation))
    focal_point.post(url, member() | {"step": "confirm"})
    late = focal_point.post(url, member(given_names="Carol") | {"step": "confirm"})
    assert late.status_code == 200
    assert 'class="error-summary"' in text_of(late)
    assert 'value="Carol"' in text_of(late)
    assert Registration.objects.count() == 2


def test_a_substitution_confirmed_after_the_deadline_becomes_a_request(delegation, focal_point, member, conference):
    url = substitute_url(make_registration(S.NOMINATED, delegation=delegation))
    assert "Shall" in text_of(focal_point.post(url, member()))
    close(conference)
    assert "is with the Secretariat; both stand as before" in text_of(
        focal_point.post(url, member() | {"step": "confirm"}, follow=True)
    )
    assert PendingChange.objects.get().state == "open"


# One's own page


def test_of_two_corrections_in_two_windows_each_sends_only_what_it_has_shown(conference, signed_in_as, application):
    registration = make_registration(S.REGISTERED, person={"email": ALICE}, conference=conference)
    client = signed_in_as(ALICE)
    correct = reverse("registration:own-correct", args=[conference.slug, registration.pk])
    check = reverse("registration:own-check", args=[conference.slug, registration.pk])
    page = client.get(correct)
    typed = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    client.post(correct, typed | {"function": "First"})
    first = client.get(check)
    client.post(correct, typed | {"function": "Second"})
    told = client.post(check, {"shown": first.context["shown"], "note": "My words."})
    assert "changed something in another window meanwhile; nothing was sent" in text_of(told)
    assert "Second" in text_of(told)
    assert "My words." in text_of(told)
    assert not PendingChange.objects.exists()
    client.post(check, {"shown": told.context["shown"], "note": ""})
    assert PendingChange.objects.get().changes["function"]["new"] == "Second"

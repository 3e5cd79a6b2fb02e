"""Who was named in a request and never came is forgotten, once nobody needs to know any more."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from conference.actions.clear_expired import clear_expired
from conference.correspondence.models import OutgoingMessage
from conference.models import TeamRole
from registration.actions.changes import propose_change, propose_nomination, propose_substitution, take_back
from registration.actions.decide_changes import accept_change, refuse_request
from registration.errors import RegistrationError
from registration.models import DelegationRole, PendingChange
from registration.queries.pending_changes import title_of
from registration.states import ChangeState
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer, make_user, set_clock
from tests.factories.registration import make_delegation, make_focal_point, make_registration, new_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    conference = make_conference()
    set_clock(conference, "2019-06-19 09:00")  # after the deadline
    return conference


@pytest.fixture
def delegation(conference):
    return make_delegation(conference)


@pytest.fixture
def focal_point(delegation):
    return make_user(make_focal_point(delegation).email)


@pytest.fixture
def officer(conference):
    return make_officer(conference, TeamRole.REGISTRATION)


def new_member():
    return new_participant(given_names="Dorji", family_name="Nevercame", function="Adviser")


def nomination(delegation, by):
    return propose_nomination(
        delegation.pk, person=new_member(), role=DelegationRole.DELEGATE, by=by, form_token=uuid.uuid4(), note="Ill."
    )


def substitution(delegation, by):
    member = make_registration(S.REGISTERED, delegation=delegation)
    return propose_substitution(member.pk, person=new_member(), by=by, form_token=uuid.uuid4())


def correction(delegation, by):
    member = make_registration(S.REGISTERED, delegation=delegation)
    return propose_change(member.pk, {"function": "Minister"}, by=by)


def days_later(change, days):
    """What is left of the request so many days after its decision."""
    decided_at = timezone.now() - datetime.timedelta(days=days)
    PendingChange.objects.filter(pk=change.pk).update(decided_at=decided_at)
    cleared = clear_expired().contributed["requests"]
    change.refresh_from_db()
    assert (change.cleared_at is not None) == bool(cleared)
    return change


@pytest.mark.parametrize("ask", [nomination, substitution, correction])
def test_what_was_refused_is_deleted_a_month_later_and_the_decision_stays(ask, delegation, focal_point, officer):
    change = refuse_request(ask(delegation, focal_point).pk, reason="The list is printed.", by=officer)
    assert days_later(change, 29).changes
    forgotten = days_later(change, 31)
    assert (forgotten.changes, forgotten.note) == ({}, "")
    assert (forgotten.state, forgotten.reason, forgotten.decided_by) == ("refused", "The list is printed.", officer)
    assert "nevercame" not in title_of(forgotten).casefold()
    assert clear_expired().contributed["requests"] == 0


@pytest.mark.parametrize(("ask", "is_forgotten"), [(nomination, True), (substitution, True), (correction, False)])
def test_so_is_what_the_letter_said_and_that_it_was_written_stays(ask, is_forgotten, delegation, focal_point, officer):
    change = refuse_request(ask(delegation, focal_point).pk, reason="The list is printed.", by=officer)
    other = refuse_request(nomination(delegation, focal_point).pk, reason="Nor this one.", by=officer)
    said = OutgoingMessage.objects.filter(text__contains="The list is printed.")
    [letter] = said
    assert ("nevercame" in letter.text.casefold()) == is_forgotten, "a letter names who never came"
    days_later(change, 29)
    assert said.exists()
    days_later(change, 31)
    letter.refresh_from_db()
    assert ("was deleted" in letter.text) == is_forgotten
    assert ("The list is printed." not in letter.text + letter.html) == is_forgotten
    assert letter.subject
    assert letter.recipient
    other.refresh_from_db()
    assert other.changes, "decided today"
    assert OutgoingMessage.objects.filter(text__contains="Nor this one.").exists()


@pytest.mark.parametrize("ask", [nomination, substitution, correction])
def test_what_was_taken_back_is_deleted_too(ask, delegation, focal_point):
    assert days_later(take_back(ask(delegation, focal_point).pk, by=focal_point), 31).changes == {}


@pytest.mark.parametrize(("ask", "is_kept"), [(nomination, False), (substitution, False), (correction, True)])
def test_of_what_was_accepted_only_a_correction_stays_for_nothing_else_says_what_stood_there(
    ask, is_kept, delegation, focal_point, officer
):
    change = accept_change(ask(delegation, focal_point).pk, by=officer)
    assert bool(days_later(change, 31).changes) == is_kept


def test_how_long_is_a_setting(settings, delegation, focal_point, officer):
    settings.REQUESTS_KEPT_DAYS = 3
    change = refuse_request(nomination(delegation, focal_point).pk, reason="No.", by=officer)
    assert days_later(change, 2).changes
    assert not days_later(change, 4).changes


def test_what_nobody_decided_on_goes_after_the_conference_and_is_accepted_no_more(
    conference, delegation, focal_point, officer
):
    change = nomination(delegation, focal_point)
    set_clock(conference, "2019-07-21 09:00")
    assert clear_expired().contributed["requests"] == 0
    set_clock(conference, "2019-07-22 09:00")
    assert clear_expired().contributed["requests"] == 1
    with pytest.raises(RegistrationError, match="has been deleted since"):
        accept_change(change.pk, by=officer)
    assert refuse_request(change.pk, reason="Too late.", by=officer).state == ChangeState.REFUSED


def test_the_desk_says_that_it_was_deleted(client, delegation, focal_point, officer):
    change = days_later(refuse_request(substitution(delegation, focal_point).pk, reason="No.", by=officer), 31)
    client.force_login(officer)
    for url in ("changelist", "change"):
        address = reverse(f"admin:registration_pendingchange_{url}", args=[change.pk] if url == "change" else [])
        text = client.get(address).content.decode()
        assert "a person no longer named" in text
        assert "nevercame" not in text.casefold()
    assert "What was entered was deleted on" in text


def test_the_database_keeps_nothing_in_a_cleared_request(delegation, focal_point):
    change = nomination(delegation, focal_point)
    with pytest.raises(IntegrityError, match="cleared_request_holds_nothing"), transaction.atomic():
        PendingChange.objects.filter(pk=change.pk).update(cleared_at=timezone.now())

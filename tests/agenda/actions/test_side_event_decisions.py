"""The Secretariat decides on a proposed side event; what is accepted becomes a session."""

import datetime

import pytest

from agenda.actions.describe import discard_session
from agenda.actions.side_event_decisions import (
    Slot,
    accept_side_event,
    ask_side_event_changes,
    decline_side_event,
    reconsider_side_event,
    record_side_event_withdrawn,
)
from agenda.actions.side_events import change_side_event, withdraw_side_event
from agenda.errors import (
    IllegalSideEventTransitionError,
    LostUpdateError,
    NotPermittedError,
    RoomTakenError,
    SessionWasReleasedError,
    SideEventError,
    SideEventHasSessionError,
)
from agenda.models import Session, SessionType, SideEventCall
from agenda.states import SessionState, SideEventState
from conference.clock import conference_now
from conference.correspondence.models import OutgoingMessage
from conference.models import TeamRole, TranslatedText
from registration.models import Participant, Visibility
from tests.factories.agenda import at, make_hall, make_release, make_session
from tests.factories.conference import make_officer, make_user
from tests.factories.side_events import make_host_delegation, make_proposal, propose, text_of, who_proposed

pytestmark = pytest.mark.django_db
S = SideEventState
OURS = TranslatedText({"en": "Steppe Dialogue Centre"})


@pytest.fixture
def proposal(conference):
    return make_proposal(conference, equipment=[])


@pytest.fixture
def agenda_officer(conference):
    return make_officer(conference, TeamRole.AGENDA)


def last_letter():
    return OutgoingMessage.objects.order_by("created_at").last()


def accept(proposal, officer, **changes):
    return accept_side_event(proposal.pk, by=officer, organiser=OURS, **changes)


def test_accepted_it_waits_in_the_parking_lot_as_long_as_it_was_proposed(proposal, agenda_officer):
    accept(proposal, agenda_officer)
    proposal.refresh_from_db()
    session = proposal.session
    assert (proposal.state, session.type, session.starts_at) == (S.ACCEPTED, SessionType.SIDE_EVENT, None)
    assert (session.title, session.abstract) == (proposal.title, proposal.description)
    assert (session.organiser, session.languages, session.parked_minutes) == (OURS, ["en"], 60)
    assert not session.appearances.exists()
    assert last_letter().purpose == "side_event_accepted"
    assert "The time will be announced." in last_letter().text


def test_accepted_with_a_slot_it_has_its_time_and_room_and_the_letter_says_so(conference, proposal, agenda_officer):
    hall = make_hall(conference)
    accept(
        proposal, agenda_officer, slot=Slot(starts_at=at("13:00"), rooms=[hall]), reason="Kindly bring your own flags."
    )
    proposal.refresh_from_db()
    session = proposal.session
    assert (session.ends_at - session.starts_at) == datetime.timedelta(minutes=60)
    assert [booking.room for booking in session.bookings.all()] == [hall]
    assert "13:00–14:00" in last_letter().text
    assert "Kindly bring your own flags." in last_letter().text


def test_where_the_room_is_taken_nothing_is_decided(conference, proposal, agenda_officer):
    hall = make_hall(conference)
    make_session(conference, "13:00–14:00", rooms=[hall])
    with pytest.raises(RoomTakenError):
        accept(proposal, agenda_officer, slot=Slot(starts_at=at("13:30"), rooms=[hall]))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.session) == (S.PROPOSED, None)
    assert Session.objects.count() == 1
    assert last_letter().purpose == "side_event_received"


def test_declined_with_a_reason_that_the_letter_gives(proposal, agenda_officer):
    with pytest.raises(SideEventError, match="reason"):
        decline_side_event(proposal.pk, reason="  ", by=agenda_officer)
    decline_side_event(proposal.pk, reason="All rooms are taken.", by=agenda_officer)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == (S.DECLINED, "All rooms are taken.")
    assert "All rooms are taken." in last_letter().text


def test_changes_asked_for_can_be_made_after_the_window_has_closed(conference, proposal, agenda_officer):
    until = conference_now(conference) + datetime.timedelta(days=2)
    ask_side_event_changes(proposal.pk, reason="A shorter title, please.", until=until, by=agenda_officer)
    SideEventCall.objects.update(closes_at=conference_now(conference) - datetime.timedelta(hours=1))
    assert "A shorter title, please." in last_letter().text
    user = make_user(who_proposed(proposal).email)
    changed = change_side_event(proposal.pk, text_of(title=TranslatedText({"en": "Voices"})), by=user)
    assert (changed.state, str(changed.title), changed.changes_until) == (S.PROPOSED, "Voices", None)
    with pytest.raises(SideEventError):
        change_side_event(proposal.pk, text_of(), by=user)
    with pytest.raises(SideEventError):
        withdraw_side_event(proposal.pk, by=user)


def test_nobody_is_asked_to_answer_in_the_past(conference, proposal, agenda_officer):
    with pytest.raises(SideEventError, match="past"):
        ask_side_event_changes(proposal.pk, reason="Why?", until=conference_now(conference), by=agenda_officer)


def test_what_is_decided_is_not_decided_twice(proposal, agenda_officer):
    accept(proposal, agenda_officer)
    with pytest.raises(IllegalSideEventTransitionError):
        accept(proposal, agenda_officer)
    with pytest.raises(IllegalSideEventTransitionError):
        decline_side_event(proposal.pk, reason="No.", by=agenda_officer)
    assert Session.objects.count() == 1


def test_a_stale_page_decides_nothing(proposal, agenda_officer):
    change_side_event(proposal.pk, text_of(minutes=30), by=make_user(who_proposed(proposal).email))
    with pytest.raises(LostUpdateError):
        accept(proposal, agenda_officer, version=1)
    with pytest.raises(LostUpdateError):
        decline_side_event(proposal.pk, reason="No.", by=agenda_officer, version=1)


def test_the_session_goes_with_the_acceptance_alone(proposal, agenda_officer):
    accept(proposal, agenda_officer)
    session = Session.objects.get()
    with pytest.raises(SideEventHasSessionError):
        discard_session(session.pk, by=agenda_officer)
    reconsider_side_event(proposal.pk, reason="Accepted by mistake.", by=agenda_officer)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.session, Session.objects.count()) == (S.PROPOSED, None, 0)
    accept(proposal, agenda_officer)
    assert Session.objects.count() == 1


def test_what_was_published_is_not_considered_anew(conference, proposal, agenda_officer):
    accept(proposal, agenda_officer, slot=Slot(starts_at=at("13:00")))
    make_release(conference)
    with pytest.raises(SessionWasReleasedError):
        reconsider_side_event(proposal.pk, reason="Too late.", by=agenda_officer)
    proposal.refresh_from_db()
    assert proposal.state == S.ACCEPTED


def test_a_declined_one_is_considered_anew(proposal, agenda_officer):
    decline_side_event(proposal.pk, reason="No room.", by=agenda_officer)
    reconsider_side_event(proposal.pk, reason="A room has become free.", by=agenda_officer)
    proposal.refresh_from_db()
    assert proposal.state == S.PROPOSED


def test_recorded_as_withdrawn_its_session_is_cancelled_and_the_proposer_told(conference, proposal, agenda_officer):
    accept(proposal, agenda_officer, slot=Slot(starts_at=at("13:00")))
    record_side_event_withdrawn(proposal.pk, reason="As you told us by telephone.", by=agenda_officer)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.session.state) == (S.WITHDRAWN, SessionState.CANCELLED)
    assert "As you told us by telephone." in last_letter().text


@pytest.mark.parametrize("role", [TeamRole.REGISTRATION, TeamRole.OBSERVER, TeamRole.CORRESPONDENCE])
def test_only_officers_of_the_programme_decide(conference, proposal, role):
    with pytest.raises(NotPermittedError):
        decline_side_event(proposal.pk, reason="No.", by=make_officer(conference, role))


def test_of_a_protected_person_only_who_may_know_who_it_is_decides(conference, proposal, agenda_officer):
    Participant.objects.filter(pk=proposal.participant_id).update(visibility=Visibility.HIDDEN)
    with pytest.raises(NotPermittedError):
        accept(proposal, agenda_officer)
    both = make_officer(conference, TeamRole.AGENDA, TeamRole.REGISTRATION)
    assert accept(proposal, both).state == S.ACCEPTED


def test_nobody_decides_on_their_own(conference, proposal):
    own = make_officer(conference, TeamRole.AGENDA, email="agenda.officer@secretariat.example")
    Participant.objects.filter(pk=proposal.participant_id).update(email=own.email)
    with pytest.raises(SideEventError, match="their own"):
        accept(proposal, own)


def test_the_focal_point_who_proposed_is_written_to_and_the_primary_where_they_are_gone(conference, agenda_officer):
    from tests.factories.registration import make_focal_point
    from tests.factories.side_events import make_call

    make_call(conference)
    delegation = make_host_delegation(conference)
    make_focal_point(delegation, rank="backup", email="backup@mission.example", language="ru")
    proposal = propose(conference, "backup@mission.example")
    assert last_letter().recipient == "backup@mission.example"
    assert last_letter().language == "ru"
    delegation.focal_points.filter(rank="backup").update(ended_at=conference_now(conference))
    decline_side_event(proposal.pk, reason="No room.", by=agenda_officer)
    assert last_letter().recipient == "focal.point@mission.example"


def test_who_is_never_written_to_automatically_is_left_to_be_written_to_by_hand(proposal, agenda_officer):
    Participant.objects.filter(pk=proposal.participant_id).update(never_write_automatically=True)
    decline_side_event(proposal.pk, reason="No room.", by=agenda_officer)
    assert last_letter().state == "by_hand"


@pytest.mark.parametrize("language", ["en", "ru", "mn"])
def test_every_letter_is_written_in_each_language(conference, proposal, agenda_officer, language):
    Participant.objects.filter(pk=proposal.participant_id).update(language=language)
    until = conference_now(conference) + datetime.timedelta(days=2)
    ask_side_event_changes(proposal.pk, reason="Why?", until=until, by=agenda_officer)
    user = make_user(who_proposed(proposal).email)
    change_side_event(proposal.pk, text_of(), by=user)
    accept(proposal, agenda_officer)
    record_side_event_withdrawn(proposal.pk, reason="Gone.", by=agenda_officer)
    written = OutgoingMessage.objects.filter(about_id=proposal.pk, language=language).values_list("purpose", flat=True)
    assert set(written) == {
        "side_event_changes",
        "side_event_received",
        "side_event_accepted",
        "side_event_withdrawn",
    } | ({"side_event_received"} if language == "en" else set())

"""When and where sessions are held: the acts, and what the database itself refuses."""

import datetime
import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import F

from agenda.actions.schedule import (
    cancel_session,
    park_session,
    reinstate_session,
    schedule_session,
    swap_sessions,
)
from agenda.errors import (
    IllegalSessionTransitionError,
    ImpossibleTimesError,
    LostUpdateError,
    NotPermittedError,
    RoomTakenError,
    SessionIsCancelledError,
)
from agenda.models import RoomBooking, Session
from agenda.states import SESSION_TRANSITIONS, SessionState
from conference.models import TeamRole
from tests.factories.agenda import FRIDAY, at, make_hall, make_session
from tests.factories.conference import make_conference, make_officer, make_room, make_venue

pytestmark = pytest.mark.django_db


def schedule(session, begins, ends, rooms=(), **kwargs):
    return schedule_session(
        session.pk, **{"starts_at": at(begins), "ends_at": at(ends), "rooms": rooms, "by": None} | kwargs
    )


def times_of(session):
    session.refresh_from_db()
    zone = session.conference.zone
    return tuple(f"{moment.astimezone(zone):%H:%M}" for moment in (session.starts_at, session.ends_at))


def rooms_of(session):
    return [booking.room for booking in session.bookings.all()]


def test_a_session_has_its_times_on_the_venues_clock_and_its_rooms():
    conference = make_conference()
    hall, foyer = make_hall(conference), make_hall(conference)
    session = make_session(conference, None)

    scheduled = schedule(session, "09:00", "10:30", [hall, foyer])

    assert scheduled.starts_at == datetime.datetime(2019, 6, 20, 1, 0, tzinfo=datetime.UTC)
    assert times_of(session) == ("09:00", "10:30")
    assert rooms_of(session) == [hall, foyer]
    assert session.version == 2


def test_moving_a_session_leaves_only_the_rooms_it_now_has():
    conference = make_conference()
    hall, foyer = make_hall(conference), make_hall(conference)
    session = make_session(conference, rooms=[hall])

    schedule(session, "14:00", "15:00", [foyer])

    assert rooms_of(session) == [foyer]
    assert RoomBooking.objects.get().during.lower == session.__class__.objects.get().starts_at


def test_a_room_that_is_taken_is_named_with_the_session_that_has_it():
    conference = make_conference()
    hall = make_hall(conference, name={"en": "Conference Hall"})
    make_session(conference, "11:00–12:30", rooms=[hall], title={"en": "Youth and Local Communities"})
    session = make_session(conference, None)

    with pytest.raises(RoomTakenError) as refusal:
        schedule(session, "12:00", "13:00", [hall])

    assert str(refusal.value) == (
        "“Conference Hall” is taken by “Youth and Local Communities” on Thursday, 20 June, 11:00–12:30."
    )
    session.refresh_from_db()
    assert (session.starts_at, session.bookings.count()) == (None, 0)


def test_a_session_may_begin_in_a_room_when_another_ends():
    conference = make_conference()
    hall = make_hall(conference)
    make_session(conference, "11:00–12:30", rooms=[hall])

    after = make_session(conference, "12:30–14:00", rooms=[hall])

    assert times_of(after) == ("12:30", "14:00")


def test_the_database_refuses_a_room_taken_twice_even_to_raw_sql():
    conference = make_conference()
    hall = make_hall(conference)
    first = make_session(conference, "11:00–12:30", rooms=[hall])
    second = make_session(conference, "14:00–15:00")

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO agenda_roombooking (session_id, room_id, during, is_cancelled)"
            " SELECT %s, room_id, during, false FROM agenda_roombooking WHERE session_id = %s",
            [second.pk, first.pk],
        )
        with pytest.raises(IntegrityError, match="room_is_booked_once_at_a_time"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_the_database_refuses_a_session_that_ends_before_it_begins():
    session = make_session()

    with pytest.raises(IntegrityError, match="session_ends_after_it_begins"), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(ends_at=session.starts_at)


def test_two_sessions_swap_times_and_rooms_in_one_act():
    conference = make_conference()
    hall, small = make_hall(conference), make_hall(conference)
    first = make_session(conference, "09:00–10:00", rooms=[hall])
    second = make_session(conference, "11:00–12:30", rooms=[hall, small])

    swap_sessions(first.pk, second.pk, by=None)

    assert (times_of(first), rooms_of(first)) == (("11:00", "12:30"), [hall, small])
    assert (times_of(second), rooms_of(second)) == (("09:00", "10:00"), [hall])


def test_only_sessions_with_a_time_of_one_conference_can_swap():
    conference = make_conference()
    session = make_session(conference)

    with pytest.raises(ImpossibleTimesError):
        swap_sessions(session.pk, make_session(conference, None).pk, by=None)
    with pytest.raises(Session.DoesNotExist):
        swap_sessions(session.pk, make_session(make_conference()).pk, by=None)
    with pytest.raises(SessionIsCancelledError):
        swap_sessions(session.pk, make_session(conference, state=SessionState.CANCELLED).pk, by=None)


def test_a_cancelled_session_frees_its_room_and_keeps_its_time():
    conference = make_conference()
    hall = make_hall(conference)
    session = make_session(conference, "11:00–12:30", rooms=[hall])

    cancel_session(session.pk, by=None)
    another = make_session(conference, "11:00–12:30", rooms=[hall])

    assert times_of(session) == times_of(another) == ("11:00", "12:30")
    assert session.state == SessionState.CANCELLED


def test_a_session_is_not_reinstated_into_a_room_that_is_taken_since():
    conference = make_conference()
    hall = make_hall(conference)
    session = make_session(conference, rooms=[hall])
    cancel_session(session.pk, by=None)
    other = make_session(conference, rooms=[hall])

    with pytest.raises(RoomTakenError):
        reinstate_session(session.pk, by=None)
    cancel_session(other.pk, by=None)
    reinstate_session(session.pk, by=None)

    session.refresh_from_db()
    assert session.state == SessionState.SCHEDULED
    assert not session.bookings.get().is_cancelled


def test_a_cancelled_session_is_neither_moved_nor_parked():
    session = make_session(state=SessionState.CANCELLED)

    with pytest.raises(SessionIsCancelledError):
        schedule(session, "14:00", "15:00")
    with pytest.raises(SessionIsCancelledError):
        park_session(session.pk, by=None)


def test_a_parked_session_has_no_time_and_its_room_is_free():
    conference = make_conference()
    hall = make_hall(conference)
    session = make_session(conference, rooms=[hall])

    park_session(session.pk, by=None)
    make_session(conference, rooms=[hall])

    session.refresh_from_db()
    assert (session.starts_at, session.ends_at) == (None, None)
    assert rooms_of(session) == [hall]


@pytest.mark.parametrize(
    ("begins", "ends", "sentence"),
    [
        (at("10:00"), at("10:00"), "A session must end after it begins."),
        (at("10:00"), at("09:00"), "A session must end after it begins."),
        (
            at("09:00", datetime.date(2019, 6, 19)),
            at("10:00"),
            "The session would begin on Wednesday, 19 June, but the conference is held on 20–21 June 2019.",
        ),
        (
            at("09:00", datetime.date(2019, 6, 22)),
            at("10:00", datetime.date(2019, 6, 22)),
            "The session would begin on Saturday, 22 June, but the conference is held on 20–21 June 2019.",
        ),
        (
            at("20:00", FRIDAY),
            at("06:01", datetime.date(2019, 6, 22)),
            "The session would end on Saturday, 22 June, but the conference is held on 20–21 June 2019.",
        ),
    ],
)
def test_impossible_times_are_refused_in_a_sentence(begins, ends, sentence):
    session = make_session(times=None)

    with pytest.raises(ImpossibleTimesError) as refusal:
        schedule_session(session.pk, starts_at=begins, ends_at=ends, rooms=[], by=None)

    assert str(refusal.value) == sentence


def test_a_dinner_on_the_last_evening_may_end_after_midnight():
    session = make_session(times=None)

    schedule_session(
        session.pk, starts_at=at("20:00", FRIDAY), ends_at=at("01:00", datetime.date(2019, 6, 22)), rooms=[], by=None
    )

    assert times_of(session) == ("20:00", "01:00")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (
            datetime.date(2019, 3, 31),
            "On Sunday, 31 March the clocks at the venue skip 02:30; please choose another time.",
        ),
        (
            datetime.date(2019, 10, 27),
            "On Sunday, 27 October the clocks at the venue show 02:30 twice; please choose another time.",
        ),
    ],
)
def test_an_hour_that_the_change_of_clocks_skips_or_repeats_is_refused(day, sentence):
    conference = make_conference(time_zone="Europe/Vienna", starts_on=day, ends_on=day)
    session = make_session(conference, None)

    with pytest.raises(ImpossibleTimesError) as refusal:
        schedule_session(session.pk, starts_at=at("02:30", day), ends_at=at("05:00", day), rooms=[], by=None)

    assert str(refusal.value) == sentence


def test_a_moment_that_names_its_zone_is_taken_at_its_word_unless_it_never_comes():
    day = datetime.date(2019, 3, 31)
    conference = make_conference(time_zone="Europe/Vienna", starts_on=day, ends_on=day)
    session = make_session(conference, None)
    never = at("02:30", day).replace(tzinfo=conference.zone)

    with pytest.raises(ImpossibleTimesError):
        schedule_session(session.pk, starts_at=never, ends_at=at("05:00", day), rooms=[], by=None)
    schedule_session(
        session.pk,
        starts_at=at("00:30", day).replace(tzinfo=datetime.UTC),
        ends_at=at("01:30", day).replace(tzinfo=datetime.UTC),
        rooms=[],
        by=None,
    )

    assert times_of(session) == ("01:30", "03:30")


def test_a_room_of_another_conference_is_refused():
    session = make_session(times=None)
    elsewhere = make_room(make_venue(make_conference()))

    with pytest.raises(ImpossibleTimesError, match="another conference"):
        schedule(session, "09:00", "10:00", [elsewhere])


def test_a_stale_version_is_told_and_nothing_is_saved():
    session = make_session()
    seen = session.version
    schedule(session, "14:00", "15:00", version=seen)

    with pytest.raises(LostUpdateError):
        schedule(session, "16:00", "17:00", version=seen)

    assert times_of(session) == ("14:00", "15:00")


@pytest.mark.parametrize("role", list(TeamRole))
def test_agenda_officers_and_the_coordinator_arrange_the_programme_and_nobody_else(role):
    session = make_session()
    officer = make_officer(session.conference, role)

    if role in {TeamRole.AGENDA, TeamRole.COORDINATOR}:
        schedule(session, "14:00", "15:00", by=officer)
        assert times_of(session) == ("14:00", "15:00")
    else:
        with pytest.raises(NotPermittedError):
            schedule(session, "14:00", "15:00", by=officer)
        assert times_of(session) == ("11:00", "12:30")


def test_an_officer_of_another_conference_arranges_nothing_here():
    session = make_session()
    stranger = make_officer(make_conference(), TeamRole.AGENDA)

    with pytest.raises(NotPermittedError):
        cancel_session(session.pk, by=stranger)


@pytest.mark.parametrize("current", list(SessionState))
@pytest.mark.parametrize("wanted", list(SessionState))
def test_every_pair_of_session_states(current, wanted):
    session = make_session(state=current)
    act = {SessionState.CANCELLED: cancel_session, SessionState.SCHEDULED: reinstate_session}[wanted]

    if wanted in SESSION_TRANSITIONS[current]:
        act(session.pk, by=None)
    else:
        with pytest.raises(IllegalSessionTransitionError):
            act(session.pk, by=None)

    session.refresh_from_db()
    assert session.state == wanted


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_take_one_room_at_once_exactly_one_gets_it():
    conference = make_conference()
    hall = make_hall(conference)
    sessions = [make_session(conference, None) for _ in range(2)]
    ready, outcomes = threading.Barrier(2), []

    def take(session):
        try:
            ready.wait(timeout=10)
            schedule(session, "09:00", "10:30", [hall])
            outcomes.append("taken")
        except RoomTakenError:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=[session]) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert sorted(outcomes) == ["refused", "taken"]
    assert RoomBooking.objects.filter(room=hall).count() == 1


def test_a_session_of_weeks_remembers_as_much_of_its_length_as_is_kept(conference):
    session = make_session(conference)
    Session.objects.filter(pk=session.pk).update(ends_at=F("starts_at") + datetime.timedelta(days=40))
    assert park_session(session.pk, by=None).parked_minutes == 32_767


def test_no_session_waits_for_a_room_of_another_conference(conference):
    session, theirs = make_session(conference), make_hall(make_conference())
    with pytest.raises(ImpossibleTimesError):
        park_session(session.pk, by=None, rooms=[theirs])
    assert not RoomBooking.objects.exists()

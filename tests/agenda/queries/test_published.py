"""The public agenda: the last release with the names of today."""

import pytest
from django.utils.translation import override

from agenda.actions.appoint import dismiss
from agenda.actions.schedule import cancel_session, reinstate_session, schedule_session
from agenda.models import Appearance, Listing, Session
from agenda.queries.moves import MoveKind
from agenda.queries.published import published_agenda
from agenda.queries.speakers import speakers_of
from agenda.states import AppearanceState
from registration.models import Participant, Visibility
from registration.states import RegistrationState
from tests.factories.agenda import FRIDAY, at, make_appearance, make_hall, make_release, make_session, make_static_line
from tests.factories.conference import make_conference
from tests.factories.registration import make_delegation, make_participant, make_registration

pytestmark = pytest.mark.django_db

CONFIRMED, INVITED, DECLINED = AppearanceState.CONFIRMED, AppearanceState.INVITED, AppearanceState.DECLINED


def lines(conference):
    """Name and function of whoever the agenda shows."""
    return [(one.name, one.function) for session in published_agenda(conference).sessions for one in session.speakers]


def leyla(conference, **changes):
    fields = {"courtesy": "Ms.", "title": "Dr.", "given_names": "Leyla", "family_name": "Sample"}
    return make_participant(conference, **fields | {"function": "adviser", "institution": "Institute"} | changes)


def move(session, times, *rooms, day=None):
    begins, ends = times.split("–")
    given = (day,) if day else ()
    schedule_session(session.pk, starts_at=at(begins, *given), ends_at=at(ends, *given), rooms=rooms, by=None)


def published(conference, number=0):
    return published_agenda(conference).sessions[number]


def test_before_the_first_release_there_is_nothing():
    conference = make_conference()
    make_session(conference)

    agenda = published_agenda(conference)

    assert (agenda.release, agenda.sessions, agenda.days()) == (None, (), [])


def test_a_draft_is_never_seen():
    conference = make_conference()
    session = make_session(conference, title={"en": "As published"})
    make_release(conference)
    Session.objects.filter(pk=session.pk).update(title={"en": "As drafted"})
    move(session, "16:00–17:00")
    make_session(conference, "09:00–10:00", title={"en": "Another draft"})
    make_appearance(session, leyla(conference), state=CONFIRMED)

    agenda = published_agenda(conference)

    assert [str(one.title) for one in agenda.sessions] == ["As published"]
    assert agenda.sessions[0].starts_at.strftime("%H:%M %Z") == "11:00 +08"
    assert agenda.sessions[0].speakers == ()


@pytest.mark.parametrize("listing", [Listing.PARTICIPANTS, Listing.ENTITLED])
def test_sessions_that_are_not_for_everybody_are_kept_but_not_shown(listing):
    conference = make_conference()
    make_session(conference, listing=listing)

    release = make_release(conference)

    assert len(release.snapshot["sessions"]) == 1
    assert published_agenda(conference).sessions == ()


def test_days_slots_and_parallel_sessions():
    conference = make_conference()
    hall, small = make_hall(conference), make_hall(conference)
    opening = make_session(conference, "09:00–10:30", rooms=[hall])
    panel_1 = make_session(conference, "11:00–12:30", rooms=[hall])
    panel_2 = make_session(conference, "11:00–12:00", rooms=[small])
    closing = make_session(conference, "16:00–17:00", day=FRIDAY)
    make_release(conference)

    days = published_agenda(conference).days()

    assert [[[one.id for one in slot.sessions] for slot in day.slots] for day in days] == [
        [[opening.pk], [panel_1.pk, panel_2.pk]],
        [[closing.pk]],
    ]
    assert days[0].slots[0].ends_at is not None
    assert days[0].slots[1].ends_at is None


@pytest.mark.parametrize(
    ("visibility", "named", "state", "line"),
    [
        (Visibility.LISTED, True, CONFIRMED, ("Dr. Leyla SAMPLE", "adviser, Institute")),
        (Visibility.LISTED, False, CONFIRMED, ("Dr. Leyla SAMPLE", "adviser, Institute")),
        (Visibility.LISTED, True, INVITED, ("Dr. Leyla SAMPLE", "adviser, Institute")),
        (Visibility.COUNTED, True, CONFIRMED, ("Dr. Leyla SAMPLE", "adviser, Institute")),
        (Visibility.COUNTED, False, CONFIRMED, ("Adviser", "")),
        (Visibility.COUNTED, True, INVITED, ("Adviser", "")),
        (Visibility.HIDDEN, True, CONFIRMED, ("Adviser", "")),
        (Visibility.HIDDEN, False, CONFIRMED, ("Speaker", "")),
        (Visibility.HIDDEN, True, INVITED, ("Adviser", "")),
    ],
)
def test_a_speaker_is_named_as_the_person_wishes(visibility, named, state, line):
    session = make_session()
    person = leyla(session.conference, visibility=visibility, named_on_agenda=named)
    make_appearance(session, person, state=state)
    make_release(session.conference)

    speaker = published(session.conference).speakers[0]

    assert (speaker.name, speaker.function) == line
    assert speaker.participant_id == (person.pk if speaker.is_named else None)
    assert speaker.is_to_be_confirmed == (state == INVITED)


def test_who_has_no_function_is_called_speaker_when_not_named():
    session = make_session()
    make_appearance(session, leyla(session.conference, visibility=Visibility.COUNTED, function=""))
    make_release(session.conference)

    assert lines(session.conference) == [("Speaker", "")]


@pytest.mark.parametrize("state", list(AppearanceState))
def test_after_the_release_a_regret_shows_at_once(state):
    session = make_session()
    appearance = make_appearance(session, leyla(session.conference), state=CONFIRMED)
    make_release(session.conference)

    Appearance.objects.filter(pk=appearance.pk).update(state=state)

    assert len(lines(session.conference)) == (0 if state == DECLINED else 1)


def test_a_change_of_visibility_and_an_erasure_reach_old_releases():
    session = make_session()
    person = leyla(session.conference)
    make_appearance(session, person, state=CONFIRMED)
    make_release(session.conference)

    person.visibility = Visibility.HIDDEN
    person.save()
    assert lines(session.conference) == [("Adviser", "")]

    person.delete()
    assert lines(session.conference) == []


def test_who_is_taken_off_the_draft_stays_until_the_next_release_unless_they_left():
    session = make_session()
    person = leyla(session.conference)
    appearance = make_appearance(session, person, state=CONFIRMED)
    make_release(session.conference)

    dismiss(appearance.pk, by=None)
    assert [name for name, _function in lines(session.conference)] == ["Dr. Leyla SAMPLE"]

    make_registration(RegistrationState.WITHDRAWN, participant=person)
    assert lines(session.conference) == []


def test_a_static_line_stands_as_it_was_written_in_the_readers_language():
    session = make_session()
    make_static_line(
        session,
        static_name={"en": "Thomas Greminger", "ru": "Томас Гремингер"},
        static_function={"en": "Secretary General of the OSCE"},
    )
    make_release(session.conference)

    assert lines(session.conference) == [("Thomas Greminger", "Secretary General of the OSCE")]
    with override("ru"):
        assert lines(session.conference)[0][0] == "Томас Гремингер"


@pytest.fixture
def panel():
    conference = make_conference()
    hall = make_hall(conference, name={"en": "Hall"})
    session = make_session(conference, "14:00–15:30", rooms=[hall])
    make_release(conference)
    return session


def change_of(conference):
    make_release(conference)
    found = published(conference)
    return found.move.kind, found.move.text


def test_what_was_moved_says_whence(panel):
    hall, other = panel.rooms.get(), make_hall(panel.conference, name={"en": "Room 201"})

    move(panel, "11:00–12:30", hall)
    assert change_of(panel.conference) == (MoveKind.MOVED, "Moved from 14:00")
    move(panel, "14:00–15:30", other)
    assert change_of(panel.conference) == (MoveKind.MOVED, "Moved from 11:00, Hall")
    move(panel, "14:00–15:30", hall)
    assert change_of(panel.conference) == (MoveKind.MOVED, "Moved from Room 201")
    move(panel, "14:00–16:00", hall)
    assert change_of(panel.conference) == (MoveKind.MOVED, "Ends at 16:00, not 15:30")
    move(panel, "14:00–16:00", hall, day=FRIDAY)
    assert change_of(panel.conference) == (MoveKind.MOVED, "Moved from Thursday, 20 June, 14:00")


def test_what_is_new_or_unchanged_says_so_or_nothing(panel):
    added = make_session(panel.conference, "09:00–10:00")

    assert change_of(panel.conference) == (MoveKind.NEW, "New")
    assert published(panel.conference, 1).move.kind == MoveKind.NONE
    Session.objects.filter(pk=added.pk).update(title={"en": "Other words"})
    assert change_of(panel.conference) == (MoveKind.NONE, "")


def test_what_was_cancelled_says_so_in_every_later_release_until_it_is_reinstated(panel):
    cancel_session(panel.pk, by=None)
    assert change_of(panel.conference) == (MoveKind.CANCELLED, "Cancelled")
    assert published(panel.conference).is_cancelled

    make_session(panel.conference, "17:00–18:00")
    assert change_of(panel.conference) == (MoveKind.CANCELLED, "Cancelled")

    reinstate_session(panel.pk, by=None)
    assert change_of(panel.conference) == (MoveKind.REINSTATED, "Takes place after all")


def test_a_session_that_was_not_for_everybody_is_new_to_everybody(panel):
    Session.objects.filter(pk=panel.pk).update(listing=Listing.ENTITLED)
    make_release(panel.conference)
    Session.objects.filter(pk=panel.pk).update(listing=Listing.PUBLIC)

    assert change_of(panel.conference) == (MoveKind.NEW, "New")


def test_a_calendars_sequence_is_the_release_in_which_the_session_last_changed(panel):
    other = make_session(panel.conference, "17:00–18:00")
    make_release(panel.conference)
    move(other, "17:30–18:00")
    make_release(panel.conference)

    assert [one.sequence for one in published_agenda(panel.conference).sessions] == [0, 2]


def test_speakers_are_those_who_are_named_in_the_order_of_their_names():
    conference = make_conference()
    first, second = make_session(conference, "09:00–10:00"), make_session(conference, "11:00–12:00")
    make_static_line(first, "Muhammad R. Shah")
    make_static_line(second, "Muhammad R. Shah")
    person = leyla(conference)
    for session in (first, second):
        make_appearance(session, person, state=CONFIRMED)
    make_appearance(first, leyla(conference, visibility=Visibility.HIDDEN), state=CONFIRMED)
    make_release(conference)

    found = [(one.name, one.participant_id, len(one.appearances)) for one in speakers_of(published_agenda(conference))]

    assert found == [("Dr. Leyla SAMPLE", person.pk, 2), ("Muhammad R. Shah", None, 2)]


@pytest.mark.parametrize("count", [1, 100])
def test_the_agenda_costs_five_queries_however_large(count, django_assert_num_queries):
    conference = make_conference()
    hall = make_hall(conference)
    person = leyla(conference)
    for number in range(count):
        begins = 9 * 60 + number * 5
        times = f"{begins // 60:02}:{begins % 60:02}–{(begins + 5) // 60:02}:{(begins + 5) % 60:02}"
        make_appearance(make_session(conference, times, rooms=[hall]), person, state=CONFIRMED)
    make_release(conference)

    with django_assert_num_queries(5):
        agenda = published_agenda(conference)

    assert len(agenda.sessions) == count


def test_a_delegate_is_shown_with_the_state_that_the_institution_does_not_name():
    session = make_session()
    delegate = make_participant(session.conference, function="Director", institution="Ministry of Foreign Affairs")
    make_registration(
        participant=delegate, delegation=make_delegation(session.conference), state=RegistrationState.REGISTERED
    )
    make_appearance(session, participant=delegate, state=CONFIRMED)
    make_release(session.conference)

    assert [function for _name, function in lines(session.conference)] == [
        "Director, Ministry of Foreign Affairs, Kyrgyzstan"
    ]
    Participant.objects.update(institution="Ministry of Foreign Affairs of Kyrgyzstan")
    assert [function for _name, function in lines(session.conference)] == [
        "Director, Ministry of Foreign Affairs of Kyrgyzstan"
    ]

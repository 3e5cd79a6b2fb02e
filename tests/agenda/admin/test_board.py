"""The board as an officer reads it: where the sessions of a day stand, what conflicts, what it costs."""

import datetime

import pytest
from django.urls import reverse

from agenda.actions.acknowledge import acknowledge_conflict
from agenda.actions.schedule import park_session
from agenda.models import SessionType, Unavailability
from agenda.states import SessionState
from conference.models import TeamRole
from registration.models import Visibility
from tests.factories.agenda import FRIDAY, THURSDAY, at, make_appearance, make_hall, make_session
from tests.factories.conference import make_room, make_venue
from tests.factories.registration import make_participant
from tests.registration.admin.reading import text_of

BOARD = "/admin/agenda/session/board/"


def board_of(desk, **query):
    return desk.get(BOARD, {"day": THURSDAY.isoformat()} | query).context["board"]


def places(board):
    """“First”: minutes, column, columns."""
    return {
        str(card.session): [(card.begins, card.ends, place.first, place.span) for place in card.places]
        for card in board.cards
    }


@pytest.fixture
def rooms(conference, hall):
    return [hall, make_hall(conference, name={"en": "Kherlen Room"}), make_hall(conference, name={"en": "Onon Hall"})]


def test_rooms_are_columns_and_times_are_minutes_of_the_venues_clock(desk, conference, rooms):
    make_session(conference, "09:00–10:30", rooms=[rooms[1]], title={"en": "Youth"})
    make_session(conference, "09:00–10:00", rooms=[rooms[0]], day=FRIDAY, title={"en": "Friday"})
    board = board_of(desk)
    assert [column.name for column in board.columns] == ["Conference Hall", "Kherlen Room", "Onon Hall"]
    assert places(board) == {"Youth": [(540, 630, 1, 1)]}
    assert [(tab.day, tab.count, tab.is_shown) for tab in board.tabs()] == [(THURSDAY, 1, True), (FRIDAY, 1, False)]


def test_a_session_in_rooms_side_by_side_is_one_card_and_in_rooms_apart_one_with_an_echo(desk, conference, rooms):
    make_session(conference, "09:00–10:00", rooms=rooms[:2], title={"en": "Beside"})
    make_session(conference, "11:00–12:00", rooms=[rooms[0], rooms[2]], title={"en": "Apart"})
    board = board_of(desk)
    assert places(board) == {"Beside": [(540, 600, 0, 2)], "Apart": [(660, 720, 0, 1), (660, 720, 2, 1)]}
    apart = next(card for card in board.cards if str(card.session) == "Apart")
    assert [place.is_echo for place in apart.places] == [False, True]


def test_what_is_for_the_whole_conference_lies_across_the_rooms_that_are_free(desk, conference, rooms):
    make_session(conference, "09:00–10:00", rooms=[rooms[0]], is_whole_conference=True, title={"en": "Opening"})
    make_session(conference, "12:00–13:00", is_whole_conference=True, title={"en": "Lunch"})
    make_session(conference, "12:30–13:00", rooms=[rooms[2]], title={"en": "Briefing"})
    assert places(board_of(desk)) == {
        "Opening": [(540, 600, 0, 3)],
        "Lunch": [(720, 780, 0, 2)],
        "Briefing": [(750, 780, 2, 1)],
    }


def test_what_is_held_in_no_room_has_a_column_of_its_own_on_its_day(desk, conference, rooms):
    make_session(conference, "10:00–10:15", title={"en": "Family photograph"})
    board = board_of(desk)
    assert [column.name for column in board.columns][-1] == "No room"
    assert places(board) == {"Family photograph": [(600, 615, 3, 1)]}
    assert len(board_of(desk, day=FRIDAY.isoformat()).columns) == 3


def test_cancelled_sessions_are_strips_beside_what_holds_the_room_and_cards_where_nothing_does(desk, conference, hall):
    for title in ("First", "Second"):
        make_session(conference, "09:00–10:00", rooms=[hall], title={"en": title}, state=SessionState.CANCELLED)
    make_session(conference, "09:30–10:30", rooms=[hall], title={"en": "Held"})
    make_session(conference, "14:00–15:00", rooms=[hall], title={"en": "Alone"}, state=SessionState.CANCELLED)
    shapes = {
        card.title: (place.lane, place.lanes, place.strips, place.is_strip)
        for card in board_of(desk).cards
        for place in card.places
    }
    assert shapes["Held"] == (0, 1, 2, False)
    assert sorted([shapes["First"], shapes["Second"]]) == [(0, 1, 2, True), (1, 1, 2, True)]
    assert shapes["Alone"] == (0, 1, 0, False)


def test_what_is_held_in_no_room_at_one_time_shares_its_column(desk, conference, hall):
    for title in ("Photograph", "Walk", "Later"):
        make_session(conference, "11:00–12:00" if title == "Later" else "10:00–11:00", title={"en": title})
    lanes = {card.title: (card.places[0].lane, card.places[0].lanes) for card in board_of(desk).cards}
    assert sorted([lanes["Photograph"], lanes["Walk"]]) == [(0, 2), (1, 2)]
    assert lanes["Later"] == (0, 1)


def test_a_session_past_midnight_stays_on_the_day_on_which_it_begins(desk, conference, hall):
    session = make_session(conference, None, rooms=[hall], title={"en": "Dinner"})
    session.starts_at = at("21:00").replace(tzinfo=conference.zone)
    session.ends_at = at("01:30", FRIDAY).replace(tzinfo=conference.zone)
    session.save()
    board = board_of(desk)
    assert [(card.begins, card.ends) for card in board.cards] == [(21 * 60, 25 * 60 + 30)]
    assert board.hours == (8 * 60, 26 * 60)
    assert not board_of(desk, day=FRIDAY.isoformat()).cards


def test_without_rooms_the_board_leads_to_where_they_are_entered(desk, conference):
    assert reverse("admin:conference_venue_changelist") in desk.get(BOARD).content.decode()
    make_hall(conference)
    assert "Draw a session over the hours of a room" in text_of(desk.get(BOARD))


def test_the_usual_hours_are_drawn_or_all_of_them(desk, conference, hall):
    assert board_of(desk).hours == (480, 1200)
    make_session(conference, "06:30–07:00", rooms=[hall])
    assert board_of(desk).hours == (360, 1200)
    assert board_of(desk, hours="all").hours == (0, 1800)


def test_what_lost_its_time_waits_as_long_as_it_was_and_what_is_cancelled_does_not_wait(desk, conference, hall):
    session = make_session(conference, "09:00–10:15", rooms=[hall], title={"en": "Postponed"})
    park_session(session.pk, by=None)
    make_session(conference, None, title={"en": "New"})
    make_session(conference, None, title={"en": "Given up"}, state=SessionState.CANCELLED)
    assert {str(card.session): card.ends for card in board_of(desk).parked} == {"Postponed": 75, "New": 60}


def test_a_session_on_a_day_that_is_no_longer_the_conferences_is_found_all_the_same(desk, conference, hall):
    make_session(conference, "09:00–10:00", rooms=[hall], day=FRIDAY, title={"en": "Left behind"})
    type(conference).objects.filter(pk=conference.pk).update(ends_on=THURSDAY)
    assert list(places(board_of(desk, day=FRIDAY.isoformat()))) == ["Left behind"]


def test_conflicts_stand_in_place_with_their_sentence_until_they_are_acknowledged(desk, conference, rooms):
    first = make_session(conference, "09:00–10:00", rooms=[rooms[0]], title={"en": "First"})
    second = make_session(conference, "09:30–10:30", rooms=[rooms[1]], title={"en": "Second"})
    make_appearance(second, make_appearance(first).participant)
    page = desk.get(BOARD, {"day": THURSDAY.isoformat()})
    classes = {card.title: card.classes for card in page.context["board"].cards}
    assert classes == {"First": "has-trouble", "Second": "has-trouble"}
    assert "is in “First” (09:00–10:00) and in “Second” (09:30–10:30) at the same time." in text_of(page)
    assert [tab.conflicts for tab in page.context["board"].tabs()] == [1, 0]
    (key,) = (conflict.key for conflict in page.context["board"].standing.open)
    acknowledge_conflict(conference.pk, key, reason="Known.", by=None)
    page = desk.get(BOARD, {"day": THURSDAY.isoformat()})
    # That nobody leads them is noted still, and holds nothing up.
    assert {card.title: card.classes for card in page.context["board"].cards} == dict.fromkeys(classes, "has-waiting")
    assert "at the same time" not in text_of(page)
    assert [tab.conflicts for tab in page.context["board"].tabs()] == [0, 0]


def test_a_conflict_of_the_early_morning_is_counted_on_the_venues_day(desk, conference, rooms):
    first = make_session(conference, "06:00–07:00", rooms=[rooms[0]], day=FRIDAY)
    second = make_session(conference, "06:30–07:30", rooms=[rooms[1]], day=FRIDAY)
    make_appearance(second, make_appearance(first).participant)
    assert [tab.conflicts for tab in board_of(desk).tabs()] == [0, 1]


def test_where_there_are_several_venues_each_room_says_its_own(desk, conference, hall):
    assert [column.detail for column in board_of(desk).columns] == [""]
    make_room(make_venue(conference, name={"en": "State Palace"}), name={"en": "Great Hall"}, seats_at_table=300)
    details = {column.name: column.detail for column in board_of(desk).columns}
    assert details["Great Hall"] == "State Palace · 300 seats"
    assert details["Conference Hall"] == str(hall.venue)


def test_a_protected_person_is_not_named_by_a_conflict(desk, conference, hall):
    session = make_session(conference, "09:00–10:00", rooms=[hall])
    person = make_participant(conference, visibility=Visibility.HIDDEN)
    make_appearance(session, person)
    times = [at(clock).replace(tzinfo=conference.zone) for clock in ("08:00", "12:00")]
    Unavailability.objects.create(participant=person, starts_at=times[0], ends_at=times[1])
    text = text_of(desk.get(BOARD, {"day": THURSDAY.isoformat()}))
    assert "Protected participant" in text
    assert person.family_name not in text


@pytest.mark.parametrize(("sessions", "rooms"), [(1, 1), (100, 12)])
def test_the_board_costs_the_same_for_one_and_for_a_hundred(
    desk, conference, django_assert_max_num_queries, sessions, rooms
):
    everywhere = make_participant(conference)
    halls = [make_hall(conference, name={"en": f"Hall {number}"}) for number in range(rooms)]
    for number in range(sessions):
        slot = number // rooms
        times = f"{8 + slot:02}:00–{8 + slot:02}:45"
        make_appearance(make_session(conference, times, rooms=[halls[number % rooms]], number=number), everywhere)
    desk.get(BOARD)
    with django_assert_max_num_queries(17):
        assert len(board_of(desk).cards) == sessions


def test_who_does_not_schedule_sees_the_board_without_handles(desk_of, conference, hall):
    make_session(conference, "09:00–10:00", rooms=[hall])
    make_session(conference, None)
    for role, is_moved in ((TeamRole.OBSERVER, False), (TeamRole.AGENDA, True)):
        html = desk_of(role).get(BOARD, {"day": THURSDAY.isoformat()}).content.decode()
        for handle in ("data-moves", "data-handle", "data-move=", "data-new", "board-keys"):
            assert (handle in html) is is_moved, (role, handle)


def test_only_the_conference_one_works_in_is_on_the_board(desk, conference, other_conference, hall):
    make_session(conference, "09:00–10:00", rooms=[hall], title={"en": "Ours"})
    make_session(other_conference, "09:00–10:00", title={"en": "Theirs"})
    board = board_of(desk)
    assert [str(card.session) for card in board.cards] == ["Ours"]
    assert [column.name for column in board.columns] == ["Conference Hall"]


def test_a_made_up_day_is_the_first_one_and_nothing_is_changed_by_looking(desk, conference, hall):
    session = make_session(conference, "09:00–10:00", rooms=[hall], type=SessionType.PRESS)
    for asked in ("", "nonsense", "1999-01-01"):
        assert board_of(desk, day=asked).day == conference.days()[0]
    version = session.version
    session.refresh_from_db()
    assert session.version == version
    for name in ("move", "create", "discard"):
        assert desk.get(reverse(f"admin:agenda_session_board_{name}")).status_code == 405
    assert desk.post(BOARD).status_code == 405
    assert isinstance(session.starts_at, datetime.datetime)

"""Sessions without a chair, too many for the room, beside what is for everybody."""

import uuid

import pytest

from agenda.models import ConflictKind as Kind
from agenda.models import SessionType
from tests.agenda.conflicts.programmes import chair, found, kinds, sitting, speaker


@pytest.mark.parametrize("kind", SessionType)
def test_sessions_that_are_led_need_a_chair_or_moderator(kind):
    led = {
        SessionType.OPENING,
        SessionType.PLENARY,
        SessionType.THEMATIC_PANEL,
        SessionType.PARALLEL,
        SessionType.CLOSING,
    }
    assert kinds(sitting("09:00–10:00", speaker(uuid.uuid4()), type=kind)) == [Kind.NO_CHAIR] * (kind in led)
    assert kinds(sitting("09:00–10:00", chair(uuid.uuid4()), type=kind)) == []


def test_a_chair_who_is_lacking_holds_nothing_back():
    (conflict,) = found(sitting("09:00–10:00", type=SessionType.PLENARY))
    assert not conflict.is_blocking


@pytest.mark.parametrize(
    ("capacity", "seats", "is_found"), [(40, 39, True), (40, 40, False), (None, 5, False), (40, None, False)]
)
def test_a_room_has_seats_for_all_who_may_enter(capacity, seats, is_found):
    assert kinds(sitting("09:00–10:00", capacity=capacity, seats=seats)) == [Kind.ROOM_TOO_SMALL] * is_found


@pytest.mark.parametrize(("beside", "is_found"), [("09:59–11:00", True), ("10:00–11:00", False)])
def test_nothing_is_held_beside_what_is_for_everybody(beside, is_found):
    everybody = sitting("09:00–10:00", is_whole_conference=True)
    assert kinds(everybody, sitting(beside)) == [Kind.WHOLE_CONFERENCE] * is_found


def test_what_is_for_everybody_is_named_first():
    beside, everybody = sitting("09:00–10:00"), sitting("09:30–10:00", is_whole_conference=True)
    (conflict,) = found(beside, everybody)
    assert conflict.sessions == (everybody.id, beside.id)


def test_a_briefing_may_be_held_in_the_coffee_break():
    coffee = sitting("09:00–10:00", is_whole_conference=True, type=SessionType.BREAK)
    assert kinds(coffee, sitting("09:00–10:00")) == []

"""The figures of the programme on the officer's first page."""

import pytest
from psycopg2.extras import DateTimeTZRange

from agenda.models import RoomBooking
from agenda.queries.counts import unpublished_changes
from agenda.states import AppearanceState
from tests.factories.agenda import make_appearance, make_hall, make_release, make_session
from tests.factories.conference import make_conference
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


def test_changes_are_counted_anew_when_anything_of_the_draft_changes():
    conference = make_conference()
    session, hall = make_session(conference), make_hall(conference)
    appearance = make_appearance(session, make_participant(conference))
    make_release(conference)
    assert unpublished_changes(conference) == 0

    appearance.move_to(AppearanceState.DECLINED, by=None)
    assert unpublished_changes(conference) == 1

    appearance.move_to(AppearanceState.CONFIRMED, by=None)
    assert unpublished_changes(conference) == 0

    during = DateTimeTZRange(session.starts_at, session.ends_at)
    booking = RoomBooking.objects.create(session=session, room=hall, during=during)
    assert unpublished_changes(conference) == 1

    make_release(conference)
    assert unpublished_changes(conference) == 0

    hall.name = {"en": "Another name"}
    hall.save()
    assert unpublished_changes(conference) == 1

    booking.delete()
    make_release(conference)
    assert unpublished_changes(conference) == 0


def test_nothing_is_built_while_nothing_changes(django_assert_num_queries):
    conference = make_conference()
    make_session(conference)
    assert unpublished_changes(conference) == 1

    with django_assert_num_queries(1):
        assert unpublished_changes(conference) == 1

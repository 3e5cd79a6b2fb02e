"""Two sessions are never in one room at one time, whoever writes: acts in a race, the database under raw SQL."""

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import ProtectedError

from agenda.actions.schedule import cancel_session, park_session, swap_sessions
from agenda.errors import AgendaError, LostUpdateError
from agenda.models import RoomBooking, Session
from tests.agenda.admin.forms import answers_of
from tests.factories.agenda import FRIDAY, make_hall, make_session
from tests.factories.conference import make_conference, make_officer
from tests.registration.admin.reading import text_of


def inserted(during: str, *, room, session, is_cancelled: bool = False) -> bool:
    """Whether the database takes a booking written past every act."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO agenda_roombooking (session_id, room_id, during, is_cancelled)"
                " VALUES (%s, %s, %s::tstzrange, %s)",
                [session.pk, room.pk, during, is_cancelled],
            )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        assert "room_is_booked_once_at_a_time" in str(error)  # noqa: PT017  nothing else may refuse
        return False
    return True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("during", "is_cancelled", "is_taken"),
    [
        ("[2019-06-20 12:00+08, 2019-06-20 13:00+08)", False, False),
        ("[2019-06-20 11:30+08, 2019-06-20 12:00+08)", False, False),
        ("[2019-06-20 12:29:59+08, 2019-06-20 13:00+08)", False, False),
        ("[2019-06-20 12:30+08, 2019-06-20 14:00+08)", False, True),
        ("[2019-06-20 09:00+08, 2019-06-20 11:00+08)", False, True),
        ("[2019-06-20 12:00+08, 2019-06-20 13:00+08)", True, True),
    ],
)
def test_the_database_takes_what_touches_or_is_cancelled_and_refuses_what_overlaps(during, is_cancelled, is_taken):
    conference = make_conference()
    hall = make_hall(conference)
    make_session(conference, "11:00–12:30", rooms=[hall])
    other = make_session(conference, None)
    assert inserted(during, room=hall, session=other, is_cancelled=is_cancelled) is is_taken


@pytest.mark.django_db
def test_a_cancelled_session_is_no_longer_in_the_way_even_of_raw_sql():
    conference = make_conference()
    hall = make_hall(conference)
    first, other = make_session(conference, "11:00–12:30", rooms=[hall]), make_session(conference, None)
    cancel_session(first.pk, by=None)
    assert inserted("[2019-06-20 11:00+08, 2019-06-20 12:30+08)", room=hall, session=other)


@pytest.mark.django_db
def test_an_overlap_is_borne_within_a_transaction_and_refused_at_its_end():
    """That is what lets two sessions swap; the act asks before, so that the refusal has words."""
    conference = make_conference()
    hall = make_hall(conference)
    first = make_session(conference, "09:00–10:00", rooms=[hall])
    second = make_session(conference, "11:00–12:30", rooms=[hall])
    with transaction.atomic(), connection.cursor() as cursor:
        RoomBooking.objects.filter(session=second).update(during=first.bookings.get().during)
        with pytest.raises(IntegrityError, match="room_is_booked_once"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    swap_sessions(first.pk, second.pk, by=None)
    assert first.bookings.get().during.lower > second.bookings.get().during.lower


@pytest.mark.django_db
def test_a_room_that_is_used_is_not_deleted_and_its_page_says_why(client):
    conference = make_conference()
    hall = make_hall(conference)
    make_session(conference, rooms=[hall])
    with pytest.raises(ProtectedError):
        hall.delete()
    client.force_login(make_officer(conference))
    url = f"/admin/conference/venue/{hall.venue_id}/change/"
    answers = answers_of(client.get(url)) | {"rooms-0-DELETE": "on", "_conference": str(conference.pk)}
    page = client.post(url, answers, follow=True)
    assert "would require deleting the following protected related objects" in text_of(page)
    assert type(hall).objects.filter(pk=hall.pk).exists()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What became of each, begun together on connections of their own."""
    ready, outcomes = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            ready.wait(timeout=10)
            act()
            outcomes.append("done")
        except AgendaError as error:
            outcomes.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_on_one_session_one_is_told_that_it_has_changed():
    session = make_session()
    seen = session.version
    acts = [lambda: park_session(session.pk, by=None, version=seen)] * 2
    assert at_once(*acts) == ["LostUpdateError", "done"]


@pytest.mark.django_db(transaction=True)
def test_two_swaps_of_the_same_pair_from_both_ends_neither_hang_nor_lose_a_room():
    conference = make_conference()
    hall = make_hall(conference)
    first = make_session(conference, "09:00–10:00", rooms=[hall])
    second = make_session(conference, "11:00–12:30", rooms=[hall])
    third = make_session(conference, "09:00–10:00", rooms=[hall], day=FRIDAY)
    pairs = [(first, second), (second, first), (second, third), (third, first)]
    swaps = [lambda a=a, b=b: swap_sessions(a.pk, b.pk, by=None) for a, b in pairs]
    assert at_once(*swaps) == ["done"] * 4
    held = set(Session.objects.values_list("starts_at", flat=True))
    assert held == {first.starts_at, second.starts_at, third.starts_at}
    assert RoomBooking.objects.count() == 3


@pytest.mark.django_db
def test_a_swap_of_what_was_seen_otherwise_is_refused():
    conference = make_conference()
    first, second = make_session(conference, "09:00–10:00"), make_session(conference, "11:00–12:30")
    with pytest.raises(LostUpdateError):
        swap_sessions(first.pk, second.pk, by=None, versions=(first.version, second.version + 1))
    with pytest.raises(AgendaError, match="with itself"):
        swap_sessions(first.pk, first.pk, by=None)

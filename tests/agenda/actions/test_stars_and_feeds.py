"""What a participant marks and where the own calendar is read; both are the person's alone, and follow a merge."""

import pytest

from agenda.actions.follow_merge import follow_merge, undo_follow
from agenda.actions.own_feed import renew_own_feed, revoke_own_feed
from agenda.actions.stars import star_session, unstar_session
from agenda.errors import NotPermittedError, SeatError
from agenda.models import Listing, OwnFeed, SeatBooking, SessionStar
from agenda.queries.own_data import own_appearances_data
from agenda.states import SeatState
from tests.factories.agenda import make_release, make_session
from tests.factories.conference import make_conference, make_user
from tests.factories.registration import make_participant
from tests.factories.seats import book, make_delegate, make_workshop

pytestmark = pytest.mark.django_db
S = SeatState


@pytest.fixture
def conference():
    return make_conference()


def of(person):
    return make_user(person.email)


def star(session, person):
    return star_session(session.pk, person.pk, by=of(person))


def test_a_session_is_starred_once_and_unstarred(conference):
    session, person = make_session(conference), make_delegate(conference)
    make_release(conference)
    assert star(session, person) == star(session, person)
    assert SessionStar.objects.get().release == 1
    unstar_session(session.pk, person.pk, by=of(person))
    unstar_session(session.pk, person.pk, by=of(person))
    assert not SessionStar.objects.exists()


def test_nobody_stars_what_they_may_not_know_of_nor_for_somebody_else(conference):
    draft, person = make_session(conference, "15:00–16:00"), make_participant(conference)
    with pytest.raises(SeatError):
        star(draft, person)
    hidden = make_session(conference, listing=Listing.PARTICIPANTS)
    make_release(conference)
    with pytest.raises(SeatError):
        star(hidden, person)
    assert star(hidden, make_delegate(conference))
    for act in (star_session, unstar_session):
        with pytest.raises(NotPermittedError):
            act(draft.pk, person.pk, by=make_user())


def test_the_address_of_a_calendar_is_kept_as_a_digest_alone_and_made_anew_or_revoked(conference):
    person = make_participant(conference)
    first = renew_own_feed(person.pk, by=of(person)).token
    assert (len(first), OwnFeed.objects.get().token) == (22, first)
    assert first not in str(OwnFeed.objects.values().get())
    second = renew_own_feed(person.pk, by=of(person)).token
    assert second not in {"", first}
    revoked = revoke_own_feed(person.pk, by=of(person))
    assert (revoked.token, revoked.digest) == ("", None)
    assert revoke_own_feed(person.pk, by=of(person)).revoked_at == revoked.revoked_at
    third = renew_own_feed(person.pk, by=of(person)).token
    assert third not in {"", first, second}
    for act in (renew_own_feed, revoke_own_feed):
        with pytest.raises(NotPermittedError):
            act(person.pk, by=make_user())


def test_with_another_key_of_the_site_the_address_is_not_shown_wrongly(conference, settings):
    person = make_participant(conference)
    renew_own_feed(person.pk, by=of(person))
    settings.SECRET_KEY = "another key of the site, made long enough"
    assert OwnFeed.objects.get().token == ""


def test_stars_and_seats_follow_a_merge_and_go_back_and_the_calendar_of_the_merged_is_closed(conference):
    session, other = make_session(conference, "15:00–16:00"), make_session(conference, "16:00–17:00")
    workshop = make_workshop(conference, 1)
    kept, merged = make_delegate(conference), make_delegate(conference)
    star(session, kept), star(session, merged), star(other, merged)
    seat = book(workshop, merged)
    renew_own_feed(merged.pk, by=of(merged))

    told = follow_merge(kept, merged, conference=conference, by=None)
    assert set(SessionStar.objects.filter(participant=kept).values_list("session", flat=True)) == {session.pk, other.pk}
    assert SeatBooking.objects.get().participant == kept
    assert OwnFeed.objects.get().token == ""

    undo_follow(kept, merged, told.rows)
    assert SessionStar.objects.get(participant=kept).session == session
    assert SessionStar.objects.filter(participant=merged).count() == 2
    assert SeatBooking.objects.get(pk=seat.pk).participant == merged


@pytest.mark.parametrize("is_kept_first", [True, False])
def test_of_two_seats_of_one_person_the_better_stays_and_the_other_goes_to_the_next(conference, is_kept_first):
    both = make_workshop(conference, 2)
    mixed = make_workshop(conference, 1, times="15:00–16:00")
    kept, merged, third = (make_delegate(conference) for _ in range(3))
    for person in (kept, merged) if is_kept_first else (merged, kept):
        book(both, person)
        book(mixed, person)
    next_one = book(both, third)

    follow_merge(kept, merged, conference=conference, by=None)
    held = SeatBooking.objects.in_force()
    assert sorted(held.filter(participant=kept).values_list("session", "state")) == sorted(
        [(both.pk, S.BOOKED), (mixed.pk, S.BOOKED)]
    )
    assert not held.filter(participant=merged).exists()
    assert SeatBooking.objects.get(pk=next_one.pk).state == S.BOOKED


def test_a_person_finds_stars_seats_and_calendar_among_the_own_data_without_the_address(conference):
    workshop, person = make_workshop(conference, 1), make_delegate(conference)
    star(workshop, person), book(workshop, person), book(workshop, make_delegate(conference))
    token = renew_own_feed(person.pk, by=of(person)).token
    found = {each.key: each.as_data() for each in own_appearances_data(person.pk, conference, of(person))}
    assert [each["session"] for each in found["stars"]] == ["Workshop"]
    assert [(each["session"], each["status"]) for each in found["seats"]] == [("Workshop", "booked")]
    assert len(found["own_calendar"]) == 1
    assert token not in str(found)

"""A participant's own calendar, read without signing in by whoever has its address: until it is revoked."""

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from agenda.actions.own_feed import renew_own_feed
from agenda.actions.schedule import cancel_session
from agenda.actions.stars import star_session
from agenda.models import Listing, OwnFeed, SeatBooking
from agenda.states import AppearanceState, SeatState
from registration.models import Registration
from registration.states import RegistrationState
from tests.factories.agenda import make_appearance, make_release, make_session
from tests.factories.conference import make_conference, make_user
from tests.factories.registration import make_participant
from tests.factories.seats import book, make_delegate, make_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(conference):
    return make_delegate(conference)


@pytest.fixture
def owner(person):
    client = Client()
    client.force_login(make_user(person.email))
    return client


def address_of(person):
    token = renew_own_feed(person.pk, by=make_user(person.email)).token
    return reverse("agenda-files:own-ics", args=[person.conference.slug, token])


def events(answer):
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(answer.content).events}


def star(session, person):
    return star_session(session.pk, person.pk, by=make_user(person.email))


def test_it_holds_what_one_speaks_in_has_booked_waits_for_and_has_starred_each_marked(conference, person, client):
    spoken = make_session(conference, "09:00–10:00", title={"en": "Spoken"})
    workshop = make_workshop(conference, 1, times="10:00–11:00", is_published=False)
    full = make_workshop(conference, 1, times="14:00–15:00", title={"en": "Full"}, is_published=False)
    starred = make_session(conference, "15:00–16:00", title={"en": "Starred"})
    make_session(conference, "16:00–17:00", title={"en": "Not mine"})
    make_release(conference)
    make_appearance(spoken, person)
    book(full, make_delegate(conference))
    book(workshop, person), book(full, person), star(starred, person), star(workshop, person)

    found = events(client.get(address_of(person)))

    assert {title: str(event["DESCRIPTION"]).splitlines()[0] for title, event in found.items()} == {
        "Spoken": "You speak in this session.",
        "Workshop": "Your seat is booked.",
        "Full": "You are on the waiting list for a seat.",
        "Starred": "You have starred this session.",
    }
    assert {title: str(event["TRANSP"]) for title, event in found.items()} == {
        "Spoken": "OPAQUE",
        "Workshop": "OPAQUE",
        "Full": "TRANSPARENT",
        "Starred": "TRANSPARENT",
    }


def test_an_entry_is_the_one_of_the_public_file(conference, person, client):
    session = make_session(conference)
    make_release(conference)
    star(session, person)
    public = Calendar.from_ical(client.get(reverse("agenda-files:ics", args=[conference.slug])).content).events[0]
    own = events(client.get(address_of(person)))[str(public["SUMMARY"])]
    for name in ("UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "URL", "STATUS"):
        assert own[name] == public[name], name


def test_what_one_may_know_of_is_asked_at_each_reading(conference, person, client):
    session = make_session(conference, listing=Listing.PARTICIPANTS, title={"en": "Among participants"})
    make_release(conference)
    star(session, person)
    url = address_of(person)
    entry = events(client.get(url))["Among participants"]
    assert f"/me/agenda/sessions/{session.pk}/" in str(entry["URL"])
    own = Registration.objects.filter(participant=person)
    own.update(state=RegistrationState.UNDER_REVIEW)
    assert events(client.get(url)) == {}
    own.update(state=RegistrationState.REGISTERED)
    assert len(events(client.get(url))) == 1
    own.update(state=RegistrationState.WITHDRAWN)
    assert events(client.get(url)) == {}


def test_of_who_has_left_it_is_empty_though_the_public_knows_the_session(conference, person, client):
    session = make_session(conference, title={"en": "Youth"})
    make_release(conference)
    star(session, person)
    url = address_of(person)
    assert list(events(client.get(url))) == ["Youth"]
    Registration.objects.filter(participant=person).update(state=RegistrationState.WITHDRAWN)
    answer = client.get(url)
    assert (answer.status_code, events(answer)) == (200, {})


def test_it_follows_the_release_and_says_what_is_cancelled(conference, person, client):
    session = make_session(conference, title={"en": "Youth"})
    make_release(conference)
    star(session, person)
    url = address_of(person)
    cancel_session(session.pk, by=None)
    assert list(events(client.get(url))) == ["Youth"]
    make_release(conference)
    assert list(events(client.get(url))) == ["Cancelled: Youth"]


def test_a_revoked_a_renewed_and_an_unknown_address_are_dead_at_once_and_alike(conference, person, owner, client):
    make_session(conference)
    make_release(conference)
    own = reverse("agenda:own-calendar", args=[conference.slug])
    assert "You have no address at present" in owner.get(own).content.decode()
    owner.post(reverse("agenda:own-calendar-renew", args=[conference.slug]), {"person": str(person.pk)})
    first = reverse("agenda-files:own-ics", args=[conference.slug, OwnFeed.objects.get().token])
    assert first in owner.get(own).content.decode()
    answer = client.get(first)
    assert (answer.status_code, answer["Cache-Control"], answer["Content-Type"]) == (
        200,
        "private, no-store",
        "text/calendar; charset=utf-8",
    )
    assert "sessionid" not in answer.cookies

    owner.post(reverse("agenda:own-calendar-renew", args=[conference.slug]), {"person": str(person.pk)})
    second = reverse("agenda-files:own-ics", args=[conference.slug, OwnFeed.objects.get().token])
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)

    owner.post(reverse("agenda:own-calendar-revoke", args=[conference.slug]), {"person": str(person.pk)})
    assert client.get(second).status_code == 404
    never = reverse("agenda-files:own-ics", args=[conference.slug, "x" * 22])
    tokens = {url: url.rpartition("/")[2] for url in (second, never)}
    revoked, unknown = (client.get(url).content.decode().replace(token, "…") for url, token in tokens.items())
    assert revoked == unknown
    assert second not in owner.get(own).content.decode()


@pytest.mark.parametrize(("before", "after"), [("", "new"), ("former", "new"), ("former", "")])
def test_with_another_private_office_the_address_is_dead_at_once_and_the_page_says_so(
    conference, person, owner, client, before, after
):
    before, after = (f"{each}@office.example" if each else "" for each in (before, after))
    person.office_email = before
    person.save()
    url, own = address_of(person), reverse("agenda:own-calendar", args=[conference.slug])
    assert client.get(url).status_code == 200
    person.refresh_from_db()
    person.office_email = after
    person.save()
    assert client.get(url).status_code == 404
    page = owner.get(own).content.decode()
    assert "The address that you had is no longer valid. Please make another one." in page
    assert url not in page
    renewed = address_of(person)
    assert (client.get(url).status_code, client.get(renewed).status_code) == (404, 200)
    assert renewed in owner.get(own).content.decode()


def test_with_a_new_name_or_telephone_the_address_stays(person, client):
    person.office_email = "office@office.example"
    person.save()
    url = address_of(person)
    person.refresh_from_db()
    person.family_name, person.phone = "Newname", "+976 11 223344"
    person.save()
    assert client.get(url).status_code == 200


def test_the_address_to_follow_online_is_not_in_it_and_after_regrets_nothing_is(conference, person, client):
    session = make_session(conference, title={"en": "Youth"}, is_hybrid=True, link="https://follow.example/youth")
    make_release(conference)
    appearance = make_appearance(session, person)
    url = address_of(person)
    answer = client.get(url)
    assert list(events(answer)) == ["Youth"]
    assert b"follow.example" not in answer.content
    appearance.move_to(AppearanceState.DECLINED, by=None, reason="Other engagements")
    assert events(client.get(url)) == {}


def test_the_address_of_one_conference_opens_nothing_in_another(conference, person, client):
    elsewhere = make_conference(slug="elsewhere-2019")
    url = address_of(person).replace(conference.slug, elsewhere.slug)
    assert client.get(url).status_code == 404


def test_nobody_makes_or_revokes_the_calendar_of_somebody_else(conference, person, owner, client):
    address_of(person)
    other = make_participant(conference)
    for name in ("agenda:own-calendar-renew", "agenda:own-calendar-revoke"):
        url = reverse(name, args=[conference.slug])
        assert owner.post(url, {"person": str(other.pk)}).status_code == 404
        assert owner.get(url).status_code == 405
        assert client.post(url, {"person": str(person.pk)}).status_code == 302
    assert OwnFeed.objects.get().digest


def test_it_is_in_the_language_asked_for_or_in_the_persons(conference, client):
    person = make_delegate(conference, language="mn")
    session = make_session(conference, title={"en": "Youth", "mn": "Залуучууд"})
    make_release(conference)
    star(session, person)
    url = address_of(person)
    assert list(events(client.get(url))) == ["Залуучууд"]
    assert list(events(client.get(url, {"lang": "en"}))) == ["Youth"]


@pytest.mark.parametrize("count", [1, 60])
def test_it_costs_the_same_for_one_session_and_for_many(
    conference, person, client, count, django_assert_max_num_queries
):
    for number in range(count):
        times = f"{8 + number // 10:02}:{number % 10 * 5:02}–23:00"
        session = make_workshop(conference, 1, times=times, title={"en": f"No. {number}"}, is_published=False)
        SeatBooking.objects.create(session=session, participant=person, state=SeatState.WAITING, turn=1)
    make_release(conference)
    url = address_of(person)
    with django_assert_max_num_queries(12):
        assert len(events(client.get(url))) == count

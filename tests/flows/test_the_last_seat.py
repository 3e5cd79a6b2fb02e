"""Fifty participants press “Book a seat” in the same moment, and one is left: through the pages, not past them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from agenda.models import SeatBooking
from agenda.states import SeatState
from tests.factories.conference import make_conference, make_user
from tests.factories.seats import make_delegate, make_workshop

PARTICIPANTS = 50


@pytest.fixture
def workshop(transactional_db):
    return make_workshop(make_conference(), 1)


def browser_of(person):
    client = Client()
    client.force_login(make_user(person.email))
    return client


def test_one_of_fifty_gets_the_last_seat_and_the_next_has_it_when_it_is_given_back(workshop):
    conference = workshop.conference
    url = reverse("agenda:choose", args=[conference.slug])
    forms = [(browser_of(person), person) for person in [make_delegate(conference) for _ in range(PARTICIPANTS)]]
    together = Barrier(PARTICIPANTS)

    def press(form):
        client, person = form
        together.wait()
        try:
            return client.post(url, {"book": str(workshop.pk), "person": str(person.pk)}, follow=True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PARTICIPANTS) as pool:
        pages = [answer.content.decode() for answer in pool.map(press, forms)]

    assert sum("Your seat in “Workshop” is booked." in page for page in pages) == 1
    assert sum("You are number" in page for page in pages) == PARTICIPANTS - 1
    first, second = SeatBooking.objects.order_by("turn")[:2]
    assert (first.state, second.state) == (SeatState.BOOKED, SeatState.WAITING)

    (holder,) = [client for client, person in forms if person.pk == first.participant_id]
    holder.post(url, {"give-back": str(workshop.pk), "person": str(first.participant_id)})
    assert SeatBooking.objects.booked().get() == second

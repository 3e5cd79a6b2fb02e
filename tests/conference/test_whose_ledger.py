"""A code stands in a conference's ledger only if the address is known there: none learns of another's people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conference.correspondence.models import OutgoingMessage
from conference.registry import registry
from tests.factories.conference import make_conference
from tests.factories.registration import make_delegation, make_focal_point, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return make_conference(slug="here")


@pytest.fixture
def elsewhere():
    return make_conference(slug="elsewhere")


def ask(client, conference, address):
    client.post(f"{reverse('accounts:sign-in')}?conference={conference.slug}", {"email": address})
    return OutgoingMessage.objects.get()


def test_a_person_of_this_conference_stands_in_its_ledger(client, here, elsewhere):
    message = ask(client, here, make_participant(here).email)
    assert message.conference == here
    assert message.subject.endswith(str(here.short_title))


def test_a_person_of_another_conference_stands_in_no_ledger(client, here, elsewhere):
    message = ask(client, here, make_participant(elsewhere).email)
    assert message.conference is None
    assert message.subject == "Your code – Plenary"
    assert not any(str(known.short_title) in message.text + message.html for known in (here, elsewhere))


def test_a_focal_point_is_known_to_the_conference_of_the_delegation(here, elsewhere):
    focal_point = make_focal_point(make_delegation(elsewhere))
    assert registry.is_known_address(focal_point.email, elsewhere)
    assert not registry.is_known_address(focal_point.email, here)
    assert registry.is_known_address(focal_point.email)
    focal_point.ended_at = timezone.now()
    focal_point.save()
    assert not registry.is_known_address(focal_point.email, elsewhere)


def test_it_costs_the_same_to_know_an_address_and_not_to(here):
    def queries(address):
        with CaptureQueriesContext(connection) as asked:
            registry.is_known_address(address, here)
        return len(asked)

    focal_point = make_focal_point(make_delegation(here))
    known = (make_participant(here).email, focal_point.email)
    assert {queries(address) for address in (*known, "stranger@people.example")} == {1}

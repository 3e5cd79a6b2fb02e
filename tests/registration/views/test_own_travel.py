"""Travel and visa of one's own, after registering."""

import pytest
from django.urls import reverse

from registration.models import Particular, Passport, Route, Travel
from registration.states import RegistrationState as S
from tests.factories.registration import make_category, make_registration

ALICE = "alice@dialogue.example"
PASSPORT = {
    "travel-passport_name": "ALICE EXAMPLE",
    "travel-passport_number": "P1234567",
    "travel-passport_issuer": "CA",
    "travel-passport_expires_on": "2025-01-01",
}


@pytest.fixture
def alice(conference):
    category = make_category(conference, Route.INVITATION, asks=[Particular.TRAVEL])
    return make_registration(S.REGISTERED, conference, category=category, person={"email": ALICE})


def url_of(registration):
    return reverse("registration:own-travel", args=[registration.conference.slug, registration.pk])


def test_who_is_asked_for_travel_finds_it_on_the_own_page_and_tells_it(alice, signed_in_as):
    client = signed_in_as(ALICE)
    assert url_of(alice) in client.get(reverse("registration:own", args=[alice.conference.slug])).content.decode()
    said = {"travel-needs_visa_support": "no", "travel-arrives_at": "2019-06-19T14:30", "travel-hotel": "Steppe"}
    text = client.post(url_of(alice), said, follow=True).content.decode()
    assert "Thank you. What you entered is saved." in text
    travel = Travel.objects.get()
    assert travel.arrives_at is not None
    assert (travel.hotel, travel.arrives_at.isoformat()) == ("Steppe", "2019-06-19T06:30:00+00:00")
    assert 'value="2019-06-19T14:30"' in client.get(url_of(alice)).content.decode()


def test_what_the_secretariat_granted_stays(alice, signed_in_as):
    Travel.objects.create(registration=alice, sponsored_ticket=True, version=3)
    said = {"travel-needs_visa_support": "no", "travel-hotel": "Steppe", "seen_version": "3"}
    signed_in_as(ALICE).post(url_of(alice), said)
    travel = Travel.objects.get()
    assert (travel.sponsored_ticket, travel.hotel, travel.version) == (True, "Steppe", 4)


def test_the_passport_is_asked_once_a_visa_is_needed_and_deleted_when_it_is_not(alice, signed_in_as):
    client = signed_in_as(ALICE)
    asked = client.post(url_of(alice), {"travel-needs_visa_support": "yes"}).content.decode()
    assert "Passport number" in asked
    assert not Passport.objects.exists()
    client.post(url_of(alice), {"travel-needs_visa_support": "yes"} | PASSPORT)
    assert Passport.objects.get().number == "P1234567"
    client.post(url_of(alice), {"travel-needs_visa_support": "no", "seen_version": "1"})
    assert not Passport.objects.exists()


OFFICE = "office@ministry.example"


@pytest.mark.parametrize("reader", [ALICE, OFFICE])
def test_a_passport_is_never_shown_again_and_stays_until_another_is_given(reader, alice, signed_in_as):
    alice.participant.office_email = OFFICE
    alice.participant.save()
    Travel.objects.create(registration=alice, needs_visa_support=True)
    Passport.objects.create(registration=alice, name="ALICE", number="P1234567", issuer="CA", expires_on="2025-01-01")
    client = signed_in_as(reader)
    page = client.get(url_of(alice)).content.decode()
    assert "whose number ends with 4567" in page
    for word in ("P1234567", "ALICE", "2025-01-01"):
        assert word not in page
    empty = dict.fromkeys(PASSPORT, "")
    said = {"travel-needs_visa_support": "yes", "travel-hotel": "Steppe", "seen_version": "1"}
    client.post(url_of(alice), said | empty)
    assert (Travel.objects.get().hotel, Passport.objects.get().number) == ("Steppe", "P1234567")
    half = said | empty | {"travel-passport_number": "X7654321", "seen_version": "2"}
    assert "Enter the name as it stands in the passport" in client.post(url_of(alice), half).content.decode()
    assert Passport.objects.get().number == "P1234567"
    client.post(url_of(alice), said | PASSPORT | {"travel-passport_number": "X7654321", "seen_version": "2"})
    assert (Passport.objects.get().number, Passport.objects.get().name) == ("X7654321", "ALICE EXAMPLE")


def test_of_a_short_number_not_even_the_end_is_told():
    assert Passport(number="1234567").end_of_number == "…"


def test_what_the_office_told_meanwhile_is_not_overwritten_unseen(alice, signed_in_as):
    client = signed_in_as(ALICE)
    seen = client.get(url_of(alice)).context["seen_version"]
    Travel.objects.create(registration=alice, hotel="Chosen by the office")
    said = {"travel-needs_visa_support": "no", "travel-hotel": "Steppe"}
    told = client.post(url_of(alice), said | {"seen_version": str(seen)})
    assert "changed in another window or on another device" in told.content.decode()
    assert Travel.objects.get().hotel == "Chosen by the office"
    client.post(url_of(alice), said | {"seen_version": str(told.context["seen_version"])})
    assert Travel.objects.get().hotel == "Steppe"


def test_it_is_not_there_for_others_nor_where_it_is_not_asked(conference, alice, signed_in_as):
    assert signed_in_as("mallory@elsewhere.example").get(url_of(alice)).status_code == 404
    other = make_registration(S.SUBMITTED, conference, person={"email": ALICE})
    assert signed_in_as(ALICE).get(url_of(other)).status_code == 404

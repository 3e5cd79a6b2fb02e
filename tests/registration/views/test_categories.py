import datetime

import pytest
from django.test import Client
from django.urls import reverse

from conference.models import Conference
from registration.models import Route
from registration.states import RegistrationState
from tests.factories.conference import ULAANBAATAR, set_clock
from tests.factories.registration import make_category, make_registration


def page_of(client: Client, conference: Conference) -> str:
    response = client.get(reverse("registration:categories", args=[conference.slug]))
    assert response.status_code == 200
    return response.content.decode()


def test_each_way_to_take_part_says_its_route_and_until_when(client, conference):
    make_category(conference, Route.NOMINATION)
    make_category(conference, Route.INVITATION)
    make_category(conference, Route.APPLICATION)

    text = page_of(client, conference)

    assert "Registration (by nomination or application)" in text
    assert "open until Friday, 14 June, 18:00" in text
    assert reverse("registration:designate", args=[conference.slug]) in text
    assert "Kindly open the link in the letter of invitation" in text
    assert reverse("registration:form", args=[conference.slug, "civil-society"]) in text


def test_a_full_category_is_said_to_be_full_and_offers_no_form(client, conference):
    category = make_category(conference, Route.APPLICATION, places=1)
    make_registration(RegistrationState.REGISTERED, conference, category=category)

    text = page_of(client, conference)

    assert "All places in this category are taken." in text
    assert reverse("registration:form", args=[conference.slug, category.slug]) not in text


def test_a_closed_category_says_since_when(client, conference):
    category = make_category(conference, Route.APPLICATION)
    set_clock(conference, datetime.datetime(2019, 6, 15, 9, 0, tzinfo=ULAANBAATAR))

    text = page_of(client, conference)

    assert "closed on Friday, 14 June, 18:00" in text
    assert reverse("registration:form", args=[conference.slug, category.slug]) not in text


def test_what_the_secretariat_registers_on_the_spot_is_nobody_elses_business(client, conference):
    make_category(conference, Route.ON_THE_SPOT)

    assert "Host country staff" not in page_of(client, conference)


def test_a_conference_without_categories_says_what_will_be_here(client, conference):
    assert "The ways to take part will stand here" in page_of(client, conference)


@pytest.mark.parametrize("name", ["categories", "privacy", "designated", "regretted"])
def test_public_pages_set_no_cookie_and_read_no_session(name, client, conference):
    client.cookies["sessionid"] = "whatever"

    response = client.get(reverse(f"registration:{name}", args=[conference.slug]))

    assert response.status_code == 200
    assert response["Cache-Control"].startswith("public")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_an_opening_a_closing_and_a_last_place_show_at_once(client, conference):
    category = make_category(conference, Route.APPLICATION, places=1)
    form = reverse("registration:form", args=[conference.slug, category.slug])
    assert form in page_of(client, conference)

    registration = make_registration(RegistrationState.REGISTERED, conference, category=category)
    assert "All places in this category are taken." in page_of(client, conference)
    registration.delete()
    assert form in page_of(client, conference)
    set_clock(conference, datetime.datetime(2019, 6, 15, 9, 0, tzinfo=ULAANBAATAR))
    assert "closed on Friday, 14 June, 18:00" in page_of(client, conference)

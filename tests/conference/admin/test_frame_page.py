"""The page on which a conference is made out of the frame of another."""

import pytest
from django.test import Client
from django.urls import reverse

from conference.admin.current import FORM_FIELD
from conference.models import Conference, TeamRole
from tests.factories.agenda import make_session
from tests.factories.conference import make_conference, make_officer
from tests.factories.registration import make_category

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def desk(conference):
    client = Client()
    client.force_login(make_officer(conference, TeamRole.COORDINATOR))
    return client


def form_of(conference, **changes):
    return {
        FORM_FIELD: str(conference.pk),
        "title_mn": "",
        "title_en": "The next conference",
        "short_title_en": "Next",
        "slug": "the-next",
        "starts_on": "2020-06-18",
        "ends_on": "2020-06-19",
        "time_zone": conference.time_zone,
        "parts": ["venues", "categories", "sessions"],
        **changes,
    }


def url_of(conference):
    return reverse("admin:conference_conference_frame", args=[conference.pk])


def test_the_preview_tells_counts_and_days_and_makes_nothing(desk, conference):
    make_category(conference)
    make_session(conference)
    page = desk.post(url_of(conference), form_of(conference, preview="1")).text
    assert "What would be made" in page
    assert "18–19 June 2020" in page
    assert "Make the conference" in page
    assert "Sessions, without anybody who speaks" in page
    assert Conference.objects.count() == 1


def test_the_conference_is_made_is_not_public_and_is_the_one_that_one_works_in(desk, conference):
    make_session(conference)
    answer = desk.post(url_of(conference), form_of(conference, copy="1"), follow=True)
    made = Conference.objects.get(slug="the-next")
    assert "you are its co-ordinator" in answer.text
    assert (str(made), made.is_public, made.sessions.count()) == ("Next", False, 1)
    assert f'value="{made.pk}"' in answer.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"slug": "admin"}, "is an address of the site itself"),
        ({"ends_on": "2020-06-01"}, "The last day cannot be before the first."),
        ({"parts": ["sessions"]}, "please take both, or neither."),
        ({"title_en": ""}, "Give the title, in one language at least"),
        ({"time_zone": "Nowhere"}, "is no time zone"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(desk, conference, changes, said):
    page = desk.post(url_of(conference), form_of(conference, copy="1", **changes)).text
    assert said in page
    assert Conference.objects.count() == 1


def test_an_address_that_is_taken_is_refused(desk, conference):
    desk.post(url_of(conference), form_of(conference, copy="1", slug=conference.slug))
    assert Conference.objects.count() == 1


@pytest.mark.parametrize("count", [1, 100])
def test_the_preview_costs_the_same_for_one_session_and_for_a_hundred(
    desk, conference, count, django_assert_max_num_queries
):
    for number in range(count):
        make_session(conference, None, number=number + 1)
    with django_assert_max_num_queries(45):
        desk.post(url_of(conference), form_of(conference, preview="1"))

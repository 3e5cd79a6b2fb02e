"""On the own page: the place on the waiting list where it is told, and asking for a review."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from conference.models import TeamRole
from registration.actions.decide import decline_application, take_up
from registration.models import RegistrationTransition, ReviewRequest, Route
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.registration import make_category, make_registration
from tests.registration.admin.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference()


def browser_of(registration):
    client = Client()
    client.force_login(make_user(registration.participant.email))
    return client


def declined(conference):
    row = make_registration(S.UNDER_REVIEW, conference)
    return decline_application(row.pk, reason="All places are taken.", by=make_officer(conference))


def review_url(row):
    return reverse("registration:own-review", args=[row.conference.slug, row.pk])


def test_who_was_declined_asks_for_a_review_and_sees_that_it_is_asked(conference):
    row = declined(conference)
    carol = browser_of(row)
    own = reverse("registration:own", args=[conference.slug])
    assert review_url(row) in carol.get(own).content.decode()
    assert "You may ask until" in text_of(carol.get(review_url(row)))
    assert "All places are taken." in text_of(carol.get(review_url(row))), "it is written against what was decided"
    page = carol.post(review_url(row), {"words": "The mandate was misread."}, follow=True)
    assert ReviewRequest.objects.get().words == "The mandate was misread."
    assert "You have asked for a review" in text_of(page)
    assert review_url(row) not in page.content.decode()


def test_without_words_the_form_says_so_and_keeps_nothing(conference):
    row = declined(conference)
    page = browser_of(row).post(review_url(row), {"words": " "})
    assert "Please say what should be looked at again." in text_of(page)
    assert not ReviewRequest.objects.exists()


def test_when_the_time_is_over_one_is_told(conference):
    row = declined(conference)
    RegistrationTransition.objects.filter(registration=row, target=S.DECLINED).update(
        at=row.state_since - datetime.timedelta(days=12)
    )
    carol = browser_of(row)
    assert "can no longer be asked for" in text_of(carol.get(review_url(row), follow=True))
    page = carol.post(review_url(row), {"words": "Late."})
    assert "The time within which a review could be asked for is over." in text_of(page)


def test_another_persons_is_not_there(conference):
    row = declined(conference)
    other = browser_of(make_registration(S.SUBMITTED, conference))
    assert other.get(review_url(row)).status_code == 404


def test_the_place_on_the_waiting_list_is_told_where_the_category_says_so(conference):
    category = make_category(conference, Route.APPLICATION, tells_waiting_position=True)
    row = make_registration(S.WAITLISTED, conference, category=category, track=Track.APPLICATION)
    page = browser_of(row).get(reverse("registration:own", args=[conference.slug]))
    assert "You are number 1 of 1 on the waiting list." in text_of(page)


def test_the_desk_reads_that_a_review_is_asked_for_until_somebody_takes_it_up(conference, client):
    row = declined(conference)
    browser_of(row).post(review_url(row), {"words": "The mandate was misread."})
    officer = make_officer(conference, TeamRole.REGISTRATION)
    client.force_login(officer)
    desk = reverse("admin:registration_registration_change", args=[row.pk])
    page = client.get(desk)
    assert page.context["standing"] == "A review is asked for; an officer who was not involved takes it up."
    asked = page.context["history_entries"][0]
    assert (asked["text"], asked["actor"], asked["tone"]) == ("A review was asked for", "the participant", "waiting")
    assert [section["title"] for section in page.context["sections"]][:2] == ["Participation", "Request for review"]
    take_up(row.pk, by=officer)
    assert client.get(desk).context["standing"] == "Waits for the Secretariat's decision."

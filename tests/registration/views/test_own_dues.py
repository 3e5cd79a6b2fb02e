"""What is asked of oneself by a day of its own: the photograph, arrival and departure; and what was told of them."""

import pytest
from django.urls import reverse

from conference.models import Conference
from registration.models import DocumentKind, Registration, Route, Travel
from registration.queries.due import own_dues
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.conference import set_clock
from tests.factories.registration import make_category, make_document, make_registration

ALICE = "alice@dialogue.example"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def own_url(conference: Conference) -> str:
    return reverse("registration:own", args=[conference.slug])


def of_alice(conference: Conference, state: S, *, person=None, **changes) -> Registration:
    return make_registration(state, conference, person={"email": ALICE} | (person or {}), **changes)


@pytest.mark.parametrize(
    ("now", "sentences"),
    [
        ("2019-06-09T09:00:00+08:00", ["by Monday, 10 June", "by Wednesday, 12 June"]),
        ("2019-06-11T09:00:00+08:00", ["was due by Monday, 10 June; it is still welcome", "by Wednesday, 12 June"]),
    ],
)
def test_photograph_and_travel_are_asked_by_the_day_set_for_each(now, sentences, conference, signed_in_as):
    Conference.objects.update(photographs_by="2019-06-10", travel_by="2019-06-12")
    set_clock(conference, now)
    category = make_category(conference, Route.INVITATION, asks=["photograph", "travel"])
    registration = of_alice(conference, S.REGISTERED, category=category)
    client = signed_in_as(ALICE)
    todo = client.get(own_url(conference)).context["own"].single.todo
    assert [item["by_text"] for item in todo] == sentences
    assert [item["url"].rsplit("/", 2)[1] for item in todo] == ["files", "travel"]
    travel = reverse("registration:own-travel", args=[conference.slug, registration.pk])
    assert "Kindly tell us by Wednesday, 12 June;" in client.get(travel).content.decode()
    make_document(registration, DocumentKind.PHOTOGRAPH)
    Travel.objects.create(registration=registration, arrives_at="2019-06-19T06:00:00Z")
    assert client.get(own_url(conference)).context["own"].single.todo == []


def test_who_takes_part_online_is_asked_for_no_arrival_and_a_needed_photograph_also_without_a_day(
    conference, signed_in_as
):
    Conference.objects.update(travel_by="2019-06-12")
    category = make_category(conference, Route.INVITATION, asks=["photograph", "travel"], requires=["photograph"])
    of_alice(conference, S.REGISTERED, category=category, person={"modality": "online"})
    todo = signed_in_as(ALICE).get(own_url(conference)).context["own"].single.todo
    assert [(item["text"], item["by_text"]) for item in todo] == [("Send your photograph", "")]


def test_who_has_withdrawn_owes_nothing(conference):
    Conference.objects.update(photographs_by="2019-06-10", travel_by="2019-06-12")
    category = make_category(conference, Route.INVITATION, asks=["photograph", "travel"])
    assert own_dues(of_alice(conference, S.WITHDRAWN, category=category, track=Track.NOMINATION)) == []


def test_the_page_shows_the_journey_that_was_told(conference, signed_in_as):
    category = make_category(conference, Route.INVITATION, asks=["travel", "documents"])
    registration = of_alice(conference, S.REGISTERED, category=category)
    client = signed_in_as(ALICE)
    text = client.get(own_url(conference)).content.decode()
    assert "You have told us nothing of your journey yet." in text
    assert "You have sent nothing yet." in text
    Travel.objects.create(registration=registration, arrives_at="2019-06-19T06:00:00Z", arrival_flight="XX 104")
    text = client.get(own_url(conference)).content.decode()
    assert "Wednesday, 19 June, 14:00" in text
    assert "XX 104" in text

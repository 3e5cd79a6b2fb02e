"""Pages whose cost is tried nowhere else: as many queries for two sessions, speakers and documents as for thirty."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agenda.models import InterpreterTeam, Release, Session, Unavailability
from agenda.states import AppearanceState
from conference.models import Conference, TeamRole, Topic
from registration.models import Visibility
from registration.states import RegistrationState
from tests.factories.agenda import make_appearance, make_release, make_session
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.documents import make_document
from tests.factories.registration import make_participant, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference() -> Conference:
    return make_conference()


@pytest.fixture
def first(conference: Conference) -> Session:
    """The session that all documents are of."""
    topic = Topic.objects.create(conference=conference, name={"en": "Youth"})
    return make_session(conference, "08:00–08:30", topic=topic, title={"en": "First"})


def hours_of(number: int) -> str:
    begins, ends = (f"{9 + place // 12:02}:{place % 12 * 5:02}" for place in (number, number + 1))
    return f"{begins}–{ends}"


def grow(first: Session, numbers: range) -> None:
    """More sessions under the topic, each with a speaker, a document, a time of absence and a team; then a release."""
    held, away = first.conference, datetime.timedelta(days=9)
    for number in numbers:
        session = make_session(held, hours_of(number), topic=first.topic, title={"en": f"Session {number}"})
        person = make_participant(held, family_name=f"Alike{number}", visibility=Visibility.LISTED)
        make_appearance(session, person, state=AppearanceState.CONFIRMED)
        make_document(held, sessions=(first, session), title={"en": f"Paper {number}"})
        InterpreterTeam.objects.create(conference=held, name=f"Team {number}", languages=["en", "mn"])
        begins: Any = session.starts_at
        Unavailability.objects.create(participant=person, starts_at=begins - 2 * away, ends_at=begins - away)
    make_release(held)


def pages_of(first: Session) -> Iterator[str]:
    held, releases = first.conference, Release.objects.order_by("number")
    yield reverse("agenda:changes", args=[held.slug])
    yield reverse("agenda:topic", args=[held.slug, first.topic_id])
    yield reverse("agenda:speakers", args=[held.slug])
    yield reverse("agenda:session", args=[held.slug, first.pk])
    yield reverse("agenda:own-session", args=[held.slug, first.pk])
    other = Session.objects.exclude(pk=first.pk).earliest("starts_at")
    yield f"{reverse('admin:agenda_session_swap', args=[first.pk])}?with={other.pk}"
    yield f"{reverse('admin:agenda_session_speaker', args=[other.pk])}?q=alike"
    yield reverse("admin:agenda_session_change", args=[first.pk])
    yield reverse("admin:agenda_unavailability_changelist")
    yield reverse("admin:agenda_interpreterteam_changelist")
    yield reverse("admin:agenda_conferencedocument_change", args=[held.documents.earliest("created_at").pk])
    old, new = releases[:2]
    yield f"{reverse('admin:agenda_release_compare')}?old={old.pk}&new={new.pk}"
    yield reverse("admin:agenda_release_restore", args=[old.pk])


def costs(clients: dict[str, Client], first: Session) -> dict[str, int]:
    """Queries of each page, once it has been seen and the edition is another one."""
    found = {}
    for url in pages_of(first):
        client = clients["desk"] if url.startswith("/admin/") else clients["own" if "/me/" in url else "public"]
        client.get(url)
        Topic.objects.update(position=0)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200, url
        found[url.partition("?")[0]] = len(asked)
    return found


def test_no_page_costs_more_queries_the_more_there_is(conference: Conference, first: Session) -> None:
    registration = make_registration(RegistrationState.REGISTERED, conference)
    clients = {"public": Client(), "own": Client(), "desk": Client()}
    clients["own"].force_login(make_user(registration.participant.email))
    clients["desk"].force_login(make_officer(conference, TeamRole.AGENDA))
    make_release(conference)
    grow(first, range(2))
    for_two = costs(clients, first)
    grow(first, range(2, 30))
    assert costs(clients, first) == for_two

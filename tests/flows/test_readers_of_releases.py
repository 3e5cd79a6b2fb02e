"""Releases follow each other while everybody reads: each answer shows one of them, whole."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from agenda.actions.describe import describe_session
from agenda.actions.release import release_agenda
from agenda.models import Session
from conference.views.rendered_once import Editions
from tests.factories.agenda import at, make_hall, make_release, make_session
from tests.factories.conference import make_conference

READERS = 10
RELEASES = 6
FILES = ("ics", "json", "xml")


@pytest.fixture
def sessions(transactional_db, monkeypatch):
    monkeypatch.setattr("conference.views.rendered_once.editions", Editions())
    conference = make_conference()
    hall = make_hall(conference)
    begins = (at(f"{hour:02}:00").strftime("%H:%M") for hour in range(9, 15))
    made = [make_session(conference, f"{hour}–{hour[:2]}:50", rooms=[hall], title=titled(0)) for hour in begins]
    make_release(conference)
    return made


def titled(number):
    return dict.fromkeys(("en", "ru", "mn"), f"Marked-{number}-so")


def publish(sessions):
    """Six releases, each with every session titled anew, as fast as they can follow each other."""
    for number in range(1, RELEASES + 1):
        for session in sessions:
            describe_session(session.pk, changes={"title": titled(number)}, by=None)
        release_agenda(sessions[0].conference_id, by=None)


def read(addresses, over):
    """What one reader saw: of each answer the titles' numbers, until the releases are over and once after that."""
    client, seen = Client(), []
    try:
        while True:
            is_last = over.is_set()
            for address in addresses:
                response = client.get(address)
                assert response.status_code == 200
                seen.append((address, frozenset(re.findall(r"Marked-(\d+)-so", response.getvalue().decode()))))
            if is_last:
                return seen
    finally:
        connections.close_all()


def test_no_answer_mixes_two_releases_and_the_last_one_is_what_everybody_reads_at_the_end(sessions):
    slug = sessions[0].conference.slug
    addresses = [
        reverse("agenda:agenda", args=[slug]),
        *(reverse(f"agenda-files:{name}", args=[slug]) for name in FILES),
    ]
    over = Event()
    with ThreadPoolExecutor(READERS + 1) as pool:
        readers = [pool.submit(read, addresses, over) for _ in range(READERS)]
        publishing = pool.submit(publish_and_say, sessions, over)
        publishing.result(60)
        seen = [reader.result(60) for reader in readers]

    mixed = [(address, numbers) for one in seen for address, numbers in one if len(numbers) != 1]
    assert mixed == []
    for one in seen:
        assert {numbers for _address, numbers in one[-len(addresses) :]} == {frozenset({str(RELEASES)})}
    assert len({numbers for one in seen for _address, numbers in one}) > 1, "the readers saw the releases pass"
    assert Session.objects.filter(title__en=f"Marked-{RELEASES}-so").count() == len(sessions)


def publish_and_say(sessions, over):
    try:
        publish(sessions)
    finally:
        over.set()
        connections.close_all()

"""Releases back to back while workers send, and a worker that dies: each is told once, and last of what holds."""

import datetime
import threading
from contextlib import contextmanager
from itertools import pairwise

import pytest
from django.db import connections
from django.utils import timezone

from agenda.actions.appoint import dismiss
from agenda.actions.schedule import schedule_session
from agenda.models import Appearance, ChangeNotice
from agenda.queries.notices import planned_notices
from conference.correspondence import claims
from conference.correspondence.delivery import deliver_due
from conference.correspondence.models import OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from tests.factories.agenda import at, make_appearance, make_release, make_session
from tests.factories.conference import make_conference

pytestmark = pytest.mark.django_db(transaction=True)

RELEASES = 12


@contextmanager
def workers(count):
    """They deliver what is due until the block ends; what went wrong with them is raised then."""
    is_over, failures = threading.Event(), []

    def work():
        try:
            while not is_over.is_set():
                deliver_due(Queue.MAIL)
        except Exception as error:  # noqa: BLE001  raised by the test
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    yield
    is_over.set()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == []


def test_releases_follow_each_other_while_workers_send(mailoutbox):
    conference = make_conference()
    sessions = {hour: make_session(conference, f"{hour}:00–{hour}:30") for hour in (10, 12, 14, 16)}
    people = {hour: make_appearance(session).participant for hour, session in sessions.items()}
    make_release(conference)
    with workers(2):
        for number in range(1, RELEASES + 1):
            for hour, session in sessions.items():
                times = (at(f"{hour}:{number:02}"), at(f"{hour}:45"))
                schedule_session(session.pk, starts_at=times[0], ends_at=times[1], rooms=[], by=None)
            make_release(conference)
    deliver_due(Queue.MAIL)

    assert set(OutgoingMessage.objects.values_list("state", flat=True)) <= {MessageState.SENT, MessageState.CANCELLED}
    for hour, person in people.items():
        steps = [steps_of(letter) for letter in sent_to(person)]
        assert (steps[0][0], steps[-1][1]) == (f"{hour}:00", f"{hour}:{RELEASES:02}")
        assert all(after[0] == before[1] for before, after in pairwise(steps))


def test_who_is_taken_off_while_a_release_is_made_is_not_told_to_be_back(monkeypatch):
    conference = make_conference()
    session = make_session(conference)
    make_release(conference)
    asked = make_appearance(session)
    dismissing = threading.Thread(target=dismiss_and_close, args=[asked.pk])

    def planned_meanwhile(*args):
        dismissing.start()
        dismissing.join(timeout=0.5)
        return planned_notices(*args)

    monkeypatch.setattr("agenda.actions.release.planned_notices", planned_meanwhile)
    make_release(conference)
    dismissing.join(timeout=30)

    assert not OutgoingMessage.objects.exists()
    assert not Appearance.objects.exists()


def dismiss_and_close(appearance_id):
    dismiss(appearance_id, by=None)
    connections.close_all()


def sent_to(person):
    rows = OutgoingMessage.objects.filter(recipient=person.email, state=MessageState.SENT)
    return rows.order_by("created_at")


def steps_of(letter):
    words = letter.text.split("It will begin at ")[1].split()
    return words[3], words[0]


def test_a_worker_that_died_with_a_letter_leaves_the_next_to_tell_it_all():
    conference = make_conference()
    session = make_session(conference, "09:00–10:00")
    make_appearance(session)
    make_release(conference)
    schedule_session(session.pk, starts_at=at("10:00"), ends_at=at("11:00"), rooms=[], by=None)
    make_release(conference)
    [claimed] = claims.claim(Queue.MAIL)
    schedule_session(session.pk, starts_at=at("12:00"), ends_at=at("13:00"), rooms=[], by=None)

    make_release(conference)
    late = timezone.now() - datetime.timedelta(hours=1)
    OutgoingMessage.objects.filter(pk=claimed.pk).update(lease_until=late)
    claims.release_abandoned()
    deliver_due(Queue.MAIL)

    claimed.refresh_from_db()
    assert claimed.state == MessageState.CANCELLED
    (letter,) = OutgoingMessage.objects.filter(state=MessageState.SENT)
    assert steps_of(letter) == ("10:00", "12:00")
    assert ChangeNotice.objects.filter(replaced_by=None).count() == 1

"""More beats and workers than there should be."""

import datetime
import time

import pytest
from django.utils import timezone

from conference.correspondence.models import OutgoingMessage, Queue, ReminderOccurrence, ReminderRule
from conference.correspondence.states import MessageState
from conference.embedded.processes import wait_until
from registration.models import Route
from tests.factories.conference import make_conference
from tests.factories.registration import make_category, make_invitation, make_participant
from tests.servers.tally import MESSAGES, settle_all, write_letters

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.slow]


def rule_due_now(conference):
    return ReminderRule.objects.create(
        conference=conference,
        name="Four days before",
        condition="invitation_unanswered",
        days_before=4,
        local_time=datetime.time(8, 59),
        created_at=timezone.now() - datetime.timedelta(days=1),
    )


def test_two_beats_remind_once_and_two_workers_too_many_send_once(site, report):
    conference = make_conference()
    category = make_category(conference, Route.INVITATION)
    for number in range(MESSAGES):
        invitee = make_participant(conference, email=f"p{number:04}@example.org")
        make_invitation(to=invitee, category=category)
    parts = [site.part(name) for name in ("urgent", "mail", "bulk", "beat")]
    parts += [site.part(name, key="second") for name in ("urgent", "mail", "bulk", "beat")]
    for part in parts:
        part.start(wait=False)
    for part in parts:
        part.wait_until_ready()
    began = time.monotonic()
    rule = rule_due_now(conference)
    write_letters(conference, 20, first=60_000, queue=Queue.URGENT)
    assert wait_until(ReminderOccurrence.objects.exists, patience=60)
    tally = settle_all(site, began)
    fires = sum(part.output.count("Sending due task fire-reminders") for part in parts)
    sweeps = sum(part.output.count("Sending due task sweep-the-outbox") for part in parts)
    report(tally, reminders_asked_for=fires, sweeps=sweeps)
    assert fires > 2
    [occurrence] = ReminderOccurrence.objects.all()
    assert (occurrence.rule, occurrence.recipients) == (rule, MESSAGES)
    assert tally[MessageState.SENT] == OutgoingMessage.objects.count() == MESSAGES + 20

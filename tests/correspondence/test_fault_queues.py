"""While letters to many go, and are paused, codes and letters to one leave within seconds: by real workers."""

import time
import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from conference.correspondence import outbox, pauses
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, Queue
from conference.correspondence.outbox import Held
from conference.correspondence.states import MessageState
from conference.embedded.processes import wait_until
from tests.factories.conference import make_conference
from tests.servers.tally import MESSAGES, address_of, settle_all, unsettled, wait_until_fewer_wait_than, write_letters

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.slow]

# More than a worker takes at once, and no more than are waited for.
MANY = max(MESSAGES, min(MESSAGES * 5, 1500))
ACT = uuid.UUID(int=7)


def write_an_act(conference, count):
    with transaction.atomic():
        letters = [
            Letter(
                conference=conference,
                purpose="sign_in_code",
                recipient=address_of(number),
                language="en",
                secrets={"code": f"{number:06}"},
                queue=Queue.BULK,
            )
            for number in range(count)
        ]
        outbox.enqueue_all(letters, Held(ACT, timezone.now()))


def seconds_until_sent(number, *, patience):
    began = time.monotonic()
    sent = OutgoingMessage.objects.filter(recipient=address_of(number), state=MessageState.SENT)
    assert wait_until(sent.exists, patience=patience, pause=0.05), f"not sent after {patience:g} s"
    return time.monotonic() - began


def test_a_code_and_a_letter_to_one_leave_at_once_while_letters_to_many_go(site, report):
    conference = make_conference()
    site.start("urgent", "mail", "bulk", "beat")
    site.mail.seconds = 0.05
    began = time.monotonic()
    write_an_act(conference, MANY)
    wait_until_fewer_wait_than(MANY - 5)
    write_letters(conference, 1, first=90_000, queue=Queue.URGENT)
    code = seconds_until_sent(90_000, patience=20)
    write_letters(conference, 1, first=90_001, queue=Queue.MAIL)
    letter = seconds_until_sent(90_001, patience=20)
    assert unsettled() > 0, "those to many are on their way still"
    tally = settle_all(site, began)
    report(tally, code=f"{code:.2f} s", letter_to_one=f"{letter:.2f} s")
    assert tally[MessageState.SENT] == MANY + 2


def test_a_pause_holds_what_is_not_in_hand_and_going_on_sends_each_once(site, report):
    conference = make_conference()
    site.start("bulk", "beat")
    site.mail.seconds = 0.05
    began = time.monotonic()
    write_an_act(conference, MANY)
    wait_until_fewer_wait_than(MANY - 5)
    pauses.pause_act(ACT, conference=conference, by=None, reason="The date is wrong.")
    in_hand = OutgoingMessage.objects.filter(state=MessageState.SENDING)
    assert wait_until(lambda: not in_hand.exists(), patience=30)
    sent_by_then = len(site.mail.received)
    time.sleep(2.5)
    assert len(site.mail.received) == sent_by_then < MANY
    pauses.resume_act(ACT)
    tally = settle_all(site, began)
    report(tally, sent_before_the_pause=sent_by_then)
    assert tally[MessageState.SENT] == MANY

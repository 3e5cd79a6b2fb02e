"""A mail server that refuses, falls silent or hangs up, while real workers speak to it."""

import os
import time

import pytest

from conference.correspondence.models import DeliveryAttempt, OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from tests.factories.conference import make_conference
from tests.servers.scripted import Fate, meet, one_of
from tests.servers.tally import MESSAGES, address_of, number_of, settle_all, write_letters

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.slow]

# How long the server stalls; sixty is a minute, in which the settings are those of production.
STALL = float(os.environ.get("FAULTS_STALL", "2"))
A_LONG_STALL = 30


@pytest.fixture(scope="module")
def running_site(lasting_site):
    lasting_site.hurry = {
        "HURRIED_EMAIL_TIMEOUT": str(STALL / 2),
        "HURRIED_ANSWER": str(STALL * 1.5),
        "HURRIED_CLAIM": str(STALL),
        "HURRIED_LEASE": str(STALL * 5),
        "HURRIED_AWAY": str(STALL),
    }
    lasting_site.start("urgent", "mail", "beat")
    return lasting_site


@pytest.fixture
def site(running_site):
    running_site.begin_afresh()
    return running_site


def ending_in(*digits):
    return lambda address: number_of(address) % 10 in digits


def numbers_in(state):
    return {number_of(one) for one in OutgoingMessage.objects.filter(state=state).values_list("recipient", flat=True)}


def longest_wait(queue, *, but_for):
    """The seconds from writing to the server's answer, of those that were sent."""
    sent = OutgoingMessage.objects.filter(queue=queue, state=MessageState.SENT)
    waits = [(number_of(one.recipient), one.sent_at - one.created_at) for one in sent if one.sent_at]
    return max(waited.total_seconds() for number, waited in waits if number not in but_for)


def test_what_is_refused_for_now_is_sent_later_and_what_is_refused_for_good_has_failed(site, report):
    site.mail.script = one_of(
        meet(Fate("421 Too busy"), "END", whose=ending_in(1), times=1),
        meet(Fate("451 Try again"), "RCPT", whose=ending_in(2), times=2),
        meet(Fate("451 Greylisted"), "END", whose=ending_in(3), times=1),
        meet(Fate("550 No such person"), "RCPT", whose=ending_in(4)),
        meet(Fate("550 Not wanted"), "END", whose=ending_in(5)),
        meet(Fate("451 Not now"), "DATA", whose=ending_in(6), times=1),
        meet(Fate("421 Closing"), "RCPT", whose=ending_in(7), times=1),
        meet(Fate("451 Never"), "END", whose=lambda address: address.startswith("p0008")),
    )
    began = time.monotonic()
    write_letters(make_conference())
    tally = settle_all(site, began)
    refused = {number for number in range(MESSAGES) if number % 10 in {4, 5}}
    report(tally, refused_for_good=len(refused), refused_at_each_attempt=1)
    assert numbers_in(MessageState.FAILED) == refused | {8}
    assert tally[MessageState.SENT] == MESSAGES - len(refused) - 1
    answers = OutgoingMessage.objects.filter(state=MessageState.FAILED).values_list("recipient", "answer")
    said = {number_of(address): answer for address, answer in answers}
    assert {said[4], said[5], said[8]} == {"550 No such person", "550 Not wanted", "451 Never"}


def test_a_server_that_hangs_up_before_a_message_ends_gets_it_again_and_one_after_it_does_not(site, report):
    site.mail.script = one_of(
        meet(Fate(hangs_up=True), "RCPT", whose=ending_in(1), times=1),
        meet(Fate(hangs_up=True), "DATA", whose=ending_in(3), times=1),
        meet(Fate(hangs_up=True, keeps=True), "END", whose=lambda address: number_of(address) % 20 == 5),
        meet(Fate(hangs_up=True, keeps=False), "END", whose=lambda address: number_of(address) % 20 == 15),
    )
    began = time.monotonic()
    write_letters(make_conference())
    tally = settle_all(site, began)
    in_doubt = {number for number in range(MESSAGES) if number % 10 == 5}
    report(tally, hung_up_before_the_end=MESSAGES // 5, after_it=len(in_doubt))
    assert numbers_in(MessageState.UNKNOWN) == in_doubt
    assert tally[MessageState.SENT] == MESSAGES - len(in_doubt)
    assert DeliveryAttempt.objects.filter(outcome=MessageState.UNKNOWN).count() == len(in_doubt)


def test_a_server_that_hangs_up_on_every_message_is_left_in_peace_for_a_while(site, report):
    site.mail.script = meet(Fate(hangs_up=True), "END", whose=lambda _address: True)
    began = time.monotonic()
    write_letters(make_conference())
    time.sleep(3)
    hung_up_for = time.monotonic() - began
    site.mail.behave()
    tally = settle_all(site, began, patience=STALL * 2 + 60)
    report(tally, hung_up_for=f"{hung_up_for:.0f} s", pauses_of=f"{STALL:g} s")
    # Two in a row for each of the two processes, and again after each pause; the others are still there, and go.
    assert 0 < tally[MessageState.UNKNOWN] <= 4 * (hung_up_for / STALL + 1)
    assert tally[MessageState.SENT] == MESSAGES - tally[MessageState.UNKNOWN]


def test_while_the_server_stalls_other_letters_go_on_and_no_code_waits(site, report):
    """Slow to answer is waited for; silent before the end is tried again; silent for ever after it is unknown."""
    slow, silent, for_ever, slow_code = 7, 17, 27, 50_003
    site.mail.script = one_of(
        meet(Fate(seconds=STALL), "END", whose=lambda address: number_of(address) in {slow, slow_code}),
        meet(Fate(seconds=STALL), "RCPT", whose=lambda address: number_of(address) == silent, times=1),
        meet(Fate(seconds=STALL * 3), "END", whose=lambda address: number_of(address) == for_ever),
    )
    conference = make_conference()
    began = time.monotonic()
    write_letters(conference, MESSAGES - 10)
    time.sleep(0.5)
    write_letters(conference, 10, first=50_000, queue=Queue.URGENT)
    tally = settle_all(site, began, patience=STALL * 10 + 60)
    longest = longest_wait(Queue.URGENT, but_for={slow_code})
    waited = longest_wait(Queue.MAIL, but_for={slow, silent})
    report(tally, stall=f"{STALL:g} s", longest_wait_of_a_code=f"{longest:.2f} s", of_a_letter=f"{waited:.1f} s")
    assert numbers_in(MessageState.UNKNOWN) == {for_ever}
    assert tally[MessageState.SENT] == MESSAGES - 1
    [slow_one] = OutgoingMessage.objects.filter(state=MessageState.SENT, recipient=address_of(slow_code))
    behind = OutgoingMessage.objects.filter(queue=Queue.URGENT, recipient__gt=slow_one.recipient)
    overtook = behind.filter(sent_at__lt=slow_one.sent_at).count()
    # A code that waited behind the slow one would be answered after it; where the stall is long, none does.
    assert overtook >= (behind.count() if STALL >= A_LONG_STALL else 1)

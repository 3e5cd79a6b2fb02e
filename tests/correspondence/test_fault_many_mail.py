"""A mail server that refuses, hangs up or falls silent while a campaign or a reminder goes out."""

import os
import time

import pytest

from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from tests.servers.crowds import IS_SUITE, KINDS, settle_many, wait_until_written
from tests.servers.scripted import Fate, meet, one_of
from tests.servers.tally import MESSAGES, number_of

pytestmark = [
    pytest.mark.xdist_group("faults of many"),
    pytest.mark.slow,
    pytest.mark.skipif(IS_SUITE, reason="for “make faults”: the suite tries these faults on letters to one"),
]
STALL = float(os.environ.get("FAULTS_STALL", "2"))


@pytest.fixture(scope="module")
def running_site(lasting_site):
    lasting_site.hurry = {
        "HURRIED_EMAIL_TIMEOUT": str(STALL / 2),
        "HURRIED_ANSWER": str(STALL * 1.5),
        "HURRIED_CLAIM": str(STALL),
        "HURRIED_LEASE": str(STALL * 5),
        "HURRIED_AWAY": str(STALL),
    }
    lasting_site.start("urgent", "mail", "bulk", "beat")
    return lasting_site


@pytest.fixture
def site(running_site):
    running_site.begin_afresh()
    return running_site


def ending_in(*digits):
    return lambda address: number_of(address) % 10 in digits


def numbers_in(state):
    return {number_of(one) for one in OutgoingMessage.objects.filter(state=state).values_list("recipient", flat=True)}


def all_numbers(condition):
    return {number for number in range(MESSAGES) if condition(number)}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_refused_or_broken_off_is_sent_later_failed_or_unknown_and_all_is_counted(site, report, kind):
    site.mail.script = one_of(
        meet(Fate("421 Too busy"), "END", whose=ending_in(1), times=1),
        meet(Fate("451 Try again"), "RCPT", whose=ending_in(2), times=2),
        meet(Fate(hangs_up=True), "RCPT", whose=ending_in(3), times=1),
        meet(Fate("550 No such person"), "RCPT", whose=ending_in(4)),
        meet(Fate(hangs_up=True, keeps=True), "END", whose=lambda address: number_of(address) % 100 == 5),
        meet(Fate(hangs_up=True, keeps=False), "END", whose=lambda address: number_of(address) % 100 == 55),
        meet(Fate("451 Not now"), "DATA", whose=ending_in(6), times=1),
        meet(Fate(hangs_up=True), "DATA", whose=ending_in(7), times=1),
        meet(Fate("550 Not wanted"), "END", whose=ending_in(8)),
    )
    many = KINDS[kind]()
    with many.sampler() as sampler:
        tally = settle_many(site, many, many.begin())
    report(tally, times_counted=sampler.times)
    assert sampler.is_content(tally.seconds)
    failed, unknown = all_numbers(lambda number: number % 10 in {4, 8}), all_numbers(lambda number: number % 50 == 5)
    assert numbers_in(MessageState.FAILED) == failed
    assert numbers_in(MessageState.UNKNOWN) == unknown
    assert tally[MessageState.SENT] == MESSAGES - len(failed) - len(unknown)


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_that_hangs_up_on_everything_costs_a_few_letters_and_then_takes_the_others(site, report, kind):
    site.mail.script = meet(Fate(hangs_up=True), "END", whose=lambda _address: True)
    many = KINDS[kind]()
    with many.sampler() as sampler:
        began = many.begin()
        wait_until_written(many, site, count=1)
        time.sleep(3)
        hung_up_for = time.monotonic() - began
        site.mail.behave()
        tally = settle_many(site, many, began)
    report(tally, hung_up_for=f"{hung_up_for:.0f} s", times_counted=sampler.times)
    assert sampler.is_content(tally.seconds)
    assert 0 < tally[MessageState.UNKNOWN] <= 4 * (hung_up_for / STALL + 1)
    assert tally[MessageState.SENT] == MESSAGES - tally[MessageState.UNKNOWN]


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_that_is_slow_silent_or_gone_makes_letters_wait_and_loses_none(site, report, kind):
    slow, silent, for_ever = 7, 17, 27
    site.mail.script = one_of(
        meet(Fate(seconds=STALL), "END", whose=lambda address: number_of(address) == slow),
        meet(Fate(seconds=STALL), "RCPT", whose=lambda address: number_of(address) == silent, times=1),
        meet(Fate(seconds=STALL * 3), "END", whose=lambda address: number_of(address) == for_ever),
    )
    many = KINDS[kind]()
    with many.sampler() as sampler:
        began = many.begin()
        wait_until_written(many, site, count=MESSAGES // 2)
        site.mail.go_down()
        time.sleep(3)
        site.mail.listen()
        tally = settle_many(site, many, began)
    report(tally, stall=f"{STALL:g} s", times_counted=sampler.times)
    assert sampler.is_content(tally.seconds)
    assert for_ever in numbers_in(MessageState.UNKNOWN)
    assert tally[MessageState.UNKNOWN] <= 3
    assert tally[MessageState.SENT] == MESSAGES - tally[MessageState.UNKNOWN]

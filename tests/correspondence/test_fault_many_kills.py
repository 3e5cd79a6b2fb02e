"""Campaigns and reminders whose workers and beats are killed without warning while letters are written and sent."""

import random
import time
from collections import Counter

import pytest

from conference.correspondence.states import MessageState
from tests.correspondence.test_fault_kills import kill
from tests.servers.crowds import KINDS, has_more_to_do, settle_many, wait_until_it_is_written_or_was, wait_until_written
from tests.servers.tally import KILLS, MESSAGES, SEED

pytestmark = [pytest.mark.xdist_group("faults of many"), pytest.mark.slow]


def go_slowly(site):
    """So that there are letters left at the last kill."""
    site.mail.seconds = min(0.15, KILLS * 12 / MESSAGES)


@pytest.mark.parametrize("kind", KINDS)
def test_workers_killed_while_they_write_and_while_they_deliver_lose_nobody(site, report, kind):
    chance, many = random.Random(SEED), KINDS[kind]()
    bulk, _mail, _urgent, _beat = site.start("bulk", "mail", "urgent", "beat")
    go_slowly(site)
    ways, in_writing, at_work = Counter[str](), 0, 0
    with many.sampler() as sampler:
        began = many.begin()
        for number in range(KILLS):
            if number <= KILLS // 2:
                wait_until_it_is_written_or_was(many)
            else:
                wait_until_written(many, site)
            time.sleep(chance.uniform(0, 0.6))
            in_writing += many.still_to_write() > 0
            at_work += has_more_to_do(many)
            way = chance.choice(["all", "head", "child"])
            ways[way] += 1
            kill(bulk, way, chance)
        tally = settle_many(site, many, began)
    figures = {"of_these_while_written": in_writing, "of_these_with_work_left": at_work}
    report(tally, kills=dict(ways), **figures, times_counted=sampler.times)
    assert sampler.is_content(tally.seconds)
    assert tally.messages == MESSAGES
    assert tally[MessageState.SENT] + tally[MessageState.UNKNOWN] == MESSAGES
    assert tally[MessageState.UNKNOWN] <= KILLS * 2


@pytest.mark.parametrize("kind", KINDS)
def test_two_beats_of_which_one_dies_again_and_again_write_once_to_each(site, report, kind):
    chance, many = random.Random(SEED), KINDS[kind]()
    names = ("urgent", "mail", "bulk", "beat")
    parts = [site.part(name, key=key) for key in ("", "second") for name in names]
    for part in parts:
        part.start(wait=False)
    for part in parts:
        part.wait_until_ready()
    doomed = parts[-1]
    go_slowly(site)
    with many.sampler() as sampler:
        began = many.begin()
        at_work = 0
        for _number in range(KILLS):
            time.sleep(chance.uniform(0, 0.5))
            at_work += has_more_to_do(many)
            doomed.kill_all()
            doomed.start(wait=False)
        tally = settle_many(site, many, began)
    report(tally, beats_killed=KILLS, of_these_with_work_left=at_work, times_counted=sampler.times)
    assert sampler.is_content(tally.seconds)
    assert tally[MessageState.SENT] == tally.messages == MESSAGES

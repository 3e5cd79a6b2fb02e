"""Workers that are killed without warning, again and again."""

import random
import time
from collections import Counter

import pytest

from conference.correspondence.models import Queue
from conference.correspondence.states import MessageState
from tests.factories.conference import make_conference
from tests.servers.tally import KILLS, MESSAGES, SEED, settle_all, unsettled, write_letters

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.slow]


def kill(victim, way, chance):
    """kill -9 for the whole worker, its main process, or one of its children, as the kernel does out of memory."""
    if way == "child":
        victim.kill_child(chance)
        return
    if way == "all":
        victim.kill_all()
    else:
        victim.kill_head()
    victim.start()


def test_workers_killed_at_any_moment_lose_no_letter_and_double_none(site, report):
    chance = random.Random(SEED)
    conference = make_conference()
    urgent, mail, bulk, _beat = site.start("urgent", "mail", "bulk", "beat")
    workers = {Queue.URGENT: urgent, Queue.MAIL: mail, Queue.BULK: bulk}
    many = MESSAGES // KILLS
    site.mail.seconds = 0.1
    began, at_work, ways = time.monotonic(), 0, Counter[str]()
    for number in range(KILLS):
        queue = (Queue.MAIL, Queue.BULK, Queue.MAIL, Queue.BULK, Queue.URGENT)[number % 5]
        write_letters(conference, many, first=number * many, queue=queue)
        time.sleep(chance.uniform(0, 0.6))
        at_work += unsettled() > 0
        way = chance.choice(["all", "head", "child"])
        ways[way] += 1
        kill(workers[queue], way, chance)
    tally = settle_all(site, began)
    report(tally, kills=dict(ways), of_these_with_letters_waiting=at_work)
    assert at_work == KILLS
    assert tally.messages == MESSAGES // KILLS * KILLS
    assert tally[MessageState.SENT] + tally[MessageState.UNKNOWN] == tally.messages
    assert tally[MessageState.UNKNOWN] <= KILLS * 2

"""Workers that are killed without warning, again and again."""

import random
import time

import pytest

from conference.correspondence.models import Queue
from conference.correspondence.states import MessageState
from tests.factories.conference import make_conference
from tests.servers.tally import KILLS, MESSAGES, SEED, settle_all, unsettled, write_letters

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.slow]


def test_workers_killed_at_any_moment_lose_no_letter_and_double_none(site, report):
    chance = random.Random(SEED)
    conference = make_conference()
    urgent, mail, _beat = site.start("urgent", "mail", "beat")
    site.mail.seconds = 0.05
    began = time.monotonic()
    write_letters(conference, MESSAGES * 9 // 10)
    write_letters(conference, MESSAGES - MESSAGES * 9 // 10, first=5000, queue=Queue.URGENT)
    at_work = 0
    for number in range(KILLS):
        time.sleep(chance.uniform(0.05, 1.0))
        at_work += unsettled() > 0
        victim = urgent if number % 5 == 4 else mail
        way = chance.choice(["all", "head", "child"])
        if way == "child":
            victim.kill_child(chance)
        else:
            victim.kill_all() if way == "all" else victim.kill_head()
            victim.start()
    tally = settle_all(site, began)
    report(tally, kills=KILLS, of_these_with_letters_waiting=at_work)
    assert tally.messages == MESSAGES
    assert tally[MessageState.SENT] + tally[MessageState.UNKNOWN] == MESSAGES
    assert tally[MessageState.UNKNOWN] <= KILLS * 2

"""Redis and PostgreSQL, flushed, killed and started anew while letters go out; the workers live through it."""

import os
import random
import signal
import time

import pytest
from django.db import connection

from conference.correspondence.states import MessageState
from conference.embedded import processes
from tests.factories.conference import make_conference
from tests.servers.site import signal_valkey
from tests.servers.tally import MESSAGES, SEED, settle_all, unsettled, wait_until_fewer_wait_than, write_letters

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.slow]
TIMES = int(os.environ.get("FAULTS_RESTARTS", "2"))


@pytest.fixture(scope="module")
def running_site(lasting_site):
    lasting_site.start("urgent", "mail", "beat")
    return lasting_site


@pytest.fixture
def site(running_site):
    running_site.begin_afresh()
    running_site.revived = 0
    return running_site


@pytest.fixture
def chance():
    return random.Random(SEED)


def kill_postgres(site, by):
    """SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one: as if the power failed."""
    pid = int(site.postgres.data.joinpath("postmaster.pid").read_text().split("\n")[0])
    assert processes.end(pid, by=by, patience=30)


def go_slowly(site, faults):
    """So that there are letters left at the last fault."""
    site.mail.seconds = min(0.2, faults * 1.5 / MESSAGES)


def test_redis_flushed_again_and_again_loses_no_letter(site, report, chance):
    go_slowly(site, TIMES)
    began, at_work = time.monotonic(), 0
    conference = make_conference()
    for number in range(TIMES * 2):
        write_letters(conference, MESSAGES // (TIMES * 2), first=number * (MESSAGES // (TIMES * 2)))
        site.redis.flushall()
        at_work += unsettled() > 0
        time.sleep(chance.uniform(0, 0.4))
    tally = settle_all(site, began)
    report(tally, flushed=TIMES * 2, of_these_with_letters_waiting=at_work)
    assert at_work == TIMES * 2
    assert tally[MessageState.SENT] == tally.messages == MESSAGES // (TIMES * 2) * TIMES * 2


def test_redis_started_anew_again_and_again_loses_no_letter(site, report, chance):
    go_slowly(site, TIMES * 1.5)
    began, at_work = time.monotonic(), 0
    conference = make_conference()
    half = MESSAGES // TIMES // 2
    for number in range(TIMES):
        write_letters(conference, half, first=number * 2 * half)
        at_work += unsettled() > 0
        site.valkey.stop()
        write_letters(conference, half, first=(number * 2 + 1) * half)
        time.sleep(chance.uniform(0, 0.5))
        site.valkey.start()
        time.sleep(chance.uniform(0.2, 1.5))
    tally = settle_all(site, began)
    report(tally, restarted=TIMES, workers_revived=site.revived, of_these_with_letters_waiting=at_work)
    assert at_work == TIMES
    assert tally[MessageState.SENT] == tally.messages == half * 2 * TIMES


def test_redis_that_hangs_and_goes_on_loses_no_letter(site, report):
    go_slowly(site, 3)
    began = time.monotonic()
    conference = make_conference()
    write_letters(conference, MESSAGES // 2)
    signal_valkey(site, signal.SIGSTOP)
    write_letters(conference, MESSAGES // 2, first=50_000)
    time.sleep(6)
    signal_valkey(site, signal.SIGCONT)
    tally = settle_all(site, began)
    report(tally, hung="6 s")
    assert tally[MessageState.SENT] == tally.messages == MESSAGES // 2 * 2


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGQUIT], ids=["fast", "immediate"])
def test_postgresql_started_anew_while_letters_go_out_loses_none(site, report, chance, by):
    times = max(1, TIMES // 2)
    go_slowly(site, times * 4)
    began, at_work = time.monotonic(), 0
    write_letters(make_conference())
    for number in range(times):
        wait_until_fewer_wait_than(MESSAGES - MESSAGES * number // (times + 1) - MESSAGES // 20)
        at_work += unsettled() > 0
        connection.close()
        kill_postgres(site, by)
        time.sleep(chance.uniform(0.2, 2))
        site.postgres.start()
    tally = settle_all(site, began)
    report(tally, shutdowns=times, of_these_with_letters_waiting=at_work)
    assert at_work == times
    assert site.revived == 0, "a worker did not live through it"
    assert tally[MessageState.SENT] == tally.messages == MESSAGES

"""Redis and PostgreSQL, flushed, stopped and started anew while a campaign or a reminder is written and sent."""

import os
import random
import signal
import time

import pytest
from django.db import connection

from conference.correspondence.states import MessageState
from conference.embedded import processes
from tests.servers.crowds import (
    IS_SUITE,
    KINDS,
    has_more_to_do,
    settle_many,
    wait_until_it_is_written_or_was,
    wait_until_written,
)
from tests.servers.tally import MESSAGES, SEED, wait_until_fewer_wait_than

pytestmark = [
    pytest.mark.xdist_group("faults of many"),
    pytest.mark.slow,
    pytest.mark.skipif(IS_SUITE, reason="for “make faults”: the suite tries these faults on letters to one"),
]
TIMES = int(os.environ.get("FAULTS_RESTARTS", "2"))


@pytest.fixture(scope="module")
def running_site(lasting_site):
    lasting_site.start("urgent", "mail", "bulk", "beat")
    return lasting_site


@pytest.fixture
def site(running_site):
    running_site.begin_afresh()
    running_site.revived = 0
    # So that there are letters left at the last fault.
    running_site.mail.seconds = min(0.2, TIMES * 4 / MESSAGES)
    return running_site


@pytest.fixture
def chance():
    return random.Random(SEED)


def report_sent(report, tally, sampler, **figures):
    report(tally, **figures, times_counted=sampler.times, of_these_without_a_database=sampler.unanswered)
    assert sampler.is_content(tally.seconds)
    assert tally[MessageState.SENT] == tally.messages == MESSAGES


@pytest.mark.parametrize("kind", KINDS)
def test_redis_flushed_while_many_are_written_to_loses_nobody(site, report, chance, kind):
    many, at_work = KINDS[kind](), 0
    with many.sampler() as sampler:
        began = many.begin()
        for _number in range(TIMES * 2):
            time.sleep(chance.uniform(0, 0.8))
            at_work += has_more_to_do(many)
            site.redis.flushall()
        tally = settle_many(site, many, began)
    report_sent(report, tally, sampler, flushed=TIMES * 2, of_these_with_work_left=at_work)


@pytest.mark.parametrize("kind", KINDS)
def test_redis_started_anew_while_many_are_written_to_loses_nobody(site, report, chance, kind):
    many, at_work = KINDS[kind](), 0
    with many.sampler() as sampler:
        began = many.begin()
        for _number in range(TIMES):
            time.sleep(chance.uniform(0.2, 1))
            at_work += has_more_to_do(many)
            site.valkey.stop()
            time.sleep(chance.uniform(0, 1))
            site.valkey.start()
        tally = settle_many(site, many, began)
    figures = {"restarted": TIMES, "of_these_with_work_left": at_work, "workers_revived": site.revived}
    report_sent(report, tally, sampler, **figures)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGQUIT], ids=["fast", "immediate"])
@pytest.mark.parametrize("kind", KINDS)
def test_postgresql_shut_down_while_many_are_written_to_loses_nobody(site, report, chance, kind, by):
    many, times, in_writing, at_work = KINDS[kind](), max(2, TIMES // 2), 0, 0
    with many.sampler() as sampler:
        began = many.begin()
        for number in range(times):
            if number < times // 2:
                wait_until_it_is_written_or_was(many)
                time.sleep(chance.uniform(0, 0.3))
            else:
                wait_until_written(many, site)
                wait_until_fewer_wait_than(MESSAGES - MESSAGES * (number - 1) // times, patience=300)
            in_writing += many.still_to_write() > 0
            at_work += has_more_to_do(many)
            connection.close()
            kill_postgres(site, by)
            time.sleep(chance.uniform(0.2, 2))
            site.postgres.start()
        tally = settle_many(site, many, began)
    figures = {"shutdowns": times, "of_these_while_written": in_writing, "of_these_with_work_left": at_work}
    report_sent(report, tally, sampler, **figures)
    assert site.revived == 0, "a worker did not live through it"


def kill_postgres(site, by):
    """SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one: as if the power failed."""
    pid = int(site.postgres.data.joinpath("postmaster.pid").read_text().split("\n")[0])
    assert processes.end(pid, by=by, patience=30)

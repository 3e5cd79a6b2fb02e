"""A campaign that officers pause, let go on and cancel while its workers are killed without warning."""

import random
import time
from collections import Counter

import pytest

from conference.correspondence.campaign_states import CampaignState, Standing
from conference.correspondence.campaigns.sending import cancel_campaign, pause_campaign, resume_campaign
from conference.correspondence.campaigns.totals import totals
from conference.correspondence.models import CampaignRecipient, OutgoingMessage
from conference.correspondence.states import MessageState
from conference.embedded.processes import wait_until
from tests.correspondence.test_fault_kills import kill
from tests.servers.crowds import CampaignToMany, settle_many, wait_until_written
from tests.servers.tally import KILLS, MESSAGES, SEED, settle_all

pytestmark = [pytest.mark.xdist_group("faults of many"), pytest.mark.slow]


@pytest.fixture
def chance():
    return random.Random(SEED)


@pytest.fixture
def bulk(site):
    # The sweep, which takes back what killed workers had claimed, is the urgent worker's.
    bulk, _urgent, _beat = site.start("bulk", "urgent", "beat")
    site.mail.seconds = min(0.15, KILLS * 12 / MESSAGES)
    return bulk


def pause_while_killed(many, bulk, chance):
    """Pauses, kills a worker in the pause, and lets it go on; gives how many the server had in the pause."""
    pause_campaign(many.campaign.pk, by=many.officer, reason="A wrong hour in the text")
    kill(bulk, chance.choice(["all", "head", "child"]), chance)
    in_hand = OutgoingMessage.objects.filter(state=MessageState.SENDING)
    assert wait_until(lambda: not in_hand.exists(), patience=60, pause=0.1)
    sent = OutgoingMessage.objects.filter(state=MessageState.SENT).count()
    waiting = many.still_to_write()
    time.sleep(1.5)
    assert OutgoingMessage.objects.filter(state=MessageState.SENT).count() == sent, "a paused campaign goes on"
    assert many.still_to_write() == waiting, "a paused campaign is written further"
    resume_campaign(many.campaign.pk, by=many.officer)
    return sent


def test_pauses_while_workers_are_killed_stop_a_campaign_and_lose_nobody(site, report, bulk, chance):
    many, paused_at = CampaignToMany(), []
    with many.sampler() as sampler:
        began = many.begin()
        for _number in range(KILLS // 2 + 1):
            assert wait_until(lambda: is_running(many.campaign), patience=60)
            time.sleep(chance.uniform(0.2, 1.2))
            paused_at.append(pause_while_killed(many, bulk, chance))
        tally = settle_many(site, many, began)
    report(tally, paused_with_so_many_sent=paused_at, times_counted=sampler.times)
    assert sampler.is_content(tally.seconds)
    assert tally[MessageState.SENT] + tally[MessageState.UNKNOWN] == tally.messages == MESSAGES
    assert tally[MessageState.UNKNOWN] <= KILLS * 2


@pytest.mark.parametrize("moment", ["writing", "delivery"])
def test_a_cancellation_while_workers_are_killed_leaves_each_in_one_place(site, report, bulk, chance, moment):
    many = CampaignToMany()
    with many.sampler() as sampler:
        began = many.begin()
        wait_until_written(many, site, count=MESSAGES // 4 if moment == "writing" else MESSAGES)
        kill(bulk, "child", chance)
        cancel_campaign(many.campaign.pk, by=many.officer, reason="Not needed")
        kill(bulk, "all", chance)
        tally = settle_all(site, began)
    found = totals(many.campaign)
    report(tally, never_written=found.dropped, times_counted=sampler.times)
    assert sampler.is_content(tally.seconds)
    many.campaign.refresh_from_db()
    assert many.campaign.state == CampaignState.CANCELLED
    standing = Counter(CampaignRecipient.objects.values_list("standing", flat=True))
    assert standing == {Standing.WRITTEN: tally.messages, Standing.DROPPED: found.dropped} or not found.dropped
    assert tally.messages + found.dropped == found.chosen == MESSAGES
    ended = (MessageState.SENT, MessageState.UNKNOWN, MessageState.CANCELLED)
    assert sum(tally[state] for state in ended) == tally.messages
    assert tally[MessageState.CANCELLED] > 0


def is_running(campaign):
    campaign.refresh_from_db()
    return campaign.state == CampaignState.RUNNING

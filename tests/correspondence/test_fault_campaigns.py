"""A campaign whose workers are killed without warning while its letters are written and sent."""

import random
import time
from collections import Counter

import pytest

from conference.correspondence.campaign_states import CampaignState, Standing
from conference.correspondence.campaigns.sending import pause_campaign, resume_campaign, schedule_campaign
from conference.correspondence.models import CampaignRecipient, OutgoingMessage
from conference.correspondence.states import MessageState
from conference.embedded.processes import wait_until
from conference.models import TeamRole
from tests.correspondence.test_fault_kills import kill
from tests.factories.campaigns import make_campaign, make_crowd
from tests.factories.conference import make_conference, make_officer
from tests.servers.sampler import Sampler
from tests.servers.tally import KILLS, MESSAGES, SEED, settle_all

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.slow]


def test_everybody_is_written_to_once_though_workers_are_killed_and_officers_pause(site, report):
    chance = random.Random(SEED)
    conference = make_conference()
    make_crowd(conference, MESSAGES)
    officer = make_officer(conference, TeamRole.CORRESPONDENCE)
    campaign = make_campaign(conference, by=officer)
    # The sweep, which takes back what killed workers had claimed, is the urgent worker's.
    bulk, _urgent, _beat = site.start("bulk", "urgent", "beat")
    site.mail.seconds = 0.05
    ways, at_work = Counter[str](), 0
    with Sampler(campaign.pk, MESSAGES) as sampler:
        began = time.monotonic()
        schedule_campaign(campaign.pk, at=None, seen_version=None, by=officer)
        for number in range(KILLS):
            time.sleep(chance.uniform(0.2, 1.2))
            at_work += still_waiting() > 0
            way = chance.choice(["all", "head", "child"])
            ways[way] += 1
            kill(bulk, way, chance)
            if number == 0 and wait_until(lambda: is_running(campaign), patience=30):
                pause_campaign(campaign.pk, by=officer)
                time.sleep(0.5)
                resume_campaign(campaign.pk, by=officer)
        assert wait_until(lambda: still_waiting() == 0, patience=120, pause=0.1)
        tally = settle_all(site, began)
        assert wait_until(lambda: is_done(campaign), patience=30)
    report(tally, kills=dict(ways), of_these_while_written=at_work, times_counted=len(sampler.found))
    assert sampler.wrong == []
    assert set(CampaignRecipient.objects.values_list("standing", flat=True)) == {Standing.WRITTEN}
    assert OutgoingMessage.objects.count() == tally.messages == MESSAGES
    assert tally[MessageState.SENT] + tally[MessageState.UNKNOWN] == MESSAGES
    assert tally[MessageState.UNKNOWN] <= KILLS * 2


def still_waiting():
    return CampaignRecipient.objects.filter(standing=Standing.WAITING).count()


def is_running(campaign):
    campaign.refresh_from_db()
    return campaign.state == CampaignState.RUNNING


def is_done(campaign):
    campaign.refresh_from_db()
    return campaign.state == CampaignState.DONE

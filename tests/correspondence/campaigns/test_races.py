"""Campaigns while several act at once: officers, workers, and whoever counts meanwhile."""

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connections

from conference.correspondence import claims
from conference.correspondence.campaign_states import CampaignState, Standing
from conference.correspondence.campaigns import drafting, gathering, sending, writing
from conference.correspondence.errors import CorrespondenceError
from conference.correspondence.models import Campaign, CampaignTransition, OutgoingMessage, Queue
from conference.models import TeamRole
from tests.factories.campaigns import begin, make_campaign, make_crowd
from tests.factories.conference import make_conference, make_officer
from tests.servers.sampler import Sampler

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 40


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def bolormaa(conference):
    return make_officer(conference, TeamRole.CORRESPONDENCE, name="Bolormaa")


@pytest.fixture(autouse=True)
def _small_slices(monkeypatch):
    monkeypatch.setattr(writing, "SLICE", 4)


def all_at_once(*acts):
    """Each in a thread of its own, begun together; what each gave, or the refusal that it met."""
    together = threading.Barrier(len(acts))

    def run(act):
        try:
            together.wait(10)
            return act()
        except CorrespondenceError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def written_to(campaign):
    messages = OutgoingMessage.objects.filter(act_id=campaign.pk)
    return Counter(messages.values_list("recipient", flat=True))


def test_the_button_pressed_by_four_at_once_sends_one_campaigns_worth_of_mail(conference, bolormaa):
    make_crowd(conference, 6)
    campaign = make_campaign(conference, by=bolormaa)
    officers = [bolormaa, bolormaa, make_officer(conference), make_officer(conference)]

    def press(officer):
        return lambda: sending.schedule_campaign(campaign.pk, at=None, seen_version=campaign.version, by=officer)

    answers = all_at_once(*map(press, officers))
    assert sum(isinstance(answer, Campaign) for answer in answers) == 1
    assert CampaignTransition.objects.filter(campaign=campaign).count() == 1
    all_at_once(*[writing.write_due] * 4)
    assert set(written_to(campaign).values()) == {1}
    assert len(written_to(campaign)) == 6


def test_four_writers_share_the_recipients_and_write_to_each_once(conference, bolormaa):
    make_crowd(conference, CROWD)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    with Sampler(campaign.pk, CROWD) as sampler:
        written = all_at_once(*[writing.write_due] * 4)
    assert sum(written) == CROWD
    assert set(written_to(campaign).values()) == {1}
    assert sampler.found
    assert sampler.wrong == []


@pytest.mark.parametrize("last", ["cancel", "resume"])
def test_whoever_pauses_and_cancels_while_workers_write_and_claim_loses_no_recipient(conference, bolormaa, last):
    make_crowd(conference, CROWD)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)

    def stop():
        sending.pause_campaign(campaign.pk, by=bolormaa)
        act = sending.cancel_campaign if last == "cancel" else sending.resume_campaign
        return act(campaign.pk, by=bolormaa)

    def claim():
        return len([claims.claim(Queue.BULK) for _ in range(4)])

    with Sampler(campaign.pk, CROWD) as sampler:
        all_at_once(writing.write_due, writing.write_due, stop, claim, claim)
        writing.write_due()
    assert sampler.wrong == []
    assert set(written_to(campaign).values()) <= {1}
    standing = Counter(campaign.recipients.values_list("standing", flat=True))
    assert standing[Standing.WAITING] == 0
    assert standing[Standing.WRITTEN] + standing[Standing.DROPPED] == CROWD
    assert standing[Standing.WRITTEN] == len(written_to(campaign))
    queued = OutgoingMessage.objects.filter(act_id=campaign.pk, state="queued")
    assert last == "resume" or not queued.exists()


def test_a_writer_that_dies_in_a_slice_leaves_it_as_if_it_had_not_begun(conference, bolormaa, monkeypatch):
    make_crowd(conference, 8)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)

    class Killed(BaseException):
        """As kill -9: nothing that follows is done."""

    def die(*_args, **_kwargs):
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(gathering, "save_assessed", die)
        with pytest.raises(Killed):
            writing.write_due()
    assert not written_to(campaign)
    assert writing.write_due() == 8
    assert set(written_to(campaign).values()) == {1}


def test_leaving_out_and_sending_off_at_once_leave_nobody_half_way(conference, bolormaa):
    make_crowd(conference, 6)
    campaign = make_campaign(conference, by=bolormaa)
    chosen = list(campaign.recipients.values_list("pk", flat=True)[:3])
    all_at_once(
        lambda: drafting.leave_out(campaign.pk, chosen, by=bolormaa),
        lambda: sending.schedule_campaign(campaign.pk, at=None, seen_version=None, by=bolormaa),
    )
    writing.write_due()
    left_out = campaign.recipients.filter(standing=Standing.EXCLUDED).count()
    assert left_out in {0, 3}
    assert len(written_to(campaign)) == 6 - left_out
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.RUNNING


def test_the_button_that_begins_a_draft_pressed_by_four_threads_begins_one(conference, bolormaa):
    rows = [row.pk for row in make_crowd(conference, 6)]
    given = {"name": "News", "cut_by": "", "by": bolormaa, "token": uuid.UUID(int=7)}
    answers = all_at_once(*[partial(drafting.begin_campaign, conference, "registrations", rows, **given)] * 4)
    assert {answer.pk for answer in answers} == {Campaign.objects.get().pk}
    assert Campaign.objects.get().recipients.count() == 6
    copies = all_at_once(
        *[partial(drafting.copy_campaign, answers[0].pk, by=bolormaa, token=uuid.UUID(int=8))] * 4,
    )
    assert len({copy.pk for copy in copies}) == 1
    assert Campaign.objects.count() == 2

"""What officers do with a campaign that goes: its hour, pauses, its end, and that it is sent once."""

import datetime
import itertools

import pytest
from django.utils import timezone
from django.utils.translation import override

from conference.clock import conference_now
from conference.correspondence import claims
from conference.correspondence.admin.campaigns.page import history_of
from conference.correspondence.campaign_states import TRANSITIONS, CampaignState
from conference.correspondence.campaigns import drafting, sending, writing
from conference.correspondence.campaigns.totals import totals
from conference.correspondence.errors import (
    CampaignChangedError,
    CampaignNotReadyError,
    IllegalCampaignTransitionError,
)
from conference.correspondence.models import (
    Campaign,
    CampaignWording,
    OutgoingMessage,
    Pause,
    Queue,
)
from conference.correspondence.states import MessageState as S
from tests.correspondence.campaigns.rows import addresses
from tests.factories.campaigns import WORDS, begin, make_campaign, make_crowd, make_registered
from tests.factories.conference import make_officer, set_clock

pytestmark = pytest.mark.django_db
C = CampaignState


def typed(text):
    """As a form gives it: naive, on the venue's clock."""
    return datetime.datetime.fromisoformat(text)


def test_a_campaign_is_sent_once_whoever_asks_a_second_time(conference, bolormaa):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    other = make_officer(conference, name="Dorj")
    sending.schedule_campaign(campaign.pk, at=None, seen_version=campaign.version, by=bolormaa)
    with pytest.raises(CampaignNotReadyError, match="by Bolormaa"):
        sending.schedule_campaign(campaign.pk, at=None, seen_version=campaign.version, by=other)
    writing.write_due()
    writing.write_due()
    assert OutgoingMessage.objects.filter(act_id=campaign.pk).count() == 1


def test_who_saw_another_version_sends_nothing(conference, bolormaa):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    with pytest.raises(CampaignChangedError):
        sending.schedule_campaign(campaign.pk, at=None, seen_version=campaign.version - 1, by=bolormaa)
    with pytest.raises(CampaignChangedError):
        drafting.word_campaign(
            campaign.pk, name="x", condition="", words=WORDS, seen_version=campaign.version - 1, by=bolormaa
        )


def test_without_words_or_without_anybody_nothing_is_sent(conference, bolormaa):
    make_registered(conference, "")
    wordless = make_campaign(conference, by=bolormaa, words={})
    with pytest.raises(CampaignNotReadyError, match="no words"):
        sending.schedule_campaign(wordless.pk, at=None, seen_version=None, by=bolormaa)
    with pytest.raises(CampaignNotReadyError, match="Nobody"):
        sending.schedule_campaign(make_campaign(conference, by=bolormaa).pk, at=None, seen_version=None, by=bolormaa)
    with pytest.raises(CampaignNotReadyError, match="nobody to write to"):
        make_campaign(conference, [], by=bolormaa)


def test_it_goes_at_its_hour_on_the_venues_clock(conference, bolormaa):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    at = sending.venue_moment(conference, typed("2019-06-03 14:30"))
    sending.schedule_campaign(campaign.pk, at=at, seen_version=None, by=bolormaa)
    assert writing.write_due() == 0
    set_clock(conference, datetime.datetime(2019, 6, 3, 14, 31, tzinfo=conference.zone))
    assert writing.write_due() == 1


def test_a_moment_that_has_passed_or_that_no_clock_shows_is_refused(conference, bolormaa):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    with pytest.raises(CampaignNotReadyError, match="passed"):
        sending.schedule_campaign(
            campaign.pk, at=conference_now(conference) - datetime.timedelta(minutes=1), seen_version=None, by=bolormaa
        )
    conference.time_zone = "Europe/Vienna"
    for day in (typed("2019-03-31 02:30"), typed("2019-10-27 02:30")):
        with pytest.raises(CampaignNotReadyError, match="clocks"):
            sending.venue_moment(conference, day)


def test_one_whose_hour_passed_while_nothing_ran_waits_for_an_officer(conference, bolormaa):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    at = conference_now(conference) + datetime.timedelta(minutes=1)
    sending.schedule_campaign(campaign.pk, at=at, seen_version=None, by=bolormaa)
    set_clock(conference, at + datetime.timedelta(hours=7))
    assert writing.write_due() == 0
    campaign.refresh_from_db()
    assert campaign.state == C.PAUSED
    with override("ru"):
        assert "Решите" in history_of(campaign)[0]["detail"]
    sending.resume_campaign(campaign.pk, by=bolormaa)
    assert writing.write_due() == 1


def test_a_paused_campaign_writes_nothing_and_no_worker_takes_its_letters(conference, bolormaa, monkeypatch):
    monkeypatch.setattr(writing, "SLICE", 2)
    make_crowd(conference, 4)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    assert writing.write_slice(campaign.pk) == 2
    sending.pause_campaign(campaign.pk, by=bolormaa, reason="A wrong hour in the text")
    assert writing.write_due() == 0
    assert claims.claim(Queue.BULK) == []
    assert totals(campaign).by_state == {S.QUEUED: 2}
    sending.resume_campaign(campaign.pk, by=bolormaa)
    assert writing.write_due() == 2
    assert len(claims.claim(Queue.BULK)) == 4


@pytest.mark.parametrize("is_paused", [False, True])
def test_a_cancelled_campaign_writes_no_further_letter_and_gives_up_those_that_wait(
    conference, bolormaa, monkeypatch, is_paused
):
    monkeypatch.setattr(writing, "SLICE", 3)
    make_crowd(conference, 5)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    writing.write_slice(campaign.pk)
    [on_its_way] = claims.claim(Queue.BULK, limit=1)
    if is_paused:
        sending.pause_campaign(campaign.pk, by=bolormaa)
    sending.cancel_campaign(campaign.pk, by=bolormaa, reason="Not needed")
    assert writing.write_due() == 0
    found = totals(campaign)
    assert (found.chosen, found.dropped, found.by_state) == (5, 2, {S.SENDING: 1, S.CANCELLED: 2})
    claims.give_back([on_its_way])
    writing.write_due()
    assert totals(campaign).by_state == {S.CANCELLED: 3}
    assert not Pause.objects.exists()


def test_an_interrupted_cancellation_is_finished_by_the_sweeper(conference, bolormaa, monkeypatch):
    make_crowd(conference, 3)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    writing.write_due()
    with monkeypatch.context() as killed:
        killed.setattr(sending, "give_up_letters", lambda _pk, **_by: 0)
        sending.cancel_campaign(campaign.pk, by=bolormaa)
    assert totals(campaign).by_state == {S.QUEUED: 3}
    assert claims.claim(Queue.BULK) == []
    writing.write_due()
    assert totals(campaign).by_state == {S.CANCELLED: 3}


def test_it_is_done_when_no_letter_is_on_its_way(conference, bolormaa):
    make_crowd(conference, 2)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    writing.write_due()
    campaign.refresh_from_db()
    assert campaign.state == C.RUNNING
    messages = OutgoingMessage.objects.filter(act_id=campaign.pk)
    messages.update(state=S.SENT, sent_at=timezone.now())
    writing.write_due()
    campaign.refresh_from_db()
    assert (campaign.state, campaign.ended_at is not None) == (C.DONE, True)


def test_what_cannot_be_written_stops_its_campaign_and_no_other(conference, bolormaa, monkeypatch):
    make_registered(conference)
    broken = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    sound = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    CampaignWording.objects.filter(campaign=broken).update(body="{no_such_name}")
    assert writing.write_due() == 1
    broken.refresh_from_db()
    assert (broken.state, addresses(sound)) == (C.PAUSED, ["alice@people.example"])
    assert broken.transitions.latest("pk").reason


@pytest.mark.parametrize(("current", "wanted"), list(itertools.product(C, C)))
def test_every_move_is_in_the_table_or_refused(conference, current, wanted):
    moment = timezone.now()
    ended = moment if current in {C.DONE, C.CANCELLED} else None
    campaign = Campaign.objects.create(
        conference=conference, name="x", audience="registrations", state=current, scheduled_at=moment, ended_at=ended
    )
    if wanted in TRANSITIONS[current]:
        campaign.move_to(wanted, by=None)
        assert Campaign.objects.get(pk=campaign.pk).state == wanted
        assert campaign.transitions.get().target == wanted
    else:
        with pytest.raises(IllegalCampaignTransitionError):
            campaign.move_to(wanted, by=None)

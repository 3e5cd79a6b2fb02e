"""What sends a campaign off and what officers do while it goes: schedule, take back, pause, resume, cancel."""

import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference import alarm
from conference.clock import conference_now
from conference.correspondence import pauses
from conference.correspondence.campaign_states import CampaignState, Standing
from conference.correspondence.campaigns.audiences import still_wanted
from conference.correspondence.campaigns.drafting import locked
from conference.correspondence.errors import CampaignChangedError, CampaignNotReadyError
from conference.correspondence.models import Campaign, CampaignRecipient, OutgoingMessage, Pause, Queue
from conference.correspondence.states import MessageState
from conference.models import Conference, User

C = CampaignState
#: With a worker, who may give it back, or in the queue.
GOES_ON = (MessageState.QUEUED, MessageState.SENDING)


@transaction.atomic
def schedule_campaign(
    campaign_id: UUID, *, at: datetime.datetime | None, seen_version: int | None, by: User
) -> Campaign:
    """Sends a draft off: at a moment of the conference's clock, or at once. Locks it.

    Asked for a second time, by the same officer or another, it says that it was done. Raises ``NotPermittedError``,
    ``CampaignChangedError`` and ``CampaignNotReadyError``.
    """
    campaign = locked(campaign_id, by=by)
    if not campaign.is_draft:
        raise CampaignNotReadyError(_already(campaign))
    if seen_version is not None and seen_version != campaign.version:
        raise CampaignChangedError
    now = conference_now(campaign.conference)
    if at is not None and at <= now:
        raise CampaignNotReadyError(_("That moment has passed. Choose a later one, or send it at once."))
    if why_not := why_not_ready(campaign):
        raise CampaignNotReadyError(why_not)
    campaign.scheduled_at, campaign.sent_by = at or now, by
    campaign.move_to(C.SCHEDULED, by=by)
    if at is None:
        wake_writers()
    return campaign


def why_not_ready(campaign: Campaign) -> str:
    """A sentence where a draft cannot be sent; nothing where it can."""
    try:
        still_wanted(campaign, ())
    except CampaignNotReadyError as error:
        return str(error)
    if not campaign.wordings.exists():
        return _("The letter has no words yet. Please word it in one language at least.")
    if not campaign.recipients.filter(standing=Standing.WAITING).exists():
        return _("Nobody on the list is to be written to.")
    return ""


def _already(campaign: Campaign) -> str:
    officer = campaign.sent_by
    if officer is None:
        return _("This campaign was sent off already; it is not sent a second time.")
    sentence = _("This campaign was sent off already, by %(officer)s; it is not sent a second time.")
    return sentence % {"officer": officer}


@transaction.atomic
def take_back_campaign(campaign_id: UUID, *, by: User, reason: str = "") -> Campaign:
    """Makes a scheduled campaign a draft again. Locks it. Raises ``IllegalCampaignTransitionError``."""
    campaign = locked(campaign_id, by=by)
    campaign.sent_by = None
    campaign.move_to(C.DRAFT, by=by, reason=reason)
    return campaign


@transaction.atomic
def pause_campaign(campaign_id: UUID, *, by: User, reason: str = "") -> Campaign:
    """No further letter is written, and no worker takes one that waits. Locks it; what a worker has, goes."""
    campaign = locked(campaign_id, by=by)
    if campaign.state == C.SCHEDULED:
        raise CampaignNotReadyError(_("It has not begun yet. Take it back to change it, or cancel it."))
    keep_back(campaign, by=by, reason=reason)
    return campaign


def keep_back(campaign: Campaign, *, by: User | None, reason: str) -> None:
    """Pauses a campaign that the caller has locked, with its letters."""
    campaign.move_to(C.PAUSED, by=by, reason=reason)
    pauses.pause_act(campaign.pk, conference=campaign.conference, by=by, reason=reason)


@transaction.atomic
def resume_campaign(campaign_id: UUID, *, by: User, reason: str = "") -> Campaign:
    """Goes on where it was paused. Locks it; the workers are woken after the commit."""
    campaign = locked(campaign_id, by=by)
    campaign.move_to(C.RUNNING, by=by, reason=reason)
    pauses.resume_act(campaign.pk)
    wake_writers()
    return campaign


def cancel_campaign(campaign_id: UUID, *, by: User, reason: str = "") -> Campaign:
    """Ends it: who has no letter yet gets none, and letters that have not begun to go are cancelled.

    Locks the campaign; the letters are given up in slices, each a transaction. Should that be interrupted, workers
    take none of them, and the sweeper gives up the rest.
    """
    campaign = _cancelled(campaign_id, by=by, reason=reason)
    give_up_letters(campaign.pk, by=by)
    return campaign


@transaction.atomic
def _cancelled(campaign_id: UUID, *, by: User, reason: str) -> Campaign:
    campaign = locked(campaign_id, by=by)
    campaign.move_to(C.CANCELLED, by=by, reason=reason)
    pauses.pause_act(campaign.pk, conference=campaign.conference, by=by, reason=reason)
    campaign.recipients.filter(standing=Standing.WAITING).update(standing=Standing.DROPPED)
    return campaign


def give_up_letters(campaign_id: UUID, *, by: User | None) -> int:
    """Cancels the letters of a cancelled campaign that have not begun to go; gives how many it were."""
    given_up = 0
    while count := pauses.give_up_act(campaign_id, by=by, answer=_("Cancelled with its campaign.")):
        given_up += count
    if not OutgoingMessage.objects.filter(act_id=campaign_id, state__in=GOES_ON).exists():
        pauses.resume_act(campaign_id)
    return given_up


def half_cancelled() -> list[UUID]:
    """Cancelled campaigns some of whose letters are still to be given up."""
    cancelled = Campaign.objects.filter(state=C.CANCELLED, pk__in=Pause.objects.values("act_id"))
    return list(cancelled.values_list("pk", flat=True))


def venue_moment(conference: Conference, typed: datetime.datetime) -> datetime.datetime:
    """What was typed, on the venue's clock. An hour that is skipped or repeated raises ``CampaignNotReadyError``."""
    first, second = (typed.replace(tzinfo=conference.zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        raise CampaignNotReadyError(_("The clocks at the venue change at that hour; please choose another one."))
    return first


def wake_writers(*, insist: bool = False) -> None:
    """Tells a worker after the commit that letters are to be written; the sweeper would find it within a minute."""
    queue = Queue.BULK.value
    transaction.on_commit(lambda: alarm.wake("correspondence.write_campaigns", queue=queue, insist=insist))


def is_finished(campaign: Campaign) -> bool:
    """Whether nobody waits for a letter and none is on its way."""
    waiting = CampaignRecipient.objects.filter(campaign=campaign)
    on_their_way = (MessageState.QUEUED, MessageState.SENDING, MessageState.HELD)
    return not (
        waiting.filter(standing=Standing.WAITING).exists() or waiting.filter(message__state__in=on_their_way).exists()
    )

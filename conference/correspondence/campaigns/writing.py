"""Writes the letters of campaigns, a slice a transaction: whoever dies in one leaves it as if it had not begun."""

import datetime
import logging
import time
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_noop

from conference.clock import conference_now
from conference.correspondence import outbox
from conference.correspondence.campaign_states import CampaignState, Standing
from conference.correspondence.campaigns import gathering
from conference.correspondence.campaigns.audiences import audience_of, letter_of, wordings_of
from conference.correspondence.campaigns.drafting import sees_protected
from conference.correspondence.campaigns.sending import give_up_letters, half_cancelled, is_finished, keep_back
from conference.correspondence.models import Campaign, CampaignRecipient

logger = logging.getLogger(__name__)

C = CampaignState
SLICE = settings.OUTBOX_CAMPAIGN_SLICE
BUSY_SECONDS = settings.OUTBOX_BUSY_SECONDS
# Kept as they stand here, and told in the language of whoever reads them.
HOUR_PASSED = gettext_noop("Its hour passed while nothing was sent. Decide whether it goes.")
NOT_WRITTEN = gettext_noop("Its letters could not be written; the fault has been noted. Nobody was written to twice.")
#: As with reminders: what nothing has sent for so long is shown, not sent late.
GRACE = datetime.timedelta(hours=6)


def write_due(alive: Callable[[], None] = lambda: None) -> int:
    """Begins campaigns whose hour has come, writes letters for some seconds, ends campaigns; gives how many letters.

    What was left of a cancellation that was interrupted is done first.

    Several workers at once are harmless: a slice is written behind the lock of its campaign's row.
    """
    for cancelled_id in half_cancelled():
        give_up_letters(cancelled_id, by=None)
    begin_due()
    written, until = 0, time.monotonic() + BUSY_SECONDS
    while time.monotonic() < until and (campaign_id := next_to_write()) is not None:
        alive()
        written += _slice_or_stop(campaign_id)
    end_finished()
    return written


def has_work() -> bool:
    return next_to_write() is not None


def begin_due() -> int:
    """Moves campaigns whose hour has come; one whose hour passed long ago is paused, for an officer to decide."""
    scheduled = Campaign.objects.filter(state=C.SCHEDULED).select_related("conference")
    due = [each.pk for each in scheduled if _is_due(each)]
    return sum(_begin(pk) for pk in due)


def _is_due(campaign: Campaign) -> bool:
    return campaign.scheduled_at is not None and campaign.scheduled_at <= conference_now(campaign.conference)


@transaction.atomic
def _begin(campaign_id: UUID) -> bool:
    """Asks again under the lock: it may have been taken back."""
    campaign = _locked(campaign_id, C.SCHEDULED)
    if campaign is None or campaign.scheduled_at is None or not _is_due(campaign):
        return False
    if conference_now(campaign.conference) - campaign.scheduled_at > GRACE:
        keep_back(campaign, by=None, reason=HOUR_PASSED)
        return False
    campaign.move_to(C.RUNNING, by=None)
    return True


def next_to_write() -> UUID | None:
    """The running campaign with somebody to write to that was to go first."""
    waiting = CampaignRecipient.objects.filter(campaign=OuterRef("pk"), standing=Standing.WAITING)
    running = Campaign.objects.filter(Exists(waiting), state=C.RUNNING).order_by("scheduled_at", "pk")
    found: UUID | None = running.values_list("pk", flat=True).first()
    return found


def _slice_or_stop(campaign_id: UUID) -> int:
    """What cannot be written stops its campaign, and no other."""
    try:
        return write_slice(campaign_id)
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        logger.exception("The letters of the campaign %s could not be written.", campaign_id)
        _stop(campaign_id)
        return 0


@transaction.atomic
def write_slice(campaign_id: UUID) -> int:
    """Writes some letters of a running campaign into the ledger, and says so of each recipient; gives how many.

    Locks the campaign's row: another worker, and whoever pauses or cancels, waits for the end of the slice. Each
    recipient is asked about anew, since the list was made before.
    """
    campaign = _locked(campaign_id, C.RUNNING)
    if campaign is None:
        return 0
    rows = list(campaign.recipients.filter(standing=Standing.WAITING).order_by("position")[:SLICE])
    if not rows:
        return 0
    audience_of(campaign).make_ready([row.about_id for row in rows])
    # In the name of the officer who sent it off: who may not know of somebody writes no letter to them.
    may = sees_protected(campaign.sent_by, campaign.conference)
    held = {row.recipient for row in rows}
    addressees = gathering.assess(campaign, rows, sees_protected=may)
    written = [row for row in rows if row.is_waiting]
    letters = {row.pk: letter_of(campaign, addressees[row.about_id]) for row in written}
    act = outbox.Held(act_id=campaign.pk, until=timezone.now())
    by_key = dict(outbox.enqueue_all(letters.values(), act, wordings_of(campaign)).values_list("key", "pk"))
    for row in written:
        row.standing, row.message_id = Standing.WRITTEN, by_key[outbox.bounded(letters[row.pk].key)]
    gathering.save_assessed(campaign, rows)
    gathering.let_next_in(campaign, held - {row.recipient for row in written}, sees_protected=may)
    return len(written)


@transaction.atomic
def _stop(campaign_id: UUID) -> None:
    campaign = _locked(campaign_id, C.RUNNING)
    if campaign is not None:
        keep_back(campaign, by=None, reason=NOT_WRITTEN)


def end_finished() -> int:
    """Ends the running campaigns of which no letter is on its way any more; gives how many."""
    return sum(_end(campaign) for campaign in Campaign.objects.filter(state=C.RUNNING) if is_finished(campaign))


@transaction.atomic
def _end(found: Campaign) -> bool:
    campaign = _locked(found.pk, C.RUNNING)
    if campaign is None or not is_finished(campaign):
        return False
    campaign.move_to(C.DONE, by=None)
    return True


def _locked(campaign_id: UUID, state: CampaignState) -> Campaign | None:
    """The campaign, locked until the end of the transaction, if it still stands there."""
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("conference", "sent_by")
    campaign: Campaign | None = rows.filter(pk=campaign_id).first()
    return campaign if campaign is not None and campaign.state == state else None

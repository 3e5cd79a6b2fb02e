"""Who on the list is written to, and why the others are not: asked when the list is made, and again at each letter."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import F

from conference.correspondence.campaign_states import Exclusion, Standing
from conference.correspondence.campaigns.audiences import addressees_of, came_back, still_wanted
from conference.correspondence.models import Campaign, CampaignRecipient
from conference.models import normalise_email
from conference.registry import Addressee

PER_QUERY = 1000
HOLDS_AN_ADDRESS = (Standing.WAITING, Standing.WRITTEN)
ASSESSED = ("recipient", "recipient_name", "language", "by_hand", "standing", "reason")


def gather(campaign: Campaign, ids: Iterable[UUID], *, sees_protected: bool) -> None:
    """Makes the list of a new campaign, in the order in which it was shown."""
    rows = [
        CampaignRecipient(campaign=campaign, position=position, about_id=pk)
        for position, pk in enumerate(dict.fromkeys(ids), start=1)
    ]
    taken: set[str] = set()
    for first in range(0, len(rows), PER_QUERY):
        assess(campaign, rows[first : first + PER_QUERY], taken, sees_protected=sees_protected)
    CampaignRecipient.objects.bulk_create(rows, batch_size=PER_QUERY)


def gather_anew(campaign: Campaign, *, sees_protected: bool) -> None:
    """Asks again of everybody on the list of a draft; whom an officer left out stays left out."""
    rows = list(campaign.recipients.exclude(reason=Exclusion.LEFT_OUT).order_by("position"))
    taken: set[str] = set()
    for first in range(0, len(rows), PER_QUERY):
        assess(campaign, rows[first : first + PER_QUERY], taken, sees_protected=sees_protected)
    save_assessed(campaign, rows)


def assess(
    campaign: Campaign, rows: Sequence[CampaignRecipient], taken: set[str] | None = None, *, sees_protected: bool
) -> dict[UUID, Addressee]:
    """Says of each row anew to whom its letter goes, or why none does, in memory; gives the addressees by row.

    ``taken`` are the addresses to which another letter of the campaign goes, and those of these rows are added to it;
    without it they are looked up.
    """
    ids = [row.about_id for row in rows]
    addressees = addressees_of(campaign, ids)
    wanted = set(still_wanted(campaign, ids))
    addresses = {normalise_email(each.recipient) for each in addressees.values() if each.recipient}
    dead = came_back(campaign, addresses)
    taken = _taken_by_others(campaign, rows, addresses) if taken is None else taken
    for row in rows:
        addressee = addressees.get(row.about_id)
        if addressee is not None:
            row.recipient = normalise_email(addressee.recipient)
            row.recipient_name, row.language = addressee.name[:300], addressee.reads
            row.by_hand = addressee.by_hand
        reason = _why_not(row, addressee, wanted, dead, taken, sees_protected=sees_protected)
        row.reason = reason or ""
        row.standing = Standing.EXCLUDED if reason else Standing.WAITING
        if row.recipient and not reason:
            taken.add(row.recipient)
    return addressees


def _why_not(  # noqa: PLR0911  one line a reason, in the order in which they are looked at
    row: CampaignRecipient,
    addressee: Addressee | None,
    wanted: Collection[UUID],
    dead: Collection[str],
    taken: Collection[str],
    *,
    sees_protected: bool,
) -> Exclusion | None:
    if addressee is None:
        return Exclusion.GONE
    if addressee.is_protected and not sees_protected:
        return Exclusion.PROTECTED
    if row.about_id not in wanted:
        return Exclusion.ANSWERED
    if row.recipient in taken and row.recipient:
        return Exclusion.SAME_ADDRESS
    if addressee.by_hand:
        return None
    if not row.recipient:
        return Exclusion.NO_ADDRESS
    return Exclusion.CAME_BACK if row.recipient in dead else None


def _taken_by_others(campaign: Campaign, rows: Sequence[CampaignRecipient], addresses: Collection[str]) -> set[str]:
    """Of these addresses those that other rows of the campaign than these hold."""
    others = campaign.recipients.filter(standing__in=HOLDS_AN_ADDRESS, recipient__in=addresses)
    return set(others.exclude(pk__in=[row.pk for row in rows]).values_list("recipient", flat=True))


def save_assessed(campaign: Campaign, rows: Sequence[CampaignRecipient], *more: str) -> None:
    """Writes what was found; addresses are let go first, since two rows may have exchanged theirs."""
    held = campaign.recipients.filter(pk__in=[row.pk for row in rows])
    held.exclude(recipient="").update(recipient="")
    CampaignRecipient.objects.bulk_update(rows, [*ASSESSED, *more], batch_size=PER_QUERY)


def leave_out(campaign: Campaign, ids: Collection[UUID]) -> int:
    """Leaves these out by an officer's word; where another waits for the address of one, it is written to instead."""
    rows = list(campaign.recipients.filter(pk__in=ids, standing=Standing.WAITING).order_by("position"))
    chosen = campaign.recipients.filter(pk__in=[row.pk for row in rows])
    chosen.update(standing=Standing.EXCLUDED, reason=Exclusion.LEFT_OUT)
    freed = {row.recipient for row in rows if row.recipient}
    waiting = campaign.recipients.filter(reason=Exclusion.SAME_ADDRESS, recipient__in=freed).exclude(pk__in=ids)
    successors = waiting.order_by("recipient", "position").distinct("recipient").values_list("pk", flat=True)
    campaign.recipients.filter(pk__in=list(successors)).update(standing=Standing.WAITING, reason="")
    return len(rows)


def put_back(campaign: Campaign, ids: Collection[UUID], *, sees_protected: bool) -> int:
    """Takes back that these were left out; each is asked anew whether it can be written to."""
    rows = list(campaign.recipients.filter(pk__in=ids, reason=Exclusion.LEFT_OUT).order_by("position"))
    assess(campaign, rows, sees_protected=sees_protected)
    save_assessed(campaign, rows)
    return len(rows)


def in_order(campaign: Campaign) -> Iterable[UUID]:
    return campaign.recipients.order_by(F("position")).values_list("about_id", flat=True)

"""Who on the list is written to, and why the others are not: asked when the list is made, and again at each letter."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Case, F, Q, Value, When

from conference.correspondence.campaign_states import Exclusion, Standing
from conference.correspondence.campaigns.audiences import addressees_of, audience_of, came_back, still_wanted
from conference.correspondence.models import Campaign, CampaignRecipient
from conference.models import normalise_email
from conference.registry import Addressee

PER_QUERY = 1000
HOLDS_AN_ADDRESS = (Standing.WAITING, Standing.WRITTEN)
#: The addresses to which letters of a campaign go; where to a protected person, whose row it is.
Taken = dict[str, CampaignRecipient | None]
ASSESSED = ("recipient", "recipient_name", "language", "by_hand", "standing", "reason", "message_id")
# Django's bulk_update spells out every value of every row: four seconds of the processor for five thousand rows.
SAVED = """
UPDATE correspondence_campaignrecipient AS kept
SET recipient = found.recipient, recipient_name = found.recipient_name, language = found.language,
    by_hand = found.by_hand, standing = found.standing, reason = found.reason, message_id = found.message_id
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::boolean[], %s::text[], %s::text[], %s::uuid[])
    AS found (id, recipient, recipient_name, language, by_hand, standing, reason, message_id)
WHERE kept.id = found.id
"""


def gather(campaign: Campaign, ids: Iterable[UUID], *, sees_protected: bool) -> None:
    """Makes the list of a new campaign, in the order in which it was shown."""
    rows = [
        CampaignRecipient(campaign=campaign, position=position, about_id=pk)
        for position, pk in enumerate(dict.fromkeys(ids), start=1)
    ]
    taken: Taken = {}
    for first in range(0, len(rows), PER_QUERY):
        assess(campaign, rows[first : first + PER_QUERY], taken, sees_protected=sees_protected)
    CampaignRecipient.objects.bulk_create(rows, batch_size=PER_QUERY)


def gather_anew(campaign: Campaign, *, sees_protected: bool) -> None:
    """Asks again of everybody on the list of a draft; whom an officer left out stays left out."""
    rows = list(campaign.recipients.exclude(reason=Exclusion.LEFT_OUT).order_by("position"))
    taken: Taken = {}
    for first in range(0, len(rows), PER_QUERY):
        assess(campaign, rows[first : first + PER_QUERY], taken, sees_protected=sees_protected)
    save_assessed(campaign, rows)


def assess(
    campaign: Campaign, rows: Sequence[CampaignRecipient], taken: Taken | None = None, *, sees_protected: bool
) -> dict[UUID, Addressee]:
    """Says of each row anew to whom its letter goes, or why none does, in memory; gives the addressees by row.

    ``taken`` are the addresses to which another letter of the campaign goes, and those of these rows are added to it;
    without it they are looked up. Of two rows of one address a protected person's gives way: that another's is left out
    would tell of them.
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
        is_protected = addressee is not None and addressee.is_protected
        gives_way = None if is_protected else taken.get(row.recipient)
        is_taken = row.recipient in taken and gives_way is None
        reason = _why_not(row, addressee, wanted, dead, is_taken=is_taken, sees_protected=sees_protected)
        row.reason = reason or ""
        row.standing = Standing.EXCLUDED if reason else Standing.WAITING
        if row.recipient and not reason:
            taken[row.recipient] = row if is_protected else None
            if gives_way is not None:
                gives_way.leave_out(Exclusion.SAME_ADDRESS)
    return addressees


def _why_not(  # noqa: PLR0911  one line a reason, in the order in which they are looked at
    row: CampaignRecipient,
    addressee: Addressee | None,
    wanted: Collection[UUID],
    dead: Collection[str],
    *,
    is_taken: bool,
    sees_protected: bool,
) -> Exclusion | None:
    if addressee is None:
        return Exclusion.GONE
    if addressee.is_protected and not sees_protected:
        return Exclusion.PROTECTED
    if row.about_id not in wanted:
        return Exclusion.ANSWERED
    if is_taken:
        return Exclusion.SAME_ADDRESS
    if addressee.by_hand:
        return None
    if not row.recipient:
        return Exclusion.NO_ADDRESS
    return Exclusion.CAME_BACK if row.recipient in dead else None


def _taken_by_others(campaign: Campaign, rows: Sequence[CampaignRecipient], addresses: Collection[str]) -> Taken:
    """Of these addresses those that other rows of the campaign than these hold."""
    others = campaign.recipients.filter(standing__in=HOLDS_AN_ADDRESS, recipient__in=addresses)
    return dict.fromkeys(others.exclude(pk__in=[row.pk for row in rows]).values_list("recipient", flat=True))


def save_assessed(campaign: Campaign, rows: Sequence[CampaignRecipient]) -> None:
    """Writes what was found; addresses are let go first, since two rows may have exchanged theirs."""
    held = campaign.recipients.filter(pk__in=[row.pk for row in rows])
    held.exclude(recipient="").update(recipient="")
    columns = [[getattr(row, name) for row in rows] for name in ASSESSED]
    with connection.cursor() as cursor:
        cursor.execute(SAVED, [[row.pk for row in rows], *columns])


def leave_out(campaign: Campaign, ids: Collection[UUID], *, sees_protected: bool) -> int:
    """Leaves these out by an officer's word; where another waits for the address of one, it is written to instead."""
    rows = list(campaign.recipients.filter(pk__in=ids, standing=Standing.WAITING).order_by("position"))
    chosen = campaign.recipients.filter(pk__in=[row.pk for row in rows])
    chosen.update(standing=Standing.EXCLUDED, reason=Exclusion.LEFT_OUT)
    let_next_in(campaign, {row.recipient for row in rows}, but_not=ids, sees_protected=sees_protected)
    return len(rows)


def let_next_in(
    campaign: Campaign, freed: Collection[str], *, but_not: Collection[UUID] = (), sees_protected: bool
) -> None:
    """To addresses that nobody holds any more the letter goes that another was left out for, the first on the list.

    A protected person comes last, and not by an officer who would learn from it that there is one.
    """
    addresses = [address for address in freed if address]
    waiting = campaign.recipients.filter(reason=Exclusion.SAME_ADDRESS, recipient__in=addresses)
    hidden = Q(about_id__in=audience_of(campaign).protected(campaign.conference))
    waiting = waiting.exclude(pk__in=but_not) if sees_protected else waiting.exclude(hidden | Q(pk__in=but_not))
    is_last = Case(When(hidden, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())
    in_turn = waiting.annotate(is_last=is_last).order_by("recipient", "is_last", "position").distinct("recipient")
    successors = list(in_turn.values_list("pk", flat=True))
    campaign.recipients.filter(pk__in=successors).update(standing=Standing.WAITING, reason="")


def put_back(campaign: Campaign, ids: Collection[UUID], *, sees_protected: bool) -> int:
    """Takes back that these were left out; each is asked anew whether it can be written to."""
    rows = list(campaign.recipients.filter(pk__in=ids, reason=Exclusion.LEFT_OUT).order_by("position"))
    assess(campaign, rows, sees_protected=sees_protected)
    save_assessed(campaign, rows)
    return len(rows)


def in_order(campaign: Campaign) -> Iterable[UUID]:
    return campaign.recipients.order_by(F("position")).values_list("about_id", flat=True)

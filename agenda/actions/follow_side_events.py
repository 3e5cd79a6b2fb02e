"""Where two persons turn out to be one, what the one proposed as a side event is the other's."""

from collections.abc import Iterable
from typing import Any

from agenda.models import SideEventProposal
from registration.models import Participant


def follow_side_events(kept: Participant, merged: Participant) -> list[dict[str, Any]]:
    """Moves the merged person's proposals, each of its own organisation; gives the rows. Part of the transaction."""
    proposals = SideEventProposal.objects.select_for_update(no_key=True).filter(participant=merged).order_by("pk")
    rows = [{"side_event": str(each.pk)} for each in proposals]
    SideEventProposal.objects.filter(participant=merged).update(participant=kept)
    return rows


def undo_side_events(kept: Participant, merged: Participant, rows: Iterable[dict[str, Any]]) -> None:
    """Puts back what moved and is still there. Part of the caller's transaction."""
    moved = [row["side_event"] for row in rows if "side_event" in row]
    SideEventProposal.objects.filter(pk__in=moved, participant=kept).update(participant=merged)

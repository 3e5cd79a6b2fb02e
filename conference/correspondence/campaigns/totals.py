"""What became of everybody on the lists of campaigns: one aggregate, so that it adds up at every moment."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, Count, ExpressionWrapper, F, Q, Value, When

from conference.correspondence.campaign_states import Exclusion, Standing
from conference.correspondence.models import Campaign, CampaignRecipient
from conference.correspondence.states import MessageState

ON_THEIR_WAY = (MessageState.QUEUED, MessageState.SENDING, MessageState.HELD)
AT_AN_END = (MessageState.SENT, MessageState.FAILED, MessageState.UNKNOWN, MessageState.CANCELLED, MessageState.BY_HAND)


@dataclass
class Totals:
    """Each recipient is counted in one place: left out, waiting, dropped, or by the state of the letter."""

    waiting: int = 0
    dropped: int = 0
    by_reason: Counter[Exclusion] = field(default_factory=Counter)
    by_state: Counter[MessageState] = field(default_factory=Counter)
    #: Of those that were sent.
    came_back: int = 0

    @property
    def excluded(self) -> int:
        return self.by_reason.total()

    @property
    def chosen(self) -> int:
        """Everybody on the list."""
        return self.waiting + self.dropped + self.excluded + self.by_state.total()

    @property
    def to_write(self) -> int:
        """Everybody on the list whom nothing excludes."""
        return self.chosen - self.excluded

    @property
    def on_their_way(self) -> int:
        return sum(self.by_state[state] for state in ON_THEIR_WAY)

    @property
    def at_an_end(self) -> int:
        """How many letters the machine has done with."""
        return self.dropped + sum(self.by_state[state] for state in AT_AN_END)

    @property
    def in_trouble(self) -> int:
        return self.by_state[MessageState.FAILED] + self.by_state[MessageState.UNKNOWN]

    def add(self, standing: str, reason: str, state: str | None, count: int, *, came_back: bool) -> None:
        if standing == Standing.WRITTEN and state:
            self.by_state[MessageState(state)] += count
            self.came_back += count if came_back else 0
        elif standing == Standing.EXCLUDED:
            self.by_reason[Exclusion(reason)] += count
        elif standing == Standing.DROPPED:
            self.dropped += count
        else:
            self.waiting += count


def totals_of(campaigns: Iterable[UUID], withheld: Q | None = None) -> dict[UUID, Totals]:
    """By campaign; one query, whose counts are all of one moment.

    ``withheld`` are the rows of persons of whom the reader may not know: why they are left out is not told apart.
    """
    found = {pk: Totals() for pk in campaigns}
    rows = CampaignRecipient.objects.filter(campaign__in=found).order_by()
    returned = ExpressionWrapper(Q(message__came_back_at__isnull=False), output_field=BooleanField())
    classes = rows.annotate(came_back=returned, told=reason_told(withheld)).values_list(
        "campaign", "standing", "told", "message__state", "came_back"
    )
    for campaign, standing, reason, state, came_back, count in classes.annotate(count=Count("pk")):
        found[campaign].add(standing, reason, state, count, came_back=came_back)
    return found


def totals(campaign: Campaign, withheld: Q | None = None) -> Totals:
    return totals_of([campaign.pk], withheld)[campaign.pk]


def reason_told(withheld: Q | None) -> Case | F:
    """Why somebody is left out, as the reader may know it: another's address would tell whose address it is."""
    if withheld is None:
        return F("reason")
    is_by_itself = withheld & Q(standing=Standing.EXCLUDED) & ~Q(reason=Exclusion.LEFT_OUT)
    hidden = When(is_by_itself, then=Value(Exclusion.PROTECTED.value))
    return Case(hidden, default=F("reason"), output_field=CharField())

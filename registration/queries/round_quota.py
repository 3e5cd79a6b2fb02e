"""The places of a category as a round would leave them: what who decides has in view."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from registration.models import DecisionRound, Outcome, ParticipantCategory, Registration, RoundDecision
from registration.models.vetting import both_are_given
from registration.queries.places import places_left
from registration.queries.vetting import applications_to_vet
from registration.states import RegistrationState, RoundState


@dataclass(frozen=True)
class RoundQuota:
    """``left`` once the round is released: nothing where there is no limit, negative where it decides on too many."""

    places: int | None
    registered: int
    waiting: int
    to_register: int
    to_wait: int
    to_decline: int
    left: int | None

    @property
    def decided(self) -> int:
        return self.to_register + self.to_wait + self.to_decline

    @property
    def over(self) -> int:
        """How many more would be registered than there are places."""
        return max(0, -self.left) if self.left is not None else 0


def open_round_of(category: ParticipantCategory) -> DecisionRound | None:
    """The round of the category that is in preparation."""
    found: DecisionRound | None = category.decision_rounds.filter(state=RoundState.OPEN).first()
    return found


def undecided_with_both_opinions(found: DecisionRound) -> QuerySet[Registration]:
    """The applications that the round can decide on next."""
    of_category = applications_to_vet(found.conference).filter(both_are_given("pk"), category=found.category_id)
    return of_category.exclude(pk__in=found.decisions.values("registration"))


def round_quota(category: ParticipantCategory, found: DecisionRound | None) -> RoundQuota:
    """In three queries; the conference's capacity counts where it is nearer than the category's places."""
    standing = Registration.objects.filter(category=category).aggregate(
        registered=Count("pk", filter=Q(state=RegistrationState.REGISTERED, is_outside_quota=False)),
        waiting=Count("pk", filter=Q(state=RegistrationState.WAITLISTED)),
    )
    decided = RoundDecision.objects.filter(round=found, done_at__isnull=True).aggregate(
        **{outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in Outcome}
    )
    left = places_left(category)
    return RoundQuota(
        places=category.places,
        registered=standing["registered"],
        waiting=standing["waiting"],
        to_register=decided[Outcome.REGISTERED],
        to_wait=decided[Outcome.WAITLISTED],
        to_decline=decided[Outcome.DECLINED],
        left=None if left is None else left - decided[Outcome.REGISTERED],
    )

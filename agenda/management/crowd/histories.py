"""What is kept of each registration: its moves, its application, its codes for the door."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from agenda.management.crowd.people import Arrival
from agenda.management.crowd.stage import Stage
from registration.models.badge import BITS, VOIDED_BY_STATE, VoidReason, code_of
from registration.states import RegistrationState as S
from registration.states import Track

Values = dict[str, Any]
BY_OFFICERS = frozenset({S.REGISTERED, S.DECLINED, S.UNDER_REVIEW, S.CHANGES_REQUESTED, S.REPLACED})
REASONS = {
    S.DECLINED: "There were more applications than places; priority was given to work on the panels' subjects.",
    S.CHANGES_REQUESTED: "Please name the country or countries in which the organisation works.",
}
MANDATE = "Works with local communities, teachers and young people, and publishes what it learns every year."


def transitions_of(stage: Stage, arrivals: Sequence[Arrival]) -> Iterator[Values]:
    """Each move with its actor, its reason, and since when the registration had stood where it left."""
    for arrival in arrivals:
        origin, since = "", None
        for target, at in zip(arrival.way, arrival.steps, strict=True):
            yield {
                "registration_id": arrival.registration.pk,
                "origin": origin,
                "origin_since": since,
                "target": target,
                "by_id": stage.officer.pk if target in BY_OFFICERS else None,
                "reason": REASONS.get(target, ""),
                "at": at,
            }
            origin, since = target, at


def applications_of(arrivals: Sequence[Arrival]) -> Iterator[Values]:
    for arrival in arrivals:
        if arrival.registration.track == Track.APPLICATION:
            yield {
                "registration_id": arrival.registration.pk,
                "organisation": arrival.person.institution,
                "country_of_work": "Mongolia, Kazakhstan",
                "mandate": MANDATE,
                "relevant_work": MANDATE,
            }


def badges_of(stage: Stage, arrivals: Sequence[Arrival]) -> Iterator[Values]:
    """A code for each time that somebody was registered; void where it was not for good."""
    for arrival in arrivals:
        moves = [*zip(arrival.way, arrival.steps, strict=True), (None, None)]
        for (state, at), (following, left_at) in pairwise(moves):
            if state != S.REGISTERED:
                continue
            badge: Values = {
                "id": stage.chance.identifier(),
                "registration_id": arrival.registration.pk,
                "code": code_of(stage.chance.bits(BITS)),
                "issued_at": at,
                "issued_by_id": stage.officer.pk,
            }
            if following is not None:
                badge["voided_at"], badge["voided_by_id"] = left_at, stage.officer.pk
                badge["void_reason"] = VOIDED_BY_STATE.get(following, VoidReason.NOT_CONFIRMED)
            yield badge

"""The codes of those who are or were registered: issued with the move, void where a later one led away again."""

from agenda.demonstration.history import Moment
from agenda.demonstration.identity import Row
from agenda.demonstration.stage import Stage
from conference.models import User
from registration.models import Badge, Registration
from registration.models.badge import BITS, VOIDED_BY_STATE, VoidReason, code_of
from registration.states import RegistrationState


def badge_of(
    stage: Stage, row: Row, registration: Registration, way: list[Moment], actors: list[User | None]
) -> Badge | None:
    """The registration's code, if its way ever led to *registered*: the same in every installation."""
    reached = [moment.step.state for moment in way]
    if RegistrationState.REGISTERED not in reached:
        return None
    number = reached.index(RegistrationState.REGISTERED)
    identifier = stage.id_of("badge", row["key"])
    badge = Badge(
        pk=identifier,
        registration=registration,
        code=code_of(identifier.int & ((1 << BITS) - 1)),
        issued_at=stage.clock.recorded(way[number].at),
        issued_by=actors[number],
    )
    if reached[-1] != RegistrationState.REGISTERED:
        badge.voided_at = stage.clock.recorded(way[-1].at)
        badge.voided_by = actors[-1]
        badge.void_reason = VOIDED_BY_STATE.get(reached[-1], VoidReason.NOT_CONFIRMED)
    return badge

"""Who may not decide on an application: after a conflict of interest, and on the review of what one declined."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Value
from django.utils.translation import gettext as _

from conference.models import TeamRole, User
from registration.errors import ConflictOfInterestError, NotPermittedError, RegistrationError
from registration.models import Registration
from registration.permissions import decides_on
from registration.queries.reviews import declined_among, declines_by
from registration.queries.vetting import conflicts_of

CONFLICT, DECLINED = "conflict", "declined"


@dataclass(frozen=True)
class Decider:
    """An officer who decides on some registrations of one conference, with those that are for somebody else."""

    by: User
    roles: frozenset[TeamRole]
    conflicts: frozenset[UUID]
    declined: frozenset[UUID]

    @classmethod
    def of(
        cls, by: User, roles: frozenset[TeamRole], registration_ids: Iterable[UUID], *, undoing: UUID | None = None
    ) -> "Decider":
        """In one query as a rule, however many they are; who undoes an act is not barred by the declines in it."""
        ids = list(registration_ids)
        conflicts = conflicts_of(by, ids).order_by().values_list("registration", Value(CONFLICT))
        declines = declines_by(by, ids, besides=undoing).order_by().values_list("registration", Value(DECLINED))
        barred: dict[str, set[UUID]] = {CONFLICT: set(), DECLINED: set()}
        for pk, why in conflicts.union(declines):
            barred[why].add(pk)
        declined = declined_among(ids, barred[DECLINED])
        return cls(by, roles, frozenset(barred[CONFLICT]), frozenset(declined))

    def refuse(self, row: Registration) -> None:
        """Raises ``NotPermittedError``, ``ConflictOfInterestError``; ``RegistrationError`` to whoever declined it."""
        if not decides_on(self.by, self.roles, row):
            raise NotPermittedError
        if row.pk in self.conflicts:
            raise ConflictOfInterestError
        if row.pk in self.declined:
            raise RegistrationError(
                _(
                    "You have declined this application; a review is for an officer who was not involved in that "
                    "decision."
                )
            )

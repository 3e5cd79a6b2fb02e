"""Whom a person may be the same as: asked before somebody is registered, and read from what the sweep has kept."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from conference.permissions import ROLES_THAT_SEE_PROTECTED, Actor, has_role
from registration.models import DuplicateCandidate, Merge, Participant, Passport, Registration, Signal
from registration.models.duplicate import DuplicateCandidateQuerySet
from registration.queries.duplicate_pairs import pairs_of_one
from registration.queries.likeness import likeness_of
from registration.states import LIVE

VERY_LIKELY, LIKELY = 75, 50
MOST = 10


@dataclass(frozen=True)
class Candidate:
    """Another person whom this one may be, with what speaks for it."""

    participant: Participant
    signals: list[Signal]
    score: int

    @property
    def likelihood(self) -> str | Promise:
        return likelihood(self.score)


def likelihood(score: int) -> str | Promise:
    """How likely two persons are one, in words."""
    if score >= VERY_LIKELY:
        return _("very likely")
    return _("likely") if score >= LIKELY else _("possible")


def candidates_for(participant: Participant, *, by: Actor, most: int = MOST) -> list[Candidate]:
    """Whom a person of a conference may be the same as, whether saved or not; the likeliest first.

    Three queries by index, about what was kept up to a minute ago. Whoever may not know of protected persons is told of
    none.
    """
    passports = Passport.objects.filter(registration__participant=participant.pk).exclude(number_digest="")
    digests = list(passports.values_list("number_digest", flat=True))
    sees_protected = has_role(by, participant.conference, ROLES_THAT_SEE_PROTECTED)
    found = pairs_of_one(likeness_of(participant, digests), most=most, sees_protected=sees_protected)
    ids = [pk for pk, _signals, _score in found]
    visible = Participant.objects.visible_to(by, participant.conference).in_bulk(ids)
    return [
        Candidate(visible[pk], [Signal(each) for each in signals], score)
        for pk, signals, score in found
        if pk in visible
    ]


def open_duplicates(conference: Conference, by: Actor) -> DuplicateCandidateQuerySet:
    """The pairs that wait for an officer, as far as this one may know of them."""
    found: DuplicateCandidateQuerySet = DuplicateCandidate.objects.visible_to(by, conference).open()
    return found


def current_registrations(participants: Collection[UUID]) -> dict[UUID, Registration]:
    """Of each person the registration that counts: the live one, or else the latest; one query."""
    rows = Registration.objects.filter(participant__in=participants).select_related(
        "participant", "category", "delegation", "conference", "invitation"
    )
    found: dict[UUID, Registration] = {}
    for row in sorted(rows, key=lambda row: (row.state in LIVE, row.created_at)):
        found[row.participant_id] = row
    return found


def merge_in_force(registration: Registration) -> Merge | None:
    """Where a registration went, if it was merged into another."""
    rows: QuerySet[Merge] = Merge.objects.filter(merged=registration, undone_at__isnull=True)
    return rows.select_related("kept__participant", "by").first()


def merges_of(registration: Registration) -> QuerySet[Merge]:
    """Those in which this registration stayed or was merged, also those that were undone."""
    rows: QuerySet[Merge] = Merge.objects.filter(Q(kept=registration) | Q(merged=registration))
    return rows.select_related("kept__participant", "merged__participant", "by", "undone_by", "conference")


def duplicate_counts(conference: Conference, by: Actor) -> dict[str, int]:
    """How many pairs of each state this officer may know of; one query."""
    rows = DuplicateCandidate.objects.visible_to(by, conference).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))

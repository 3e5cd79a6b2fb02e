"""What officers have set on registrations, a page of a list at a time; and who may be asked to attend to them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from conference.models import Conference, User
from registration.models import Assignment, OfficerNote, Tag, Tagging
from registration.permissions import ROLES_THAT_WORK


@dataclass
class Marks:
    """Of one registration."""

    tags: list[Tag] = field(default_factory=list)
    officer: User | None = None
    notes: int = 0


def marks_of(conference: Conference, user: User, registration_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Marks]:
    """Tags, officer and the number of notes that the user may read, of each; for a whole page at once."""
    ids = list(registration_ids)
    found = {pk: Marks() for pk in ids}
    for tagging in Tagging.objects.in_force().filter(registration__in=ids).select_related("tag"):
        found[tagging.registration_id].tags.append(tagging.tag)
    for one in Assignment.objects.in_force().filter(registration__in=ids).select_related("officer"):
        found[one.registration_id].officer = one.officer
    readable = OfficerNote.objects.visible_to(user, conference).filter(registration__in=ids).order_by()
    for pk, count in readable.values_list("registration").annotate(count=Count("pk")):
        found[pk].notes = count
    return found


def officers_who_work(conference: Conference) -> QuerySet[User]:
    """The officers of the team who may be assigned a registration, by name."""
    team = User.objects.filter(is_active=True, memberships__conference=conference)
    return team.filter(memberships__role__in=ROLES_THAT_WORK).distinct().order_by("name", "email")

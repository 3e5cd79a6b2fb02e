"""What officers have set on registrations, beside the rows of a list; and who may be asked to attend to them."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from conference.models import Conference, TeamRole, User
from registration.models import Assignment, OfficerNote, Registration, Tagging, Visibility
from registration.permissions import ROLES_THAT_WORK


def with_marks(rows: QuerySet[Any], user: User, roles: frozenset[TeamRole]) -> QuerySet[Any]:
    """The rows with their tags and officer, by identifier, and how many notes the user may read.

    Subqueries of the row: they are asked for the rows of one page, and for none that is merely counted.
    """
    here = OuterRef("pk")
    tags = Tagging.objects.in_force().filter(registration=here).order_by("tag__name").values("tag")
    officer = Assignment.objects.in_force().filter(registration=here).values("officer")
    notes = OfficerNote.objects.readable_by(user, roles).filter(registration=here).order_by().values("registration")
    counted = Subquery(notes.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    marked: QuerySet[Any] = rows.annotate(
        tag_ids=ArraySubquery(tags), officer_id=Subquery(officer), note_count=Coalesce(counted, 0)
    )
    return marked


def officers_who_work(conference: Conference) -> QuerySet[User]:
    """The officers of the team who may be assigned a registration, by name."""
    team = User.objects.filter(is_active=True, memberships__conference=conference)
    return team.filter(memberships__role__in=ROLES_THAT_WORK).distinct().order_by("name", "email")


def assigned_to(conference: Conference, user: User, *, with_protected: bool) -> QuerySet[Registration]:
    """The registrations that the user attends to, but for those of persons of whom the user may not know any more."""
    mine = Assignment.objects.in_force().filter(officer=user)
    rows: QuerySet[Registration] = Registration.objects.filter(
        conference=conference, pk__in=mine.values("registration")
    )
    return rows if with_protected else rows.exclude(participant__visibility=Visibility.HIDDEN)

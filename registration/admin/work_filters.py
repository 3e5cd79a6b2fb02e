"""By what officers keep for themselves: to whom a registration is assigned, which tags it bears."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference.admin.current import officer, required_conference
from conference.models import User
from registration.admin.person_filters import NamedFilter
from registration.models import Assignment, Tag, Tagging
from registration.queries.marks import officers_who_work

ME, NOBODY, NONE = "me", "nobody", "none"


def officers_of(request: HttpRequest) -> dict[uuid.UUID, User]:
    """The team that works on registrations; one query a request, whatever asks for it."""
    cached: dict[uuid.UUID, User] | None = getattr(request, "_officers_who_work", None)
    if cached is None:
        cached = {user.pk: user for user in officers_who_work(required_conference(request))}
        request._officers_who_work = cached  # type: ignore[attr-defined]  # noqa: SLF001
    return cached


def tags_of(request: HttpRequest) -> dict[uuid.UUID, Tag]:
    """The conference's tags; one query a request."""
    cached: dict[uuid.UUID, Tag] | None = getattr(request, "_tags", None)
    if cached is None:
        cached = {tag.pk: tag for tag in Tag.objects.filter(conference=required_conference(request))}
        request._tags = cached  # type: ignore[attr-defined]  # noqa: SLF001
    return cached


class AssignedFilter(NamedFilter):
    title = _("assigned to")
    parameter_name = "assigned"
    sentence = _("It is assigned to %(values)s.")

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        others = ((str(pk), str(user)) for pk, user in officers_of(request).items() if pk != officer(request).pk)
        return [(ME, _("me")), (NOBODY, _("nobody")), *others]

    def cut(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = [str(officer(request).pk) if value == ME else value for value in self.values if value != NOBODY]
        in_force = Assignment.objects.in_force().filter(registration=OuterRef("pk"))
        condition = Q(Exists(in_force.filter(officer__in=wanted))) if wanted else Q()
        if NOBODY in self.values:
            condition |= ~Q(Exists(in_force))
        return queryset.filter(condition)


class TagFilter(NamedFilter):
    title = _("tag")
    parameter_name = "tag"
    sentence = _("It bears the tag %(values)s.")

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        found = [(str(pk), tag.name) for pk, tag in tags_of(request).items()]
        return [*found, (NONE, _("none"))] if found else []

    def cut(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = [value for value in self.values if value != NONE]
        in_force = Tagging.objects.in_force().filter(registration=OuterRef("pk"))
        condition = Q(Exists(in_force.filter(tag__in=wanted))) if wanted else Q()
        if NONE in self.values:
            condition |= ~Q(Exists(in_force))
        return queryset.filter(condition)

"""By what officers keep for themselves: to whom a registration is assigned, which tags it bears."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from conference.admin.current import officer, required_conference
from conference.models import User
from registration.admin.person_filters import NamedFilter
from registration.errors import RegistrationError
from registration.models import Assignment, Tagging
from registration.queries.desk_furniture import Furniture, furniture_of

ME, NOBODY, NONE = "me", "nobody", "none"


def furniture(request: HttpRequest) -> Furniture:
    """Tags, officers and the officer's own arrangement; one query a request, whatever asks for it."""
    cached: Furniture | None = getattr(request, "_furniture", None)
    if cached is None:
        cached = furniture_of(required_conference(request), officer(request))
        request._furniture = cached  # type: ignore[attr-defined]  # noqa: SLF001
    return cached


def colleagues(request: HttpRequest) -> list[tuple[str, str]]:
    """The officers to whom something may be assigned, by identifier and name, but for whoever asks."""
    return [(str(pk), name) for pk, name in furniture(request).officers.items() if pk != officer(request).pk]


def officer_named(request: HttpRequest, identifier: str) -> User:
    """An officer whom a page offered; raises ``RegistrationError`` for anybody else."""
    if identifier == str(officer(request).pk):
        return officer(request)
    if identifier not in dict(colleagues(request)):
        raise RegistrationError(_now("Please choose an officer of the team."))
    return User.objects.get(pk=identifier)


class AssignedFilter(NamedFilter):
    title = _("assigned to")
    parameter_name = "assigned"
    sentence = _("It is assigned to %(values)s.")

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return [(ME, _("me")), (NOBODY, _("nobody")), *colleagues(request)]

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
        found = [(str(pk), tag.name) for pk, tag in furniture(request).tags.items()]
        return [*found, (NONE, _("none"))] if found else []

    def cut(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = [value for value in self.values if value != NONE]
        in_force = Tagging.objects.in_force().filter(registration=OuterRef("pk"))
        condition = Q(Exists(in_force.filter(tag__in=wanted))) if wanted else Q()
        if NONE in self.values:
            condition |= ~Q(Exists(in_force))
        return queryset.filter(condition)

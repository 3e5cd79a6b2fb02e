"""By what the list of registrations is cut."""

import uuid
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference.admin.current import required_conference
from registration.admin.desk_list import DeskFilter
from registration.models import DecisionAct, ParticipantCategory
from registration.queries.desk_registrations import LACKING, SOMETHING_OUTSTANDING
from registration.queries.reviews import open_reviews
from registration.states import WAITING_FOR_A_DECISION, RegistrationState

WAITING = "waiting"


def categories_of(request: HttpRequest) -> dict[uuid.UUID, ParticipantCategory]:
    """The conference's categories in their order; one query a request."""
    cached: dict[uuid.UUID, ParticipantCategory] | None = getattr(request, "_categories", None)
    if cached is None:
        cached = {category.pk: category for category in required_conference(request).categories.all()}
        request._categories = cached  # type: ignore[attr-defined]  # noqa: SLF001
    return cached


class StatusFilter(DeskFilter):
    title = _("status")
    parameter_name = "status"
    field = "state"
    sentence = _("The status is %(values)s.")
    offered = ((WAITING, _("waiting for a decision")), *RegistrationState.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        states = {value for value in self.values if value != WAITING}
        if WAITING in self.values:
            states |= {state.value for state in WAITING_FOR_A_DECISION}
        return queryset.filter(state__in=states) if states else queryset


class CategoryFilter(DeskFilter):
    title = _("category")
    parameter_name = "category"
    field = "category"
    sentence = _("The category is %(values)s.")

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, str]]:
        return [(str(pk), str(category)) for pk, category in categories_of(request).items()]


class OutstandingFilter(DeskFilter):
    """Anything, or each kind of thing on its own: what one asks a mission for."""

    title = _("outstanding")
    parameter_name = "outstanding"
    sentence = _("What is outstanding: %(values)s.")

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return [
            ("yes", _("something outstanding")),
            ("given_names", _("given name")),
            ("function", _("function")),
            ("nationality", _("nationality")),
            ("address", _("e-mail address")),
            ("answer", _("answer to a question")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if "yes" in self.values:
            return queryset.filter(SOMETHING_OUTSTANDING)
        if not self.values:
            return queryset
        return queryset.filter(reduce(or_, (LACKING[value] for value in self.values)))


class ReviewFilter(DeskFilter):
    title = _("review")
    parameter_name = "review"
    control = "choice"
    sentence = _("Standing: %(values)s.")
    offered = (("asked", _("a review is asked for")),)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.values:
            return queryset
        return queryset.filter(pk__in=open_reviews(required_conference(request)).values("registration"))


def act_in_force(request: HttpRequest) -> DecisionAct | None:
    """The decision that the list is cut by; one query where there is any."""
    if not hasattr(request, "_act_in_force"):
        try:
            pk = uuid.UUID(request.GET.get("act", ""))
        except ValueError:
            found = None
        else:
            found = DecisionAct.objects.filter(pk=pk, conference=required_conference(request)).first()
        request._act_in_force = found  # type: ignore[attr-defined]  # noqa: SLF001
    return request._act_in_force  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001


class ActFilter(DeskFilter):
    """Those that one act moved; nobody chooses it from a list of filters, one is led to it."""

    title = _("decided together")
    parameter_name = "act"
    control = ""
    sentence = _("Decided together: %(values)s.")

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        act = act_in_force(request)
        return [(str(act.pk), str(act.get_decision_display()))] if act else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        act = act_in_force(request)
        return queryset.filter(pk__in=act.transitions.values("registration")) if act else queryset

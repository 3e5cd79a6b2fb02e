"""How the ledger is cut: by what became of a message, its purpose, when, language, queue, and to whom."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from conference.admin.chips import Chip
from conference.admin.current import required_conference, sees_protected
from conference.correspondence.counts import TO_BE_NOTED, is_overdue, messages_by_state
from conference.correspondence.models import Queue
from conference.correspondence.paces import resting_domains
from conference.correspondence.purposes import OF_CAMPAIGNS, PURPOSES, purpose_called
from conference.correspondence.states import MessageState
from conference.formats import language_name
from conference.models import Conference
from conference.registry import registry

OVERDUE, CAME_BACK, RETURN_NOTED = "overdue", "came_back", "return_noted"
# Trouble first, then what is on its way, then what is done.
CHIPS: tuple[tuple[str, Any], ...] = (
    (MessageState.FAILED, MessageState.FAILED.label),
    (MessageState.UNKNOWN, MessageState.UNKNOWN.label),
    (CAME_BACK, gettext_lazy("came back")),
    (OVERDUE, gettext_lazy("due for more than five minutes")),
    (MessageState.QUEUED, MessageState.QUEUED.label),
    (MessageState.SENDING, MessageState.SENDING.label),
    (MessageState.HELD, MessageState.HELD.label),
    (MessageState.BY_HAND, MessageState.BY_HAND.label),
    (MessageState.SENT, MessageState.SENT.label),
    (MessageState.CANCELLED, MessageState.CANCELLED.label),
    (RETURN_NOTED, gettext_lazy("came back, noted")),
)
NOTED = Q(return_noted_at__isnull=False)


class StatusFilter(SimpleListFilter):
    """By the chips; a made-up status filters nothing away and raises nothing."""

    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return CHIPS

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == OVERDUE:
            return queryset.filter(is_overdue())
        if value in {CAME_BACK, RETURN_NOTED}:
            return queryset.filter(TO_BE_NOTED if value == CAME_BACK else NOTED)
        return queryset.filter(state=value) if value in MessageState.values else queryset


class PurposeFilter(SimpleListFilter):
    """Whatever letters there are in the house."""

    title = gettext_lazy("purpose")
    parameter_name = "purpose"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return [(purpose.key, purpose.label) for purpose in (*PURPOSES.values(), *OF_CAMPAIGNS.values())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(purpose=value) if purpose_called(value or "") else queryset


#: Figures in the ledger’s filters are at most so many seconds old.
A_MINUTE = 60
PERIODS: Mapping[str, tuple[Any, datetime.timedelta]] = {
    "day": (gettext_lazy("the last 24 hours"), datetime.timedelta(days=1)),
    "week": (gettext_lazy("the last seven days"), datetime.timedelta(days=7)),
    "month": (gettext_lazy("the last thirty days"), datetime.timedelta(days=30)),
}


class PeriodFilter(SimpleListFilter):
    """When it was written, by the machine's clock, as the ledger keeps it."""

    title = gettext_lazy("written")
    parameter_name = "written"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return [(key, label) for key, (label, _since) in PERIODS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = PERIODS.get(self.value() or "")
        return queryset.filter(created_at__gte=timezone.now() - found[1]) if found else queryset


class LanguageFilter(SimpleListFilter):
    """In which a protected person reads is theirs, as the file of the ledger has it."""

    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return [(code, language_name(code)) for code in required_conference(request).languages]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        known = value in dict(self.lookup_choices)
        return queryset.filter(language=value, is_withheld=False) if known else queryset


class QueueFilter(SimpleListFilter):
    title = gettext_lazy("queue")
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return Queue.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(queue=value) if value in Queue.values else queryset


class DomainFilter(SimpleListFilter):
    """Those to which most is written, each with how many; any other one by its address in the line above."""

    title = gettext_lazy("domain of the address")
    parameter_name = "domain"
    most = 12

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        key = f"ledger-domains:{required_conference(request).pk}:{sees_protected(request)}"
        found = cache.get_or_set(key, lambda: self._counted(request, model_admin), A_MINUTE)
        return [(domain, f"{domain} ({count})") for domain, count in found or [] if domain]

    def _counted(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, int]]:
        shown = model_admin.get_queryset(request).filter(is_withheld=False).order_by()
        found = shown.values_list("domain").annotate(count=Count("pk")).order_by("-count", "domain")
        return list(found[: self.most])

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = (self.value() or "").lower()
        return queryset.filter(domain=value, is_withheld=False) if value else queryset


class AboutFilter(SimpleListFilter):
    """All that was written about one person, delegation or invitation; the link to it stands on its page."""

    title = gettext_lazy("about")
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return [(self.value() or "", gettext_lazy("one person, delegation or invitation"))] if self.value() else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        try:
            about = uuid.UUID(self.value() or "")
        except ValueError:
            return queryset
        related = [Q(about_id__in=ids(about)) for ids in (*registry.about_participant, *registry.about_others)]
        # That a protected person's letter is among those of a delegation would tell whose nominee it is.
        return queryset.filter(reduce(or_, related, Q(about_id=about)), is_withheld=False)


FILTERS = (StatusFilter, PurposeFilter, PeriodFilter, LanguageFilter, QueueFilter, DomainFilter, AboutFilter)


def resting_shown(request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[str]:
    """The domains that said it was too much, of those to which letters of this conference wait; kept for a minute."""

    def found() -> list[str]:
        resting = resting_domains()
        shown = model_admin.get_queryset(request).filter(state=MessageState.QUEUED, is_withheld=False).order_by()
        return sorted(set(shown.filter(domain__in=resting).values_list("domain", flat=True))) if resting else []

    key = f"ledger-resting:{required_conference(request).pk}:{sees_protected(request)}"
    return cache.get_or_set(key, found, A_MINUTE) or []


def chips_of(conference: Conference) -> Iterable[Chip]:
    counts = messages_by_state(conference)
    return [Chip("status", str(value), label, counts[str(value)]) for value, label in CHIPS]

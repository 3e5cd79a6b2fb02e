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
from django.utils.translation import gettext_lazy

from conference.admin.chips import Chip
from conference.admin.current import required_conference, sees_protected
from conference.clock import conference_today, in_real_time
from conference.correspondence.counts import (
    HELD_UNDECIDED,
    TO_BE_NOTED,
    Cuts,
    is_overdue,
    messages_by_cut,
    messages_by_state,
)
from conference.correspondence.models import Queue
from conference.correspondence.paces import resting_domains
from conference.correspondence.purposes import OF_CAMPAIGNS, PURPOSES, purpose_called
from conference.correspondence.states import MessageState
from conference.formats import language_name
from conference.models import Conference
from conference.registry import registry

OVERDUE, CAME_BACK, RETURN_NOTED, UNDECIDED = "overdue", "came_back", "return_noted", "undecided"
# Trouble first, then what is on its way, then what is done.
CHIPS: tuple[tuple[str, Any], ...] = (
    (MessageState.FAILED, MessageState.FAILED.label),
    (MessageState.UNKNOWN, MessageState.UNKNOWN.label),
    (CAME_BACK, gettext_lazy("came back")),
    (OVERDUE, gettext_lazy("due for more than five minutes")),
    (UNDECIDED, gettext_lazy("held back by the machine")),
    (MessageState.QUEUED, MessageState.QUEUED.label),
    (MessageState.SENDING, MessageState.SENDING.label),
    (MessageState.HELD, MessageState.HELD.label),
    (MessageState.BY_HAND, MessageState.BY_HAND.label),
    (MessageState.SENT, MessageState.SENT.label),
    (MessageState.CANCELLED, MessageState.CANCELLED.label),
    (RETURN_NOTED, gettext_lazy("came back, noted")),
)
BESIDE_STATES: Mapping[str | None, Q] = {
    CAME_BACK: TO_BE_NOTED,
    RETURN_NOTED: Q(return_noted_at__isnull=False),
    UNDECIDED: HELD_UNDECIDED,
}


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
        if value in BESIDE_STATES:
            return queryset.filter(BESIDE_STATES[value])
        return queryset.filter(state=value) if value in MessageState.values else queryset


class CountedFilter(SimpleListFilter):
    """Says how many messages are behind each of its values; where there is none, it does not offer it."""

    def all_lookups(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        """Each value with its name."""
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        counts = getattr(_cuts(request, model_admin), str(self.parameter_name))
        offered = [(value, label, counts.get(value, 0)) for value, label in self.all_lookups(request)]
        return [(value, f"{label} ({count})") for value, label, count in offered if count or value == self.value()]

    def has_output(self) -> bool:
        return True


def _cuts(request: HttpRequest, model_admin: ModelAdmin[Any]) -> Cuts:
    """The figures of all filters at once, kept for a minute, and with the request."""
    kept: Cuts | None = getattr(request, "_cuts_of_the_ledger", None)
    if kept is None:
        conference = required_conference(request)
        since = {name: _beginning(conference, days) for name, (_label, days) in PERIODS.items()}
        key = f"ledger-cuts:{conference.pk}:{sees_protected(request)}"
        rows = model_admin.get_queryset(request)
        kept = cache.get_or_set(key, lambda: messages_by_cut(rows, since), A_MINUTE) or messages_by_cut(rows, since)
        request._cuts_of_the_ledger = kept  # type: ignore[attr-defined]  # noqa: SLF001
    return kept


class PurposeFilter(CountedFilter):
    """Whatever letters there are in the house."""

    title = gettext_lazy("purpose")
    parameter_name = "purpose"

    def all_lookups(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        return [(purpose.key, purpose.label) for purpose in (*PURPOSES.values(), *OF_CAMPAIGNS.values())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(purpose=value) if purpose_called(value or "") else queryset


#: Figures in the ledger’s filters are at most so many seconds old.
A_MINUTE = 60
#: Days before today, at which each begins.
PERIODS: Mapping[str, tuple[Any, int]] = {
    "day": (gettext_lazy("today"), 0),
    "week": (gettext_lazy("the last seven days"), 6),
    "month": (gettext_lazy("the last thirty days"), 29),
}


def _beginning(conference: Conference, days: int) -> datetime.datetime:
    """Midnight at the venue so many days ago, by the conference's clock, as the ledger records moments."""
    day = conference_today(conference) - datetime.timedelta(days=days)
    return in_real_time(conference, datetime.datetime.combine(day, datetime.time.min, tzinfo=conference.zone))


class PeriodFilter(CountedFilter):
    """On which days it was written, as its page shows them: at the venue, by the conference's clock."""

    title = gettext_lazy("written")
    parameter_name = "written"

    def all_lookups(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        return [(key, label) for key, (label, _days) in PERIODS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = PERIODS.get(self.value() or "")
        return (
            queryset.filter(created_at__gte=_beginning(required_conference(request), found[1])) if found else queryset
        )


class LanguageFilter(CountedFilter):
    """In which a protected person reads is theirs, as the file of the ledger has it."""

    title = gettext_lazy("language")
    parameter_name = "language"

    def all_lookups(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        return [(code, language_name(code)) for code in required_conference(request).languages]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        known = value in required_conference(request).languages
        return queryset.filter(language=value, is_withheld=False) if known else queryset


class QueueFilter(CountedFilter):
    title = gettext_lazy("queue")
    parameter_name = "queue"

    def all_lookups(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        return [(queue.value, queue.label) for queue in Queue]

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

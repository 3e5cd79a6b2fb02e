"""How the list of sessions is cut: by day, by what is open or lacking, by type, by topic; the chips that count them."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agenda.models import Appearance, Session, SessionType
from agenda.queries.lacking import SINGLE_SEX, Lack, lacks_of, still_to_come
from agenda.states import AppearanceState, SessionState
from conference.admin.chips import Chip
from conference.admin.current import current_roles, required_conference
from conference.formats import day_text
from conference.models import Conference, Topic
from conference.permissions import ROLES_THAT_REGISTER, ROLES_THAT_SCHEDULE

STANDINGS = (
    ("to-confirm", _("speakers to confirm")),
    ("regrets", _("a speaker regrets")),
    ("unscheduled", _("not scheduled")),
    ("cancelled", _("cancelled")),
)


#: What is known of persons' gender is for those who put panels together, and for those to whom it was told.
ROLES_THAT_BALANCE = ROLES_THAT_SCHEDULE | ROLES_THAT_REGISTER


def is_to_confirm() -> Exists:
    """Whether a speaker was asked and has not answered."""
    asked = Appearance.objects.filter(state=AppearanceState.INVITED, participant__isnull=False)
    return Exists(asked.filter(session=OuterRef("pk")))


def has_regrets() -> Exists:
    """Whether a speaker has sent regrets: a place in the session to fill, or a letter to answer."""
    regretted = Appearance.objects.filter(state=AppearanceState.DECLINED, participant__isnull=False)
    return Exists(regretted.filter(session=OuterRef("pk")))


def _of_standing(value: str | None) -> Q | None:
    held = Q(state=SessionState.SCHEDULED)
    return {
        "to-confirm": held & Q(is_to_confirm()),
        "regrets": held & Q(has_regrets()),
        "unscheduled": held & Q(starts_at__isnull=True),
        "cancelled": Q(state=SessionState.CANCELLED),
    }.get(value or "")


def _on(conference: Conference, iso_day: str | None) -> Q | None:
    """Begins on that day at the venue; nothing for what is no day of the conference."""
    if iso_day not in {day.isoformat() for day in conference.days()}:
        return None
    return Q(starts_at__date=iso_day)  # the admin's time zone is the venue's


class SessionFilter(SimpleListFilter):
    """A made-up value filters nothing away and raises nothing."""

    def condition(self, request: HttpRequest) -> Q | None:
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        condition = self.condition(request)
        return queryset if condition is None else queryset.filter(condition)


class DayFilter(SessionFilter):
    title = _("day")
    parameter_name = "day"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return [(day.isoformat(), day_text(day)) for day in required_conference(request).days()]

    def condition(self, request: HttpRequest) -> Q | None:
        return _on(required_conference(request), self.value())


class StandingFilter(SessionFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return STANDINGS

    def condition(self, request: HttpRequest) -> Q | None:
        return _of_standing(self.value())


class LackFilter(SessionFilter):
    """What a session that is still to come does not have yet."""

    title = _("lacking")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return [(lack.key, lack.label) for lack in lacks_shown(request)]

    def condition(self, request: HttpRequest) -> Q | None:
        found = next((lack for lack in lacks_shown(request) if lack.key == self.value()), None)
        return still_to_come(required_conference(request)) & found.is_lacking if found else None


class TypeFilter(SessionFilter):
    title = _("type")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return SessionType.choices

    def condition(self, request: HttpRequest) -> Q | None:
        return Q(type=self.value()) if self.value() in SessionType.values else None


class TopicFilter(SessionFilter):
    """The conference's own topics."""

    title = _("topic")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        topics = Topic.objects.filter(conference=required_conference(request))
        return [(str(topic.pk), str(topic)) for topic in topics]

    def condition(self, request: HttpRequest) -> Q | None:
        known = {key for key, _label in self.lookup_choices}
        return Q(topic=self.value()) if self.value() in known else None


def may_balance(request: HttpRequest) -> bool:
    """Whether this officer is told of how panels are made up: of a small one it tells of persons."""
    return bool(current_roles(request) & ROLES_THAT_BALANCE)


def lacks_shown(request: HttpRequest) -> tuple[Lack, ...]:
    """What this officer may ask for; found once a request."""
    cached: tuple[Lack, ...] | None = getattr(request, "_lacks_shown", None)
    if cached is None:
        lacks = lacks_of(required_conference(request))
        cached = tuple(lack for lack in lacks if lack.key != SINGLE_SEX or may_balance(request))
        request._lacks_shown = cached  # type: ignore[attr-defined]  # noqa: SLF001  cached on the request
    return cached


def chips_of(request: HttpRequest) -> Iterator[Chip]:
    """Days, what is still open, what is lacking, types; counted in one aggregate."""
    conference, lacks = required_conference(request), lacks_shown(request)
    days = {f"day_{n}": day for n, day in enumerate(conference.days())}
    columns = {f"lacks_{n}": lack for n, lack in enumerate(lacks)}
    counts = _counted(conference, days, columns)
    for key, day in days.items():
        yield Chip("day", day.isoformat(), day_text(day), counts[key])
    for value, label in STANDINGS:
        yield Chip("status", value, label, counts[value.replace("-", "_")])
    for key, lack in columns.items():
        yield Chip("lacks", lack.key, lack.label, counts[key])
    for value, label in SessionType.choices:
        yield Chip("type", value, label, counts[f"type_{value}"])


def _counted(conference: Conference, days: Mapping[str, datetime.date], columns: Mapping[str, Lack]) -> dict[str, int]:
    to_come = still_to_come(conference)
    wanted: dict[str, Q] = {key: Q(starts_at__date=day) for key, day in days.items()}
    wanted |= {f"type_{value}": Q(type=value) for value in SessionType.values}
    wanted |= {key: to_come & Q((f"is_{key}", True)) for key in columns}
    wanted |= {
        "unscheduled": Q(state=SessionState.SCHEDULED, starts_at__isnull=True),
        "to_confirm": Q(state=SessionState.SCHEDULED, has_open_answers=True),
        "regrets": Q(state=SessionState.SCHEDULED, has_regretting_speaker=True),
        "cancelled": Q(state=SessionState.CANCELLED),
    }
    sessions = Session.objects.filter(conference=conference).annotate(
        has_open_answers=is_to_confirm(),
        has_regretting_speaker=has_regrets(),
        **{f"is_{key}": lack.column for key, lack in columns.items()},
    )
    return sessions.aggregate(**{key: Count("pk", filter=condition) for key, condition in wanted.items()})

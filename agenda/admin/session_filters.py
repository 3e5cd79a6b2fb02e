"""How the list of sessions is cut: by day, by what is still open, by type, by topic; and the chips that count them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agenda.models import Appearance, Session, SessionType
from agenda.states import AppearanceState, SessionState
from conference.admin.chips import Chip
from conference.admin.current import required_conference
from conference.formats import day_text
from conference.models import Conference, Topic

STANDINGS = (
    ("to-confirm", _("speakers to confirm")),
    ("regrets", _("a speaker regrets")),
    ("unscheduled", _("not scheduled")),
    ("cancelled", _("cancelled")),
)


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


def chips_of(conference: Conference) -> Iterator[Chip]:
    """Days, what is still open, types; counted in one aggregate."""
    days = {f"day_{n}": day for n, day in enumerate(conference.days())}
    wanted: dict[str, Q] = {key: Q(starts_at__date=day) for key, day in days.items()}
    wanted |= {f"type_{value}": Q(type=value) for value in SessionType.values}
    wanted |= {
        "unscheduled": Q(state=SessionState.SCHEDULED, starts_at__isnull=True),
        "to_confirm": Q(state=SessionState.SCHEDULED, has_open_answers=True),
        "regrets": Q(state=SessionState.SCHEDULED, has_regretting_speaker=True),
        "cancelled": Q(state=SessionState.CANCELLED),
    }
    sessions = Session.objects.filter(conference=conference).annotate(
        has_open_answers=is_to_confirm(), has_regretting_speaker=has_regrets()
    )
    counts = sessions.aggregate(**{key: Count("pk", filter=condition) for key, condition in wanted.items()})
    for key, day in days.items():
        yield Chip("day", day.isoformat(), day_text(day), counts[key])
    for value, label in STANDINGS:
        yield Chip("status", value, label, counts[value.replace("-", "_")])
    for value, label in SessionType.choices:
        yield Chip("type", value, label, counts[f"type_{value}"])

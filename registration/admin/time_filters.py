"""Since when a registration stands as it stands: by days that have passed, or by a date on the conference's clock."""

import datetime
from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conference.admin.current import required_conference
from conference.formats import day_text
from conference.models import Conference
from registration.admin.desk_list import DeskFilter

DAYS = (1, 3, 7, 14)


class SinceFilter(DeskFilter):
    title = _("waiting for more than")
    parameter_name = "since"
    control = "choice"
    sentence = _("It has stood so for %(values)s.")

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return [
            (str(days), ngettext("more than %(days)d day", "more than %(days)d days", days) % {"days": days})
            for days in DAYS
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Of several the shortest: it holds the others."""
        if not self.values:
            return queryset
        shortest = min(int(value) for value in self.values)
        return queryset.filter(state_since__lt=timezone.now() - datetime.timedelta(days=shortest))


class DayFilter(DeskFilter):
    """A day at the venue; a demonstration's own, as all its dates."""

    control = "day"
    lookup: ClassVar[str] = ""

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return [(value, self.label_of(value)) for value in self.values] or [("", "")]

    @property
    def values(self) -> list[str]:
        """The last one asked for, if it is a day."""
        return [value for value in self.asked if _day(value)][-1:]

    def label_of(self, value: str) -> str:
        day = _day(value)
        return day_text(day, with_year=True) if day else value

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        day = _day(self.values[0]) if self.values else None
        if day is None:
            return queryset
        return queryset.filter(**{self.lookup: self.moment(required_conference(request), day)})

    def moment(self, conference: Conference, day: datetime.date) -> datetime.datetime:
        """The beginning of the day, as it was recorded."""
        begun = datetime.datetime.combine(day, datetime.time(), conference.zone)
        return begun - (conference.demonstration_offset or datetime.timedelta())


class SinceDayFilter(DayFilter):
    title = _("in this status since this day or later")
    parameter_name = "from"
    lookup = "state_since__gte"
    sentence = _("It has stood so since %(values)s or a later day.")


class UntilDayFilter(DayFilter):
    title = _("in this status since this day or earlier")
    parameter_name = "until"
    lookup = "state_since__lt"
    sentence = _("It has stood so since %(values)s or an earlier day.")

    def moment(self, conference: Conference, day: datetime.date) -> datetime.datetime:
        return super().moment(conference, day + datetime.timedelta(days=1))


def _day(value: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(value)
    except ValueError:
        return None
    # What lies beyond the calendar cannot be counted with.
    return day if datetime.date.min.year + 1 < day.year < datetime.date.max.year else None

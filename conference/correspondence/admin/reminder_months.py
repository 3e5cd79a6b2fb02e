"""The calendar of reminders as a calendar: months of weeks, with what comes due, what went, and the days to avoid."""

import calendar
import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conference.clock import conference_now
from conference.correspondence.models import DayToAvoid
from conference.models import Conference
from conference.reference.sort_keys import sort_key

Row = dict[str, Any]
MONTHS_SHOWN = 3
A_MONDAY = datetime.date(2019, 6, 3)


def months_of(conference: Conference, rows: Iterable[Row]) -> list[Row]:
    """From this month to the last in which something comes due, three at most; none where nothing does."""
    today = conference_now(conference).date()
    by_day: dict[datetime.date, list[Row]] = defaultdict(list)
    for row in rows:
        by_day[row["on"]].append(row)
    first = today.replace(day=1)
    last = max((day for day in by_day if day >= first), default=None)
    if last is None:
        return []
    named = _days_with_a_name(conference)
    months = [_month(month, by_day, named, today) for month in _months(first, last)]
    return months[:MONTHS_SHOWN]


def weekdays() -> list[Row]:
    """Monday first, short for the eye and whole for who listens."""
    days = [A_MONDAY + datetime.timedelta(days=number) for number in range(7)]
    return [{"short": date_format(day, "D"), "name": date_format(day, "l")} for day in days]


def _months(first: datetime.date, last: datetime.date) -> Iterable[datetime.date]:
    while first <= last:
        yield first
        first = (first + datetime.timedelta(days=31)).replace(day=1)


def _days_with_a_name(conference: Conference) -> Mapping[datetime.date, str]:
    """The days to avoid, and those of the conference itself."""
    days = _holidays(conference)
    of_conference = (conference.ends_on - conference.starts_on).days + 1
    for number in range(min(of_conference, 31)):
        days.setdefault(conference.starts_on + datetime.timedelta(days=number), _("the conference"))
    return days


def _holidays(conference: Conference) -> dict[datetime.date, str]:
    """Each with what it is, and of a State's own whose it is: “Whit Monday: Austria, Germany”."""
    whose: dict[datetime.date, dict[str, list[str]]] = defaultdict(dict)
    for day in DayToAvoid.objects.filter(conference=conference).prefetch_related("state__names"):
        states = whose[day.on].setdefault(day.name, [])
        states += [str(day.state)] if day.state else []
    return {on: "; ".join(_named(name, states) for name, states in names.items()) for on, names in whose.items()}


def _named(name: str, states: list[str]) -> str:
    return f"{name}: {', '.join(sorted(states, key=sort_key))}" if states else name


def _month(
    month: datetime.date,
    by_day: Mapping[datetime.date, list[Row]],
    named: Mapping[datetime.date, str],
    today: datetime.date,
) -> Row:
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return {
        "name": date_format(month, "YEAR_MONTH_FORMAT"),
        "weeks": [
            [
                {
                    "day": day,
                    "is_of_month": day.month == month.month,
                    "is_today": day == today,
                    "name": named.get(day, ""),
                    "rows": sorted(by_day.get(day, []), key=lambda row: row["time_text"]),
                }
                for day in week
            ]
            for week in weeks
        ],
    }

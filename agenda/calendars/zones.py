"""The rules of a time zone as a calendar file brings them (VTIMEZONE), for programs that do not know its name."""

import datetime
from collections.abc import Iterator
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY, MINUTE = datetime.timedelta(days=1), datetime.timedelta(minutes=1)
NO_TIME = datetime.timedelta()


@lru_cache(maxsize=32)
def zone_lines(zone: ZoneInfo, first: datetime.date, last: datetime.date) -> tuple[str, ...]:
    """The offset at the beginning of the first day, and each change of the clocks up to the last."""
    begins, ends = (datetime.datetime.combine(day, datetime.time(), datetime.UTC) for day in (first, last))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone.key}", *_rule(zone, begins, offset_at(zone, begins))]
    for moment in changes(zone, begins, ends):
        lines += _rule(zone, moment, offset_at(zone, moment - MINUTE))
    return (*lines, "END:VTIMEZONE")


def changes(zone: ZoneInfo, begins: datetime.datetime, ends: datetime.datetime) -> Iterator[datetime.datetime]:
    """The moments at which the clocks change, to the minute."""
    day = begins
    while day < ends:
        if offset_at(zone, day) != offset_at(zone, day + DAY):
            yield _change_within(zone, day, day + DAY)
        day += DAY


def _change_within(zone: ZoneInfo, before: datetime.datetime, after: datetime.datetime) -> datetime.datetime:
    offset = offset_at(zone, before)
    while after - before > MINUTE:
        middle = before + (after - before) // 2
        middle = middle.replace(second=0, microsecond=0)
        if offset_at(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _rule(zone: ZoneInfo, moment: datetime.datetime, before: datetime.timedelta) -> list[str]:
    """From this moment on; it is told by the clock as it went before (RFC 5545, 3.6.5)."""
    local = moment.astimezone(zone)
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{moment.replace(tzinfo=None) + before:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{offset_text(before)}",
        f"TZOFFSETTO:{offset_text(local.utcoffset() or NO_TIME)}",
        f"TZNAME:{local.tzname()}",
        f"END:{kind}",
    ]


def offset_at(zone: ZoneInfo, moment: datetime.datetime) -> datetime.timedelta:
    return moment.astimezone(zone).utcoffset() or NO_TIME


def offset_text(offset: datetime.timedelta) -> str:
    """“+0545”."""
    hours, minutes = divmod(abs(int(offset.total_seconds())) // 60, 60)
    return f"{'-' if offset < NO_TIME else '+'}{hours:02}{minutes:02}"

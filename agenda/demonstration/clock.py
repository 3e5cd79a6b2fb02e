"""Two clocks: the conference's, in which dates are printed, and the real one, in which the ledger keeps its moments."""

import datetime
import zlib
from dataclasses import dataclass
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ulaanbaatar")
FIRST_LOAD = datetime.datetime(2019, 6, 3, 9, 0, tzinfo=ZONE)
LAST_RECORDED = datetime.datetime(2019, 6, 3, 8, 40, tzinfo=ZONE)
SATURDAY = 5


def at(text: str) -> datetime.datetime:
    """“2019-05-13 10:00” at the venue."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def office_time(text: str, key: str, *, days_later: int = 0) -> datetime.datetime:
    """A moment in office hours on a day, or some days later but on no weekend; the same for the same key.

    Nothing has happened after the moment at which the demonstration begins.
    """
    on = day(text) + datetime.timedelta(days=days_later)
    if days_later and on.weekday() >= SATURDAY:
        on += datetime.timedelta(days=7 - on.weekday())
    minute = zlib.crc32(key.encode()) % (7 * 60)
    moment = datetime.datetime.combine(on, datetime.time(9, 20), ZONE) + datetime.timedelta(minutes=minute)
    return min(moment, LAST_RECORDED)


@dataclass(frozen=True)
class Clock:
    """``offset`` is what the conference's clock is ahead of the real one (it is far behind)."""

    offset: datetime.timedelta

    def recorded(self, moment: datetime.datetime) -> datetime.datetime:
        """The real moment at which the conference's clock showed ``moment``: what logs and the ledger would keep."""
        return (moment - self.offset).astimezone(datetime.UTC)

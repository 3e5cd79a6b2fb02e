"""Two clocks: the conference's, in which dates are printed, and the real one, in which the ledger keeps its moments."""

import datetime
import zlib
from dataclasses import dataclass
from zoneinfo import ZoneInfo

SATURDAY = 5


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@dataclass(frozen=True)
class Clock:
    """``offset`` is what the conference's clock is ahead of the real one (it is far behind).

    Nothing has happened after ``recorded_until``, shortly before the moment at which the demonstration begins.
    """

    zone: ZoneInfo
    offset: datetime.timedelta
    recorded_until: datetime.datetime

    @classmethod
    def beginning(cls, begins_at: str, recorded_until: str, zone: ZoneInfo, *, now: datetime.datetime) -> "Clock":
        """The clock that shows ``begins_at`` at the moment ``now``."""
        begins = datetime.datetime.fromisoformat(begins_at).replace(tzinfo=zone)
        return cls(zone, begins - now, datetime.datetime.fromisoformat(recorded_until).replace(tzinfo=zone))

    def at(self, text: str) -> datetime.datetime:
        """“2019-05-13 10:00” at the venue."""
        return datetime.datetime.fromisoformat(text).replace(tzinfo=self.zone)

    def office_time(self, text: str, key: str, *, days_later: int = 0) -> datetime.datetime:
        """A moment in office hours on a day, or some days later but on no weekend; the same for the same key."""
        on = day(text) + datetime.timedelta(days=days_later)
        if days_later and on.weekday() >= SATURDAY:
            on += datetime.timedelta(days=7 - on.weekday())
        minute = zlib.crc32(key.encode()) % (7 * 60)
        moment = datetime.datetime.combine(on, datetime.time(9, 20), self.zone) + datetime.timedelta(minutes=minute)
        return min(moment, self.recorded_until)

    def recorded(self, moment: datetime.datetime) -> datetime.datetime:
        """The real moment at which the conference's clock showed ``moment``: what logs and the ledger would keep."""
        return (moment - self.offset).astimezone(datetime.UTC)

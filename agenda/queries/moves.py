"""What changed for a session between two releases, in the words that stand beside its title."""

import datetime
from dataclasses import dataclass
from enum import Enum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from agenda.queries.snapshot import SessionEntry
from agenda.states import SessionState
from conference.formats import day_text, time_text
from conference.models import TranslatedText


class MoveKind(Enum):
    NONE = "none"
    NEW = "new"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"


@dataclass(frozen=True)
class Move:
    """``text`` is a whole phrase in the active language, for example “Moved from 14:00”; empty where nothing moved."""

    kind: MoveKind
    text: str = ""


def move_between(before: SessionEntry | None, after: SessionEntry, zone: ZoneInfo) -> Move:
    """How a session moved. A cancelled one stays so said in every later release."""
    if after["state"] == SessionState.CANCELLED:
        return Move(MoveKind.CANCELLED, _("Cancelled"))
    if before is None:
        return Move(MoveKind.NEW, _("New"))
    text = moved_text(before, after, zone)
    if before["state"] == SessionState.CANCELLED:
        return Move(MoveKind.REINSTATED, text or _("Takes place after all"))
    return Move(MoveKind.MOVED, text) if text else Move(MoveKind.NONE)


def moved_text(before: SessionEntry, after: SessionEntry, zone: ZoneInfo) -> str:
    """Whence a session moved, in time, in place or both; empty where it did not."""
    old_start, new_start = (_moment(entry["starts_at"], zone) for entry in (before, after))
    old_rooms = ", ".join(str(TranslatedText(room["name"])) for room in before["rooms"])
    has_changed_rooms = [room["id"] for room in before["rooms"]] != [room["id"] for room in after["rooms"]]
    if old_start != new_start:
        is_same_day = old_start.date() == new_start.date()
        when = time_text(old_start, zone) if is_same_day else _day_and_time(old_start, zone)
        if has_changed_rooms and old_rooms:
            return _("Moved from %(time)s, %(room)s") % {"time": when, "room": old_rooms}
        return _("Moved from %(time)s") % {"time": when}
    if has_changed_rooms and old_rooms:
        return _("Moved from %(room)s") % {"room": old_rooms}
    if before["ends_at"] != after["ends_at"]:
        old_end, new_end = (_moment(entry["ends_at"], zone) for entry in (before, after))
        return _("Ends at %(new)s, not %(old)s") % {"new": time_text(new_end, zone), "old": time_text(old_end, zone)}
    return ""


def _moment(text: str, zone: ZoneInfo) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).astimezone(zone)


def _day_and_time(moment: datetime.datetime, zone: ZoneInfo) -> str:
    return _("%(day)s, %(time)s") % {"day": day_text(moment.date()), "time": time_text(moment, zone)}

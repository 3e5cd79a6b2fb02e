"""Speakers as columns: who, how to reach them, in which sessions, what is outstanding, the last letter."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from agenda.queries.speaker_list import STATUSES, SpeakerLine, speaker_lines
from conference.clock import on_the_clock
from conference.columns import Column, Row, Value
from conference.correspondence.purposes import PURPOSES
from conference.correspondence.states import MessageState
from conference.formats import moment_text
from conference.models import Conference
from registration.models import Participant, Visibility
from registration.queries.column_kinds import languages, of_choices
from registration.queries.person_columns import OF_THE_NAME

SPEAKER = _("Speaker")
SPEAKING = _("Speaking")
USUAL_OF_SPEAKERS = ("name", "function", "institution", "email", "answers", "sessions", "outstanding", "last_letter")


def speaker_columns(conference: Conference, *, sees_protected: bool) -> Iterator[Column]:
    """What the list of speakers says, and their addresses; of a protected person that there is one."""

    def is_shown(row: Row) -> bool:
        return sees_protected or row["visibility"] != Visibility.HIDDEN

    def name(row: Row) -> str:
        if not is_shown(row):
            return _now("Protected participant")
        return Participant(**{part: row[part] for part in OF_THE_NAME}).formal_name

    def kept(key: str, label: Any) -> Column:
        return Column(
            key=key,
            label=label,
            group=SPEAKER,
            value=lambda row: row[key] if is_shown(row) else "",
            reads=(key, "visibility"),
        )

    yield Column(key="reference", label=_("Reference"), group=SPEAKER, value=lambda row: str(row["pk"]))
    yield Column(key="name", label=_("Name"), group=SPEAKER, value=name, reads=(*OF_THE_NAME, "visibility"))
    yield kept("function", _("Function"))
    yield kept("institution", _("Institution"))
    yield kept("email", _("E-mail"))
    yield kept("office_email", _("Private office"))
    yield of_choices("language", _("Language of letters"), SPEAKER, "language", languages())
    yield from _speaking(conference)


def _speaking(conference: Conference) -> Iterator[Column]:
    beside = LinesBeside(conference)

    def column(key: str, label: Any, text: Callable[[SpeakerLine], Value]) -> Column:
        return Column(key=key, label=label, group=SPEAKING, value=lambda row: text(row["speaking"]), beside=beside)

    yield column("answers", _("Answer"), _answers)
    yield column("sessions", _("Sessions"), lambda line: _sessions(line, conference))
    yield column("outstanding", _("Outstanding"), _outstanding)
    yield column("last_letter", _("Last letter"), _last_letter)
    yield column("last_letter_at", _("Last letter on"), lambda line: _last_letter_at(line, conference))


class LinesBeside:
    """What stands in other tables, for many rows at once."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference

    def __call__(self, rows: Sequence[Row]) -> None:
        found = speaker_lines(self.conference, [row["pk"] for row in rows])
        for row in rows:
            row["speaking"] = found.get(row["pk"], SpeakerLine())


def _answers(line: SpeakerLine) -> str:
    """“Confirmed: 2; not answered: 1”."""
    return capfirst("; ".join(f"{label}: {line.counts[value]}" for value, label in STATUSES if line.counts.get(value)))


def _sessions(line: SpeakerLine, conference: Conference) -> str:
    return "; ".join(
        f"{row.session.title} ({row.get_role_display()}, {_when(row.session.starts_at, conference)})"
        for row in line.appearances
    )


def _when(starts_at: datetime | None, conference: Conference) -> str:
    return moment_text(starts_at, conference.zone) if starts_at else _now("not scheduled")


def _outstanding(line: SpeakerLine) -> str:
    found = [str(each.label) for each in line.asked]
    return capfirst(", ".join([*found, *([_now("brief not sent")] if line.is_unbriefed else [])]))


def _last_letter(line: SpeakerLine) -> str:
    message = line.last_message
    if message is None:
        return ""
    purpose = PURPOSES.get(message.purpose)
    standing = _now("came back") if message.came_back_at else MessageState(message.state).label
    return f"{purpose.label if purpose else message.purpose}: {standing}"


def _last_letter_at(line: SpeakerLine, conference: Conference) -> datetime | None:
    message = line.last_message
    return on_the_clock(conference, message.sent_at or message.created_at) if message else None

"""What goes with a letter, as it is written into the letter's row: a calendar entry, and what is to be typeset.

A PDF is not made here: the letter is written in the transaction of an act, often with thousands of others. All that the
PDF will say is written into the row instead, and whoever delivers typesets it
(:mod:`conference.correspondence.typesetting`).
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from conference.correspondence.calendar_entry import entry_of_conference
from conference.correspondence.compose import Wordings, wording_once
from conference.correspondence.letter import Letter
from conference.correspondence.models import EnclosureKind
from conference.models import Conference


@dataclass(frozen=True)
class Enclosed:
    """What stands in the row beside the letter's words."""

    calendar: str = ""
    enclosures: list[dict[str, Any]] = field(default_factory=list)


NOTHING = Enclosed()


class Enclosing:
    """Gathers what goes with many letters; what is the same for all of a conference is made once."""

    def __init__(self, wordings: Wordings) -> None:
        self._wordings = wordings
        self._calendars: dict[tuple[UUID, str], str] = {}

    def of(self, letter: Letter) -> Enclosed:
        """What goes with the letter; what an act encloses of itself (``Letter.calendar``) stays as it is."""
        wording, conference = wording_once(letter, self._wordings), letter.conference
        if not wording.encloses or conference is None:
            return Enclosed(letter.calendar) if letter.calendar else NOTHING
        is_invited = EnclosureKind.CALENDAR in wording.encloses and not letter.calendar
        calendar = self._calendar(conference, wording.language) if is_invited else letter.calendar
        return Enclosed(calendar)

    def _calendar(self, conference: Conference, language: str) -> str:
        key = (conference.pk, language)
        if key not in self._calendars:
            self._calendars[key] = entry_of_conference(conference, language)
        return self._calendars[key]

"""What goes with a letter, as it is written into the letter's row: a calendar entry, and what is to be typeset.

A PDF is not made here: the letter is written in the transaction of an act, often with thousands of others. All that the
PDF will say is written into the row instead, and whoever delivers typesets it
(:mod:`conference.correspondence.enclosed_files`).
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from conference.correspondence.calendar_entry import entry_of_conference
from conference.correspondence.compose import Wordings, wording_once
from conference.correspondence.letter import Letter
from conference.correspondence.models import EnclosureKind, KeptEmblem
from conference.correspondence.sheets import EMBLEM, sheet_of
from conference.emblems import drawn_for_paper, emblem_file
from conference.models import Conference


@dataclass(frozen=True)
class Enclosed:
    """What stands in the row beside the letter's words."""

    calendar: str = ""
    enclosures: list[dict[str, Any]] = field(default_factory=list)


NOTHING = Enclosed()
# An emblem stands 24 mm high: five hundred points an inch. It goes with each letter, to thousands.
EMBLEM_PIXELS = 480
ON_PAPER = (EnclosureKind.LETTER, EnclosureKind.CERTIFICATE)


class Enclosing:
    """Gathers what goes with many letters; what is the same for all of a conference is made once."""

    def __init__(self, wordings: Wordings) -> None:
        self._wordings = wordings
        self._calendars: dict[tuple[UUID, str], str] = {}
        self._emblems: dict[UUID, str] = {}

    def of(self, letter: Letter) -> Enclosed:
        """What goes with the letter; what an act encloses of itself (``Letter.calendar``) stays as it is."""
        wording, conference = wording_once(letter, self._wordings), letter.conference
        if not wording.encloses or conference is None:
            return Enclosed(letter.calendar) if letter.calendar else NOTHING
        is_invited = EnclosureKind.CALENDAR in wording.encloses and not letter.calendar
        calendar = self._calendar(conference, wording.language) if is_invited else letter.calendar
        kinds = [kind for kind in ON_PAPER if kind in wording.encloses and (kind in letter.sheets or not letter.about)]
        return Enclosed(calendar, [self._sheet(kind, letter, conference) for kind in kinds])

    def _sheet(self, kind: EnclosureKind, letter: Letter, conference: Conference) -> dict[str, Any]:
        sheet = sheet_of(kind, letter, conference, self._wordings)
        digest = self._emblem(conference)
        sheet["data"]["emblem"] = EMBLEM if digest else None
        return {**sheet, "emblem": digest}

    def _emblem(self, conference: Conference) -> str:
        """The emblem as it is now, kept for whenever the letter is typeset; by its digest. One query, or two."""
        if conference.pk not in self._emblems:
            self._emblems[conference.pk] = _kept(conference)
        return self._emblems[conference.pk]

    def _calendar(self, conference: Conference, language: str) -> str:
        key = (conference.pk, language)
        if key not in self._calendars:
            self._calendars[key] = entry_of_conference(conference, language)
        return self._calendars[key]


def _kept(conference: Conference) -> str:
    content = emblem_file(conference)
    if not content:
        return ""
    digest = hashlib.sha256(content).hexdigest()
    if not KeptEmblem.objects.filter(pk=digest).exists():
        picture = drawn_for_paper(content, pixels=EMBLEM_PIXELS)
        if not picture:
            return ""
        KeptEmblem.objects.bulk_create([KeptEmblem(digest=digest, picture=picture)], ignore_conflicts=True)
    return digest

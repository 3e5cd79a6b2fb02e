"""What is held on a person, shaped so that one page can show it and one file can carry it."""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Item:
    """One datum: its key in files, its name for readers, its value; ``words`` where the value is a code.

    ``language`` is that of the value, where it was written in one: a page marks it.
    """

    key: str
    label: str
    value: Any
    words: str = ""
    language: str = ""

    @property
    def text(self) -> str:
        """As a page shows it."""
        if self.words:
            return self.words
        if isinstance(self.value, bool):
            return _("yes") if self.value else _("no")
        if isinstance(self.value, list):
            return " → ".join(str(each) or "–" for each in self.value)
        return "" if self.value is None else str(self.value)


Entry = list[Item]


@dataclass(frozen=True)
class Section:
    """A part, with as many entries as there are."""

    key: str
    title: str
    entries: list[Entry]

    def as_data(self) -> list[dict[str, Any]]:
        """For a file."""
        return [{item.key: item.value for item in entry} for entry in self.entries]

    @property
    def shown(self) -> list[Entry]:
        """For a page: what is empty is left out."""
        return [[item for item in entry if item.text] for entry in self.entries]


def as_json(sections: Iterable[Section], registration_id: UUID, made_at: datetime.datetime) -> str:
    """The whole as one JSON text, whose keys are the same in every language."""
    parts = {section.key: section.as_data() for section in sections}
    about = {"registration": str(registration_id), "made_at": made_at.isoformat(timespec="seconds")}
    return json.dumps(about | parts, ensure_ascii=False, indent=2)

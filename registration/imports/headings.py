"""Which column of a table is which of ours: guessed from its heading, in three languages and by usual other names."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.utils.translation import override

from conference.columns import Column
from conference.models import Conference
from registration.forms.pasted import HEADS
from registration.models import BroughtTable, ColumnsRemembered, RegistrationImport, searchable

#: Of our columns what other people call them.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "reference": ("reference", "registration id", "id"),
    "category": ("category", "participant type", "type", "категория", "ангилал"),
    "delegation": ("delegation", "state", "country", "delegation of", "страна", "государство", "делегация", "улс"),
    "title": ("title", "звание", "цол"),
    "patronymic": ("patronymic", "middle name", "отчество", "эцгийн нэр"),
    "family_name": ("family name", "last name", "surname", "фамилия", "ургийн овог"),
    "native_name": ("native name", "name in cyrillic", "имя на родном языке"),
    "institution": (
        "institution",
        "organization",
        "organisation",
        "ministry",
        "учреждение",
        "организация",
        "байгууллага",
    ),
    "phone": ("phone", "telephone", "mobile", "cell", "tel", "телефон", "утас"),
    "language": ("language", "correspondence language", "язык", "хэл"),
    "gender": ("gender", "sex", "пол", "хүйс"),
    "office_email": ("office e-mail", "assistant e-mail", "cc"),
    "modality": ("modality", "attendance", "формат участия"),
    **{key: heads for key, heads in HEADS.items() if key != "family_name"},
}
#: Not a column of ours: a whole name, which is taken apart.
WHOLE_NAME = "whole_name"
WHOLE_NAME_HEADS = ("name", "full name", "participant", "фио", "ф.и.о.", "имя и фамилия", "овог нэр", "нэр овог")
LOOKED_AT = 30
#: “Title (RU)” is another column than “Title (EN)”; what else stands in brackets explains the heading.
LANGUAGE_BEHIND = re.compile(r"\((\w\w)\)")


class Headings:
    """What the columns that may be written are called."""

    def __init__(
        self, columns: Iterable[Column], aliases: Mapping[str, Iterable[str]] = ALIASES, *, of_persons: bool = True
    ) -> None:
        written = [column for column in columns if column.field]
        self._known: dict[str, str] = {_plain(head): WHOLE_NAME for head in WHOLE_NAME_HEADS if of_persons}
        for column in written:
            self._known |= {_plain(head): column.key for head in aliases.get(column.key, ())}
        for language, _name in settings.LANGUAGES:
            with override(language):
                # Our own headings win over what others mean by the same word.
                self._known |= {_plain(_with_language(str(column.label))): column.key for column in written}
        self._known |= {_plain(column.key): column.key for column in written}

    def key_of(self, heading: str) -> str:
        """The key of the column with this heading; empty where it is none."""
        return self._known.get(_plain(_with_language(heading))) or self._known.get(_plain(heading), "")

    def guess(self, headings: Sequence[str]) -> list[str]:
        """A key for each; what two headings are is given to the first."""
        found: list[str] = []
        for heading in headings:
            key = self.key_of(heading)
            found.append(key if key not in found else "")
        # Where the parts of the name stand in columns of their own, or somebody is known, the whole says nothing more.
        if {"given_names", "reference"} & set(found):
            found = [key if key != WHOLE_NAME else "" for key in found]
        return found

    def row_of(self, rows: Sequence[tuple[int, list[str]]]) -> int:
        """The number of the row with the headings, behind whatever stands in front of the table."""
        known = {number: sum(bool(self.key_of(cell)) for cell in cells) for number, cells in rows}
        best = max(known.values(), default=0)
        if best > 1:
            return next(number for number, count in known.items() if count == best)
        widest = max((len(list(filter(None, cells))) for _number, cells in rows), default=0)
        return next((number for number, cells in rows if len(list(filter(None, cells))) == widest), 1)


def _with_language(heading: str) -> str:
    return LANGUAGE_BEHIND.sub(r" \1", heading)


def _plain(heading: str) -> str:
    """Without accents, marks and what stands in brackets behind."""
    return " ".join(searchable(heading.partition("(")[0]).replace("*", " ").replace("_", " ").split()).strip(" .:")


def digest_of(headings: Sequence[str], of: type[BroughtTable] = RegistrationImport) -> str:
    """By which the columns of a table of a kind are remembered; it holds nothing of what stands below."""
    kind = [] if of is RegistrationImport else [of.__name__]
    return hashlib.sha256("\x1f".join([*kind, *map(_plain, headings)]).encode()).hexdigest()


def remembered(
    conference: Conference, headings: Sequence[str], of: type[BroughtTable] = RegistrationImport
) -> ColumnsRemembered | None:
    """What the columns of the last table with these headings were said to be."""
    found: ColumnsRemembered | None = ColumnsRemembered.objects.filter(
        conference=conference, headings_digest=digest_of(headings, of)
    ).first()
    return found

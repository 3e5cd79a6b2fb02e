"""What a cell says, by the field that its column is: a value, or what is expected there and what may be meant."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext as _

from conference.columns import Column
from conference.models import Conference, normalise_email
from registration.forms.phone import international
from registration.imports.vocabularies import (
    Vocabulary,
    categories_of,
    countries_known,
    delegations_of,
    languages_of,
    meaning_of_yes_or_no,
    roles,
    states_without_a_delegation,
    vocabulary_of,
    words_of_roles,
)
from registration.models import Application, Participant, searchable
from registration.models.courtesies import COURTESIES, TITLES, spoken

#: What a spreadsheet shows where a formula failed.
ERRORS_OF_SPREADSHEETS = (
    "#N/A",
    "#REF!",
    "#NAME?",
    "#VALUE!",
    "#DIV/0!",
    "#NULL!",
    "#NUM!",
    "#Н/Д",
    "#ССЫЛКА!",
    "#ИМЯ?",
)
ADDRESSES = frozenset({"email", "office_email"})
BOOLEANS = frozenset({"do_not_photograph", "never_write_automatically", "named_on_agenda"})
LONGEST_TEXT = 5_000
MOST_KEPT = 20_000


class NotUnderstoodError(Exception):
    """What is expected in the cell, and what may be meant."""

    def __init__(self, expected: str, suggestion: str = "") -> None:
        super().__init__(expected)
        self.expected, self.suggestion = expected, suggestion


Reader = Callable[[str], Any]


class Readers:
    """One reader for each field; what was read once is known for every other row that says the same."""

    def __init__(self, conference: Conference, columns: Mapping[str, Column]) -> None:
        self._conference = conference
        self._columns = columns
        self._readers: dict[str, Reader] = {}
        self._known: dict[tuple[str, str], Any] = {}

    def read(self, field: str, text: str) -> Any:
        """The value; raises ``NotUnderstoodError``."""
        key = (field, text)
        if key not in self._known:
            if len(self._known) > MOST_KEPT:
                self._known.clear()
            self._known[key] = self._read(field, text)
        found = self._known[key]
        if isinstance(found, NotUnderstoodError):
            raise NotUnderstoodError(found.expected, found.suggestion)
        return found

    def _read(self, field: str, text: str) -> Any:
        if text.startswith("#") and text.upper().startswith(ERRORS_OF_SPREADSHEETS):
            return NotUnderstoodError(_("a text; the spreadsheet shows an error of a formula here"))
        try:
            return self._reader_of(field)(text)
        except NotUnderstoodError as error:
            return error

    def _reader_of(self, field: str) -> Reader:
        if field not in self._readers:
            self._readers[field] = self._make(field)
        return self._readers[field]

    def _make(self, field: str) -> Reader:
        if field in ADDRESSES:
            return address
        if field == "phone":
            return telephone
        if field in BOOLEANS:
            return yes_or_no
        if field in {"courtesy", "title"}:
            return partial(form_of_address, COURTESIES if field == "courtesy" else TITLES, longest_of(field))
        column = self._columns[field]
        if column.choices is None:
            return partial(plain, longest_of(field))
        return partial(one_of, self._vocabulary(field, column), self._known_elsewhere(field))

    def _known_elsewhere(self, field: str) -> Mapping[str, str]:
        """Words that are understood and yet stand for nothing here, each with what is expected in their place."""
        if field == "delegation":
            sentence = _("a delegation of this conference; %(state)s has none yet: invite the State first")
            return {word: sentence % {"state": name} for word, name in states_without_a_delegation(self._conference)}
        if field == "category" and "role" in self._columns:
            sentence = _("a category of participants; this is a role: say that this column is the role")
            return dict.fromkeys(words_of_roles(self._columns["role"]), sentence)
        return {}

    def _vocabulary(self, field: str, column: Column) -> Vocabulary:
        if field == "category":
            return categories_of(self._conference, column)
        if field == "delegation":
            return delegations_of(self._conference, column)
        if field == "language":
            return languages_of(self._conference, column)
        makers = {"nationality": countries_known, "role": roles}
        return makers.get(field, vocabulary_of)(column)


def longest_of(field: str) -> int:
    for model in (Participant, Application):
        try:
            found = model._meta.get_field(field)
        except FieldDoesNotExist:
            continue
        return found.max_length or LONGEST_TEXT if isinstance(found, models.Field) else LONGEST_TEXT
    return LONGEST_TEXT


def plain(longest: int, text: str) -> str:
    if len(text) > longest:
        raise NotUnderstoodError(
            _("at most %(most)s characters; here are %(count)s") % {"most": longest, "count": len(text)}
        )
    return text


def address(text: str) -> str:
    if _is_address(text):
        return normalise_email(text)
    meant = text.replace(" ", "").replace(",", ".").replace("(at)", "@").replace("[at]", "@").strip("<>.;:'\"")
    meant = meant.removeprefix("mailto:")
    expected = _("one e-mail address, like name@mfa.example")
    raise NotUnderstoodError(expected, meant if _is_address(meant) else "")


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def telephone(text: str) -> str:
    try:
        return international(text)
    except ValidationError as error:
        raise NotUnderstoodError(
            _("a telephone number with the country code, like +976 11 262626"), _with_a_plus(text)
        ) from error


def _with_a_plus(text: str) -> str:
    """A spreadsheet takes the sign away; whether the figures then begin with a country is for somebody to see."""
    try:
        return international(f"+{text}") if text[:1].isdecimal() and text[:1] != "0" else ""
    except ValidationError:
        return ""


def yes_or_no(text: str) -> bool:
    found = meaning_of_yes_or_no(text)
    if found is None:
        raise NotUnderstoodError(_("yes or no"))
    return found


def form_of_address(usual: tuple[str, ...], longest: int, text: str) -> str:
    """Any is printed as it is typed; a usual one as it is usually written: “HE Mr” is “H.E. Mr.”."""
    if "@" in text or len(text.split()) > 4:  # noqa: PLR2004  a name, or an address, stands in this column
        raise NotUnderstoodError(_("a form of address, like Ms. or Ambassador; has a column been mixed up?"))
    bare = "".join(filter(str.isalnum, text)).casefold()
    for each in usual:
        if bare in {"".join(filter(str.isalnum, word)).casefold() for word in (each, spoken(each))}:
            return each
    return plain(longest, text)


def one_of(vocabulary: Vocabulary, others: Mapping[str, str], text: str) -> Any:
    found = vocabulary.meaning_of(text)
    if found is not None:
        return found
    if expected := others.get(searchable(text).strip(" .")):
        raise NotUnderstoodError(expected)
    raise NotUnderstoodError(_expected(vocabulary), vocabulary.suggestion_for(text))


FEW = 8


def _expected(vocabulary: Vocabulary) -> str:
    names = list(vocabulary.shown.values())
    if len(names) > FEW:
        return _("one of the %(count)s names of the list, like %(example)s") % {
            "count": len(names),
            "example": names[0],
        }
    return _("one of these: %(names)s") % {"names": ", ".join(names)}

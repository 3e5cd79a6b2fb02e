"""What a cell of a programme says, by its column: a value, or what is expected there and what may be meant."""

import datetime
import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from agenda.actions.programme_people import WrittenName
from agenda.models import AppearanceRole, Attribution, Listing, SessionType
from agenda.models.session import LAST_CHANNEL
from agenda.queries.programme_columns import TRANSLATED, room_names
from conference.columns import Column
from conference.formats import date_text, day_text, language_name
from conference.models import Conference, Room
from registration.imports.cells import NotUnderstoodError, Reader, Readers, one_of, plain, yes_or_no
from registration.imports.vocabularies import NAMES_OF_LANGUAGES, Vocabulary

LONGEST = {"title": 500, "abstract": 10_000, "guiding_questions": 5_000, "names": 10_000, "name": 500}
BOOLEANS = frozenset({"is_interpreted", "is_whole_conference", "is_open_to_press", "needs_booking"})
LARGEST = {"number": 32_767, "capacity": 1_000_000, "minutes": 600}
TYPE_ALIASES = {
    SessionType.OPENING: ("opening", "opening ceremony", "открытие", "нээлт"),
    SessionType.PLENARY: ("plenary", "пленарное", "чуулган"),
    SessionType.THEMATIC_PANEL: ("panel", "panel discussion", "панель", "панельная дискуссия"),
    SessionType.PARALLEL: ("parallel", "workshop", "секция"),
    SessionType.BREAK: ("coffee break", "lunch", "кофе-брейк", "обед", "завсарлага"),
    SessionType.SOCIAL: ("social", "reception", "dinner", "приём"),
    SessionType.PRESS: ("press conference", "briefing", "пресс-конференция"),
    SessionType.CLOSING: ("closing", "closing ceremony", "закрытие", "хаалт"),
}
CLOCK = re.compile(r"^(\d{1,2})(?:[:.hч](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*([ap])?\.?m?\.?$", re.IGNORECASE)
FRACTION = re.compile(r"^0?\.\d{2,}$")
DATES = (
    re.compile(r"^(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})$"),
    re.compile(r"^(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})$"),
)
NAME = re.compile(r"^(?P<name>.*?)\s*(?:\((?P<minutes>\d{1,3})(?:\s*\D{1,6})?\))?$")
STATIC = re.compile(r"^\[(?P<name>[^\]|]+)(?:\|(?P<function>[^\]]*))?\]\s*(?:\((?P<minutes>\d{1,3})\))?$")
PARTED = re.compile(r";(?![^\[\]]*\])")
NOON = 12
MINUTES_OF_A_DAY = 24 * 60


class ProgrammeReaders(Readers):
    """One reader for each field of a session."""

    def __init__(self, conference: Conference, columns: Mapping[str, Column]) -> None:
        super().__init__(conference, columns)
        self._of = conference

    def _make(self, field: str) -> Reader:
        if field in BOOLEANS:
            return yes_or_no
        if field in LARGEST:
            return partial(count, LARGEST[field])
        if field in set(AppearanceRole):
            return names
        base = field.rpartition("_")[0]
        if base in TRANSLATED:
            return partial(words, base)
        makers: dict[str, Any] = {
            "type": lambda: partial(one_of, types(), {}),
            "listing": lambda: partial(one_of, labelled(Listing), {}),
            "attribution": lambda: partial(one_of, labelled(Attribution), {}),
            "topic": lambda: partial(one_of, texts_of((each.pk, each.name) for each in self._of.topics.all()), {}),
            "entry": lambda: partial(several, texts_of((each.pk, each.name) for each in self._of.categories.all())),
            "rooms": lambda: partial(several, rooms_of(self._of)),
            "languages": lambda: partial(several, languages_of(self._of)),
            "channels": lambda: partial(channels, languages_of(self._of)),
            "day": lambda: partial(day, self._of, days_of(self._of)),
            "begins": lambda: clock,
            "ends": lambda: clock,
        }
        reader: Reader = makers[field]()
        return reader


def labelled(choices: Any) -> Vocabulary:
    """Of a closed list: as each language has it, and as it is kept."""
    found = Vocabulary(shown={value: capfirst(str(label)) for value, label in choices.choices})
    for language, _name in settings.LANGUAGES:
        with override(language):
            for value, label in choices.choices:
                found.add(value, (str(label),))
    for value in choices.values:
        found.add(value, (value, value.replace("_", " ")))
    return found


def types() -> Vocabulary:
    found = labelled(SessionType)
    for value, words_ in TYPE_ALIASES.items():
        found.add(value.value, words_)
    return found


def texts_of(rows: Iterable[tuple[Any, Mapping[str, str]]]) -> Vocabulary:
    """Of what the conference names in its languages."""
    found = Vocabulary()
    for pk, name in rows:
        found.shown[pk] = str(name)
        found.add(pk, name.values())
    return found


def rooms_of(conference: Conference) -> Vocabulary:
    """By name; with the venue behind, also where two are called alike."""
    found = Vocabulary(shown=room_names(conference))
    for room in Room.objects.filter(venue__conference=conference).select_related("venue"):
        found.add(room.pk, room.name.values())
        found.add(room.pk, (f"{name}, {venue}" for name in room.name.values() for venue in room.venue.name.values()))
    return found


def languages_of(conference: Conference) -> Vocabulary:
    found = Vocabulary(shown={code: language_name(code) for code in conference.languages})
    for code in conference.languages:
        found.add(code, (code, language_name(code), *NAMES_OF_LANGUAGES.get(code, ())))
    return found


def days_of(conference: Conference) -> Vocabulary:
    """The days of the conference, as each language writes them."""
    found = Vocabulary()
    for each in conference.days():
        found.shown[each] = day_text(each)
        for code, _name in settings.LANGUAGES:
            found.add(each, (day_text(each, code), day_text(each, code, with_year=True)))
            found.add(each, (date_text(each, code), date_text(each, code, with_year=False)))
    return found


def words(base: str, text: str) -> str:
    """A bar parts the questions, for a cell has one line."""
    found = plain(LONGEST[base], text)
    return "\n".join(part.strip() for part in found.split("|")) if base == "guiding_questions" else found


def count(largest: int, text: str) -> int:
    found = whole(text, largest)
    if not found:
        raise NotUnderstoodError(_("a whole number, from 1 to %(largest)s") % {"largest": f"{largest:,}"})
    return found


def whole(text: str, largest: int) -> int | None:
    """The number that stands there; nothing where it is none, or a greater one. Figures without end are not read."""
    bare = text.lstrip("0") or text[-1:]
    found = int(bare) if bare.isdecimal() and len(bare) <= len(str(largest)) else None
    return found if found is not None and found <= largest else None


def several(vocabulary: Vocabulary, text: str) -> tuple[Any, ...]:
    """Parted by semicolons; by commas where the names have none."""
    found: list[Any] = []
    for piece in filter(None, map(str.strip, text.split(";"))):
        parts = [part.strip() for part in piece.split(",")]
        if vocabulary.meaning_of(piece) is None and len(parts) > 1:
            found += [one_of(vocabulary, {}, part) for part in parts if part]
        else:
            found.append(one_of(vocabulary, {}, piece))
    return tuple(dict.fromkeys(found))


def channels(vocabulary: Vocabulary, text: str) -> dict[str, int]:
    """“mn 1, en 2”."""
    found = {}
    for piece in filter(None, map(str.strip, re.split(r"[;,]", text))):
        language, _sign, number = piece.replace(":", " ").replace("=", " ").rpartition(" ")
        code, channel = vocabulary.meaning_of(language), whole(number, LAST_CHANNEL)
        if code is None or channel is None:
            raise NotUnderstoodError(_("a language with its number, like en 1, ru 2"))
        found[code] = channel
    return found


def day(conference: Conference, vocabulary: Vocabulary, text: str) -> datetime.date:
    """Of the conference, in words; any other in figures, so that it can be said that it lies outside."""
    found = vocabulary.meaning_of(text)
    bare = text.partition(" ")[0] if re.match(r"^\d{4}-", text) else text
    for pattern in DATES:
        if found is None and (match := pattern.match(bare)):
            try:
                found = datetime.date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                break
    if not isinstance(found, datetime.date):
        expected = _("a day, like %(day)s or %(figures)s")
        words_ = {"day": date_text(conference.starts_on), "figures": conference.starts_on.isoformat()}
        raise NotUnderstoodError(expected % words_)
    return found


def clock(text: str) -> datetime.time:
    """“9:00”, “09.00”, “9 am”, the time behind a day, and the part of a day as which a spreadsheet keeps it."""
    if FRACTION.match(text):
        minutes = round(float(text) * MINUTES_OF_A_DAY)
        return datetime.time(minutes // 60 % 24, minutes % 60)
    match = CLOCK.match(text.rpartition(" ")[2] if re.match(r"^\d{4}-", text) else text)
    if match is None or not (match[2] or match[3]):
        raise NotUnderstoodError(_("a time, like 09:00"))
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        hour = hour % NOON + (NOON if match[3].lower() == "p" else 0)
    if (hour, minute) == (24, 0):
        hour = 0
    try:
        return datetime.time(hour, minute)
    except ValueError as error:
        raise NotUnderstoodError(_("a time, like 09:00")) from error


def names(text: str) -> tuple[WrittenName, ...]:
    """Parted by semicolons: “Name (12)”, or a static line as “[Name | Function]”."""
    return tuple(_name(piece) for piece in map(str.strip, PARTED.split(plain(LONGEST["names"], text))) if piece)


def _name(piece: str) -> WrittenName:
    static = STATIC.match(piece)
    match = static or NAME.match(piece)
    if match is None or not match["name"].strip():
        raise NotUnderstoodError(_("names, parted by semicolons"))
    minutes = count(LARGEST["minutes"], match["minutes"]) if match["minutes"] else None
    function = (match["function"] or "").strip() if static else ""
    name, function = (plain(LONGEST["name"], each) for each in (match["name"].strip(), function))
    return WrittenName(name, minutes, is_static=static is not None, function=function)

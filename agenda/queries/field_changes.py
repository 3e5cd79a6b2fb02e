"""What was said of a session before and after, field by field, in words."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.models import Attribution, Listing, Session, SessionType
from agenda.queries.snapshot import SessionEntry
from conference.formats import moment_text
from conference.models import TranslatedText

WORDED = ("title", "abstract", "guiding_questions", "organiser")
CHOSEN = {"type": SessionType, "listing": Listing, "attribution": Attribution}
PLAIN = (
    "number",
    "source",
    "is_interpreted",
    "is_open_to_press",
    "is_whole_conference",
    "capacity",
    "needs_booking",
    "is_hybrid",
)


@dataclass(frozen=True)
class FieldChange:
    """“Room: Hall A → Hall B”; an empty side says that there was nothing, or is nothing any more."""

    label: str
    old: str
    new: str


def rooms_text(entry: SessionEntry) -> str:
    return ", ".join(str(TranslatedText(room["name"])) for room in entry["rooms"])


def times_text(entry: SessionEntry, zone: ZoneInfo) -> str:
    """“Thursday, 20 June, 11:00–12:30”."""
    begins, ends = (datetime.datetime.fromisoformat(text) for text in (entry["starts_at"], entry["ends_at"]))
    return f"{moment_text(begins, zone)}–{ends.astimezone(zone):%H:%M}"


def worded_changes(old: SessionEntry, new: SessionEntry) -> Iterator[FieldChange]:
    """Texts, one change for each language in which they were changed."""
    for name in WORDED:
        before, after = (TranslatedText.of(_value(entry, name)) for entry in (old, new))
        for language in sorted(before.keys() | after.keys()):
            if before.get(language) != after.get(language):
                label = f"{_label(name)} ({language.upper()})"
                yield FieldChange(label, before.get(language, ""), after.get(language, ""))
    yield from topic_changes(old, new)


def topic_changes(old: SessionEntry, new: SessionEntry) -> Iterator[FieldChange]:
    """At most one, in the active language."""
    if old["topic"] != new["topic"]:
        texts = (str(TranslatedText(entry["topic"]["name"])) if entry["topic"] else "" for entry in (old, new))
        yield FieldChange(_label("topic"), *texts)


def chosen_changes(old: SessionEntry, new: SessionEntry) -> Iterator[FieldChange]:
    """What is chosen from a list, ticked or typed as a number."""
    for name, choices in CHOSEN.items():
        if _value(old, name) != _value(new, name):
            yield FieldChange(_label(name), *(str(choices(_value(side, name)).label) for side in (old, new)))
    for name in PLAIN:
        if _value(old, name) != _value(new, name):
            yield FieldChange(_label(name), *(_text(_value(side, name)) for side in (old, new)))
    if old["languages"] != new["languages"]:
        yield FieldChange(_label("languages"), *(" · ".join(side["languages"]).upper() for side in (old, new)))
    if old["channels"] != new["channels"]:
        yield FieldChange(_label("channels"), *(_channels_text(side["channels"]) for side in (old, new)))
    if [category["id"] for category in old["entry"]] != [category["id"] for category in new["entry"]]:
        yield FieldChange(_label("entry"), *(_entry_text(side) for side in (old, new)))


def _channels_text(channels: Mapping[str, int]) -> str:
    return " · ".join(f"{code.upper()} {number}" for code, number in sorted(channels.items(), key=lambda pair: pair[1]))


def _entry_text(entry: SessionEntry) -> str:
    names = (str(TranslatedText(category["name"])) for category in entry["entry"])
    return ", ".join(names) or _("all participants")


def _value(entry: Mapping[str, object], name: str) -> object:
    return entry.get(name, {}) if name == "organiser" else entry[name]


def _label(name: str) -> str:
    field = Session._meta.get_field(name)
    return capfirst(str(field.verbose_name)) if isinstance(field, Field) else name


def _text(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value or "")

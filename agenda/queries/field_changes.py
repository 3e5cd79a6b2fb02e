"""What was said of a session before and after, field by field, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.models import Attribution, Listing, Session, SessionType
from agenda.queries.snapshot import SessionEntry
from conference.models import TranslatedText

WORDED = ("title", "abstract", "guiding_questions")
CHOSEN = {"type": SessionType, "listing": Listing, "attribution": Attribution}
PLAIN = ("number", "source", "is_interpreted", "is_open_to_press")


@dataclass(frozen=True)
class FieldChange:
    """“Room: Hall A → Hall B”; an empty side says that there was nothing, or is nothing any more."""

    label: str
    old: str
    new: str


def rooms_text(entry: SessionEntry) -> str:
    return ", ".join(str(TranslatedText(room["name"])) for room in entry["rooms"])


def worded_changes(old: SessionEntry, new: SessionEntry) -> Iterator[FieldChange]:
    """Texts, one change for each language in which they were changed."""
    for name in WORDED:
        before, after = (TranslatedText.of(_value(entry, name)) for entry in (old, new))
        for language in sorted(before.keys() | after.keys()):
            if before.get(language) != after.get(language):
                label = f"{_label(name)} ({language.upper()})"
                yield FieldChange(label, before.get(language, ""), after.get(language, ""))
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


def _value(entry: Mapping[str, object], name: str) -> object:
    return entry[name]


def _label(name: str) -> str:
    field = Session._meta.get_field(name)
    return capfirst(str(field.verbose_name)) if isinstance(field, Field) else name


def _text(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value or "")

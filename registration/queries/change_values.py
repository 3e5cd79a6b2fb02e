"""What a field holds, as a request keeps it and as a reader sees it."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_countries.fields import Country, CountryField

from conference.formats import language_name
from registration.models import Application, Participant, Registration

OF_THE_APPLICATION = "application."
LANGUAGES = frozenset({"language", "interpretation_language"})


def field_of(name: str) -> models.Field[Any, Any]:
    """The field that a name in a request means: a person's, or with the prefix the application's."""
    model: type[models.Model] = Application if name.startswith(OF_THE_APPLICATION) else Participant
    found = model._meta.get_field(name.removeprefix(OF_THE_APPLICATION))
    assert isinstance(found, models.Field)  # noqa: S101  a relation is never asked to be changed
    return found


def kept(name: str, value: Any) -> Any:
    """A value as a request keeps it: what JSON can hold."""
    if isinstance(value, Country):
        return value.code or ""
    return field_of(name).get_prep_value(value)


def standing_value(registration: Registration, name: str) -> Any:
    """What stands there now, in the same form."""
    if name.startswith(OF_THE_APPLICATION):
        value = getattr(getattr(registration, "application", None), name.removeprefix(OF_THE_APPLICATION), "")
    else:
        value = getattr(registration.participant, name)
    return kept(name, value)


def label_of(name: str) -> str:
    return capfirst(str(field_of(name).verbose_name))


def shown(name: str, value: Any) -> str:
    """A kept value in the reader's language: the words of a choice, the name of a country or a language."""
    field = field_of(name)
    if value in (None, "", []):
        return ""
    if isinstance(field, CountryField):
        return str(Country(code=value).name or value)
    if name in LANGUAGES:
        return language_name(str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return capfirst(str(dict(field.flatchoices).get(value, value)))
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def name_of_new(changes: Mapping[str, Mapping[str, Any]]) -> str:
    """Whom a request names as a new member; after its entries were deleted, that nobody is named any more."""
    return person_of(changes).formal_name or _("a person no longer named")


def person_of(changes: Mapping[str, Mapping[str, Any]]) -> Participant:
    """The new member whom a request holds, not saved."""
    person = Participant()
    for name, pair in changes.items():
        setattr(person, name, field_of(name).to_python(pair["new"]))
    return person

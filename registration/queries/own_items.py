"""A datum of a person's own data, from the field of a row."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_countries.fields import Country

from conference.clock import on_the_clock
from conference.formats import day_text, language_name
from conference.models import Conference
from conference.own_data import Entry, Item
from registration.models import Diet, Passport, Registration


def items_of(row: models.Model, names: Iterable[str]) -> Entry:
    return [_item(row, name) for name in names]


def _item(row: models.Model, name: str) -> Item:
    field = row._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101  the tables of own data name no relations
    value = getattr(row, name)
    text = getattr(row, f"get_{name}_display", lambda: None)() if field.choices else None
    if isinstance(value, Country):
        text, value = str(value.name), value.code
    if isinstance(value, datetime.datetime):
        text, value = f"{value.astimezone(datetime.UTC):%Y-%m-%d %H:%M} UTC", value.isoformat()
    if name.endswith("language") and value:
        text = language_name(value)
    if isinstance(row, Passport) and name == "number":
        text = _("ends with %(end)s; the file holds all of it") % {"end": row.end_of_number}
    if name == "diet":
        text = ", ".join(str(Diet(each).label) for each in value.split(",") if each in Diet)
    label = _("Last changed") if name == "updated_at" else capfirst(str(field.verbose_name))
    return Item(name, label, value, "" if text is None else capfirst(str(text)))


def related_items(row: models.Model, name: str, fields: Iterable[str]) -> list[Entry]:
    try:
        return [items_of(getattr(row, name), fields)]
    except ObjectDoesNotExist:
        return []


def items_of_each(registrations: Iterable[Registration], name: str, fields: Iterable[str]) -> list[Entry]:
    return [entry for registration in registrations for entry in related_items(registration, name, fields)]


def moment_item(key: str, label: str, at: datetime.datetime | None, conference: Conference) -> Item:
    """By the conference's own clock, with its offset."""
    if at is None:
        return Item(key, label, None)
    moment = on_the_clock(conference, at)
    words = f"{day_text(moment.date(), with_year=True)}, {moment:%H:%M}"
    return Item(key, label, moment.isoformat(timespec="seconds"), words)

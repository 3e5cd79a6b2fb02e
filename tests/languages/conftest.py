"""The demonstration, read by somebody who reads no English. Imported before Django is ready."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.languages.reading import English

# Names of languages and of the product, marks of the net, and what Django says to those who tamper.
WORDS = {
    "Plenary",
    "English",
    "Français",
    "UTC",
    "cookie",
    "Message-ID",
    "Message",
    "UUID",
    "URL",
    "QR",
    "PNG",
    "JPEG",
    "PDF",
    "HEIC",
    "SVG",
    "JSON",
    "ZIP",
    "SHA",
    "Excellency",
    "Dear",
    "iCalendar",
    "Aigerim",
    "SAMPLE",
}


@pytest.fixture
def english(db: None) -> English:
    """Finds English that is nobody's name, function, note or letter."""
    from django.core.management import call_command

    from tests.languages.reading import English

    call_command("load_demo", stdout=StringIO())
    return English(written_by_people(), WORDS)


def written_by_people() -> Iterator[str]:
    """What persons and mail servers wrote themselves, in whatever language: never a text with one form a language."""
    from django.apps import apps
    from django.db.models import CharField, TextField

    from registration.models import Participant, PendingChange
    from registration.queries.change_values import person_of
    from registration.queries.latin_names import latin_form

    for model in apps.get_models():
        names = [
            field.attname
            for field in model._meta.get_fields()
            if isinstance(field, (CharField, TextField)) and not field.choices
        ]
        if names and model._meta.app_label in {"conference", "correspondence", "registration", "agenda"}:
            for row in model._default_manager.values_list(*names):
                yield from (value for value in row if value)
    named = [name for name, given in vars(Participant).items() if isinstance(given, property) and "name" in name]
    asked = [change.changes for change in PendingChange.objects.all()]
    yield from (
        value
        for changes in asked
        for pair in changes.values()
        for value in pair.values()
        if value and isinstance(value, str)
    )
    for person in [*Participant.objects.all(), *map(person_of, asked)]:
        yield from (str(getattr(person, name)) for name in named)
        yield latin_form(person.listed_name or person.ordered_name, language=person.language)

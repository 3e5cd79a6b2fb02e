"""The demonstration, read by somebody who reads no English. Imported before Django is ready."""

from __future__ import annotations

import zoneinfo
from io import StringIO
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

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
    "CSV",
    "XLSX",
    "Excel",
    "Enter",
    "Ctrl",
    "Shift",
    "PgUp",
    "PgDn",
    "Esc",
    "Escape",
    "Tab",
    "xlsx",
    "Unicode",
    "UTF",
    "Windows",
    "Macintosh",
    "yes",  # as files name the answer, whatever their language
    "HEIC",
    "SVG",
    "JSON",
    "JavaScript",
    "XML",
    "Rev",  # as in the symbols of documents, whatever their language
    "Corr",
    "Add",
    "https",
    "ZIP",
    "SHA",
    "Excellency",
    "Dear",
    "iCalendar",
    "Aigerim",
    "SAMPLE",
}


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[English]:
    """Loaded once for a module and undone after it; with who finds English that is nobody's name, note or letter."""
    from django.core.management import call_command
    from django.db import transaction

    from conference.correspondence.models import OutgoingMessage
    from registration.queries.decline_grounds import HELSINKI_1992
    from tests.factories.returned import give_back
    from tests.languages.reading import English

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=StringIO())
        give_back(OutgoingMessage.objects.filter(state="sent", about_type="registration.registration").latest("pk"))
        # Quoted word by word, in whichever language the sentence around it is.
        yield English([*written_by_people(), HELSINKI_1992], WORDS)
        transaction.set_rollback(True)


@pytest.fixture
def english(demonstration: English, monkeypatch: pytest.MonkeyPatch) -> English:
    """The reader, in a demonstration of which each change is undone; templates keep no copy of what they render."""
    from django.template.base import Template

    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))
    return demonstration


def written_by_people() -> Iterator[str]:
    """What persons and mail servers wrote themselves, in whatever language: never a text with one form a language.

    And the places of the world's zone database, of which the catalogues name those that matter here.
    """
    yield from (key.partition("/")[2].replace("_", " ") for key in zoneinfo.available_timezones())
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
                for value in filter(None, row):
                    yield from {value, *value.splitlines()}
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

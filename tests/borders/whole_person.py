"""Everything that is kept of a person, found from the models: a new text of theirs bears a word by itself.

A model that leads to a participant must have a row of a hidden and of a counted person (``test_whole_person.py``), and
each text in such a row bears a word; so whoever may not read a new field is found by the walk on the day it is added.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import CharField, EmailField, JSONField, Model, Q, TextField

from registration.models import (
    ChangeKind,
    Participant,
    PendingChange,
    Registration,
    SeatDecision,
    Visibility,
)
from tests.borders.host import Host
from tests.borders.words import PROTECTED, TEAM

#: Texts that are no words: codes, digests, what is computed from other texts, what a constraint keeps empty.
NOT_WORDS = frozenset(
    {
        "participant.language",
        "participant.search_text",
        "registration.client_digest",
        "invitation.language",
        "invitation.link_digest",
        "invitation.designation_digest",
        "badge.code",
        "document.file",
        "document.content_type",
        "document.sha256",
        "appearance.static_name",
        "appearance.static_function",
    }
)
#: Need-to-know by field: who alone of the team reads it (PRODUCT T3).
READ_BY_FEW: dict[str, frozenset[str]] = {}
HIDDEN = ("hidden_person", "bodyguard", "hidden_invitee")
COUNTED = ("registered", "applicant", "invitee")


def ways_to_a_person() -> dict[type[Model], list[str]]:
    """Each model that leads to a participant, with the lookups by which it does."""
    ways: dict[type[Model], list[str]] = {Participant: ["pk"]}
    for _step in range(3):
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if field.related_model in ways and field.related_model is not model:
                    found = [f"{field.name}__{way}".removesuffix("__pk") for way in ways[field.related_model]]
                    known = ways.setdefault(model, [])
                    known += [way for way in found if way not in known]
    return ways


def rows_of(model: type[Model], person: Participant) -> Any:
    """The rows of a model that lead to this person."""
    leads = reduce(or_, (Q((way, person.pk)) for way in ways_to_a_person()[model]))
    return model._default_manager.filter(leads)


def texts_of(model: type[Model]) -> Iterator[Any]:
    """The fields in which somebody could read something of a person."""
    for field in model._meta.concrete_fields:
        label = f"{model._meta.model_name}.{field.name}"
        is_text = isinstance(field, (CharField, TextField, JSONField)) and not field.choices
        if is_text and not field.primary_key and label not in NOT_WORDS:
            yield field


def add_everything(host: Host) -> None:
    """Rows that persons of the walk would have nowhere else, and a word in each text that has none yet."""
    _ask_for_changes(host)
    for name in (*HIDDEN, *COUNTED):
        _fill_in(host, name)


def _ask_for_changes(host: Host) -> None:
    """After the deadline: a correction of their own data; a substitution; a seat beyond the quota."""
    for name in ("hidden_person", "bodyguard", "registered", "applicant"):
        PendingChange.objects.create(
            conference=host.conference, kind=ChangeKind.CORRECTION, registration=host.registrations[name]
        )
    delegation = host.delegations["first"]
    for name in ("bodyguard", "registered"):
        SeatDecision.objects.create(
            delegation=delegation, registration=host.registrations[name], quota=8, used=8, reason="?"
        )


def _fill_in(host: Host, name: str) -> None:
    person = host.people[name]
    is_hidden = person.visibility == Visibility.HIDDEN
    readers = (PROTECTED if is_hidden else TEAM) | {name}
    if Registration.objects.filter(participant=person, delegation=host.delegations["first"]).exists():
        readers |= {"focal_point"}
    for model in ways_to_a_person():
        for row in rows_of(model, person):
            for field in texts_of(model):
                label = f"{model._meta.model_name}.{field.name}"
                _write_word(host, row, field, READ_BY_FEW.get(label, readers))
    person.refresh_from_db()
    person.save()


def _write_word(host: Host, row: Model, field: Any, readers: frozenset[str]) -> None:
    """A word, unless the text bears one; past the model's own ``save``, which is none of the walk's."""
    if host.words.root.lower() in str(getattr(row, field.attname)).lower():
        return
    word = host.words.new(readers)
    value: Any = f"Text {word}"[: field.max_length]
    if isinstance(field, EmailField):
        value = f"{word.lower()}@people.example"
    elif isinstance(field, JSONField):
        value = {"function": {"old": f"Old {word}", "new": f"New {word}"}}
    type(row)._default_manager.filter(pk=row.pk).update(**{field.name: value})

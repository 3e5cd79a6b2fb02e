"""What stands in a form that nobody has submitted, in the reader's language: questions and answers, line by line."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries
from django_countries.fields import CountryField

from conference.formats import language_name
from registration.models import (
    Application,
    Diet,
    Participant,
    ParticipantNeeds,
    Passport,
    Question,
    QuestionKind,
    Travel,
)

TRAVEL, PASSPORT, QUESTION = "travel-", "travel-passport_", "question-"
ASKED_OF = (Participant, Application, ParticipantNeeds)
# Questions that are no field of a row, or whose answer is none.
LABELS: Mapping[str, Promise] = {
    "level": gettext_lazy("Who may see that you take part"),
    "consent": gettext_lazy("Privacy notice agreed to"),
}
ANSWERS: Mapping[str, Mapping[str, Promise]] = {
    "level": {
        "listed": gettext_lazy("Listed"),
        "named_when_speaking": gettext_lazy("Counted, but named when speaking"),
        "counted": gettext_lazy("Counted"),
        "hidden": gettext_lazy("Hidden"),
    },
    "diet": {each.value: each.label for each in Diet},
}
YES_AND_NO: Mapping[str, Promise] = {"on": gettext_lazy("yes"), "yes": gettext_lazy("yes"), "no": gettext_lazy("no")}


def in_words(entries: Any, questions: Iterable[Question] = ()) -> str:
    """Every answer with its question; of a passport's number no more than its end; nothing that is not understood.

    ``questions`` are those of the Secretariat's own that the form may have asked.
    """
    if not isinstance(entries, dict):
        return ""
    own = {f"{QUESTION}{question.key}": question for question in questions}
    given = ((name, values) for name, values in entries.items() if isinstance(values, list))
    lines = (_own_line(own[name], values) if name in own else _line(name, values) for name, values in given)
    return "\n".join(line for line in lines if line)


def _own_line(question: Question, values: list[str]) -> str:
    """Of a question of the Secretariat's own, by its words and those of its choices."""
    options = {option.id: str(option) for option in question.options_known}
    words: Mapping[str, Any] = YES_AND_NO if question.kind == QuestionKind.YES_NO else options
    answers = [capfirst(str(words.get(value, value))) for value in values if value]
    if not answers:
        return ""
    return _("%(question)s: %(answer)s") % {"question": question, "answer": ", ".join(answers)}


def _line(name: str, values: list[str]) -> str:
    field = _field_of(name)
    label = LABELS.get(name) or (capfirst(str(field.verbose_name)) if field is not None else "")
    answers = [_answer(name, field, value) for value in values if value]
    if not label or not answers:
        return ""
    return _("%(question)s: %(answer)s") % {"question": label, "answer": ", ".join(answers)}


def _field_of(name: str) -> models.Field[Any, Any] | None:
    if name.startswith(PASSPORT):
        return _named(Passport, name.removeprefix(PASSPORT))
    if name.startswith(TRAVEL):
        return _named(Travel, name.removeprefix(TRAVEL))
    return next((found for model in ASKED_OF if (found := _named(model, name)) is not None), None)


def _named(model: type[models.Model], name: str) -> models.Field[Any, Any] | None:
    """A field that a form asks; identifiers and relations are none."""
    concrete = {field.name: field for field in model._meta.concrete_fields if field.editable and not field.is_relation}
    return concrete.get(name)


def _answer(name: str, field: models.Field[Any, Any] | None, value: str) -> str:
    if name == f"{PASSPORT}number":
        return _("ends with %(end)s") % {"end": Passport(number=value).end_of_number}
    if name == f"{PASSPORT}issuer" or isinstance(field, CountryField):
        return str(countries.name(value) or value)
    if name.endswith("language"):
        return language_name(value)
    choices: Mapping[Any, Any] = ANSWERS.get(name, {}) or dict(getattr(field, "flatchoices", ()))
    if isinstance(field, models.BooleanField) or field is None:
        choices = {**YES_AND_NO, **choices}
    return capfirst(str(choices.get(value, value)))

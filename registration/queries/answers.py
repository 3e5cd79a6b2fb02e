"""Answers to the Secretariat's own questions, for lists, files and pages: in the words in which it was asked."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.formats import date_text
from conference.models import Conference, TeamRole, TranslatedText
from conference.permissions import ROLES_THAT_REGISTER
from registration.models import (
    Answer,
    Document,
    Question,
    QuestionKind,
    QuestionSubject,
    QuestionWording,
    Registration,
)
from registration.models.question import NO, YES

Answers = dict[UUID, dict[UUID, str]]
EVERY_ROLE = frozenset(TeamRole)


def questions_of(
    conference: Conference,
    *,
    subject: QuestionSubject = QuestionSubject.PERSON,
    roles: frozenset[TeamRole] = EVERY_ROLE,
) -> list[Question]:
    """In order, archived ones last: those whose answers somebody with these roles may see."""
    found = Question.objects.filter(conference=conference, subject=subject).with_options()
    visible = [question for question in found if may_see_answers(question, roles)]
    return sorted(visible, key=lambda question: question.is_archived)


def may_see_answers(question: Question, roles: frozenset[TeamRole]) -> bool:
    """Everybody who sees the registration; of a sensitive question, only who registers."""
    return not question.is_sensitive or bool(roles & ROLES_THAT_REGISTER)


def answers_of(registration_ids: Iterable[UUID]) -> Answers:
    """Registration → question → the answer in the active language, in a number of queries that does not grow."""
    return _texts(Answer.objects.filter(registration__in=list(registration_ids)), "registration_id")


def answers_of_delegations(delegation_ids: Iterable[UUID]) -> Answers:
    """The same of delegations."""
    return _texts(Answer.objects.filter(delegation__in=list(delegation_ids)), "delegation_id")


def _texts(answers: QuerySet[Answer], owner: str) -> Answers:
    texts: Answers = {}
    rows = list(answers.values_list(owner, "question_id", "question__kind", "wording_id", "value"))
    wordings = QuestionWording.objects.in_bulk({row[3] for row in rows}) if rows else {}
    files = [row[4] for row in rows if row[2] == QuestionKind.FILE]
    names = names_of_files(files) if files else {}
    for owner_id, question_id, kind, wording_id, value in rows:
        text = value_text(kind, value, wordings[wording_id].options, names)
        texts.setdefault(owner_id, {})[question_id] = text
    return texts


def names_of_files(identifiers: Iterable[Any]) -> dict[str, str]:
    """What their senders called the files."""
    known = [text for text in identifiers if isinstance(text, str) and is_identifier(text)]
    return {str(pk): name for pk, name in Document.objects.filter(pk__in=known).values_list("pk", "name")}


def value_text(kind: str, value: Any, options: Mapping[str, Any], file_names: Mapping[str, str]) -> str:
    """An answer in the active language; whatever is no answer of its kind is empty."""
    match kind, value:
        case QuestionKind.CHOICE, str():
            return _option_text(options, value)
        case QuestionKind.SEVERAL, list():
            return "; ".join(filter(None, (_option_text(options, each) for each in value)))
        case QuestionKind.FILE, str():
            return file_names.get(value, "")
    return _plain_text(kind, value)


def _plain_text(kind: str, value: Any) -> str:
    match kind, value:
        case QuestionKind.TEXT | QuestionKind.LONG_TEXT, str():
            return value
        case QuestionKind.YES_NO, "yes" | "no":
            return capfirst(_("yes") if value == YES else _("no"))
        case QuestionKind.NUMBER, int() | float():
            return str(number_format(value, force_grouping=False))
        case QuestionKind.DATE, str():
            return _day(value)
    return ""


def _option_text(options: Mapping[str, Any], identifier: Any) -> str:
    return str(TranslatedText(options.get(str(identifier)) or {}))


def _day(value: str) -> str:
    try:
        return date_text(datetime.date.fromisoformat(value))
    except ValueError:
        return ""


def is_identifier(text: str) -> bool:
    """Whether the text can be that of a row."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def with_answer(queryset: QuerySet[Registration], question: Question, value: Any) -> QuerySet[Registration]:
    """The registrations that answered so: a choice's identifier, a part of a text, true or false, a number, a day.

    ``None`` gives those that did not answer though the question is asked of their category.
    """
    answers = Answer.objects.filter(registration=OuterRef("pk"), question=question)
    if value is None:
        return _asked(queryset, question).filter(~Exists(answers))
    return queryset.filter(Exists(answers.filter(_says(question, value))))


def answers_counted(question: Question, values: Iterable[str]) -> dict[str, int]:
    """How often each of these answers to a closed list was given; one query, however many answers there are."""
    wanted = list(values)
    counts = {str(place): Count("pk", filter=_says(question, value)) for place, value in enumerate(wanted)}
    found: dict[str, int] = Answer.objects.filter(question=question).aggregate(**counts)
    return {value: found[str(place)] for place, value in enumerate(wanted)}


def _says(question: Question, value: Any) -> Q:
    if question.kind == QuestionKind.SEVERAL:
        return Q(value__contains=[str(value)])
    if question.kind in {QuestionKind.TEXT, QuestionKind.LONG_TEXT}:
        return Q(value__icontains=value)
    if isinstance(value, bool):
        value = YES if value else NO
    return Q(value=value)


def _asked(queryset: QuerySet[Any], question: Question) -> QuerySet[Any]:
    """Those of a category in which the question is asked."""
    chosen = list(question.categories.values_list("pk", flat=True))
    return queryset.filter(category__in=chosen) if chosen else queryset

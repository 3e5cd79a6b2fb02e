"""Which of the Secretariat's own questions are asked in a category, and which of them are shown upon which answers."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from conference.models import Conference
from registration.models import Delegation, ParticipantCategory, Question, QuestionKind, QuestionSubject, Registration

Values = Mapping[UUID, Any]


def asked_of(category: ParticipantCategory, subject: QuestionSubject = QuestionSubject.PERSON) -> list[Question]:
    """In order, with their choices, in one query."""
    asked = Question.objects.asked().filter(conference=category.conference_id, subject=subject)
    return list(asked.in_category(category).with_options())


def is_anything_required(conference: Conference, category: ParticipantCategory | None = None) -> bool:
    """Whether somebody, or somebody of the category, has to answer something."""
    asked = Question.objects.asked().filter(conference=conference, subject=QuestionSubject.PERSON, is_required=True)
    return bool((asked.in_category(category) if category else asked).exists())


def asked_of_persons(conference: Conference) -> list[Question]:
    """In order, with their choices and the categories in which they are asked, in one query."""
    asked = Question.objects.asked().filter(conference=conference, subject=QuestionSubject.PERSON)
    return list(asked.with_categories().with_options())


def asked_of_owner(owner: Registration | Delegation) -> list[Question]:
    """The questions for a registration, or for a delegation as a whole."""
    is_delegation = isinstance(owner, Delegation)
    return asked_of(owner.category, QuestionSubject.DELEGATION if is_delegation else QuestionSubject.PERSON)


def with_marks_of_questions(categories: QuerySet[ParticipantCategory]) -> QuerySet[ParticipantCategory]:
    """Each with what an empty form needs to know of the questions of its persons, see :func:`marks_of`."""
    chosen = Question.categories.through.objects.filter(question=OuterRef("pk"))
    of_this = chosen.filter(participantcategory=OuterRef(OuterRef("pk")))
    asked = Question.objects.asked().filter(
        ~Exists(chosen) | Exists(of_this), conference=OuterRef("conference"), subject=QuestionSubject.PERSON
    )
    facts = JSONObject(id="id", version="version", kind="kind")
    return categories.annotate(question_marks=ArraySubquery(asked.order_by(*Question.ORDER).values(facts=facts)))


def marks_of(category: ParticipantCategory) -> tuple[tuple[str, int, str], ...]:
    """Identifier, version and kind of each question: whatever changes a form changes these."""
    marks: list[dict[str, Any]] | None = getattr(category, "question_marks", None)
    if marks is None:
        marks = [{"id": str(each.pk), "version": each.version, "kind": each.kind} for each in asked_of(category)]
        vars(category)["question_marks"] = marks  # one form asks for them several times
    return tuple((mark["id"], mark["version"], mark["kind"]) for mark in marks)


def asks_a_file(category: ParticipantCategory) -> bool:
    """Whether one of the questions is answered by a file."""
    return any(kind == QuestionKind.FILE for _id, _version, kind in marks_of(category))


def shown_upon(questions: Iterable[Question], values: Values) -> list[Question]:
    """Those that are shown with these answers; what hangs on a question that is not shown is not shown either."""
    shown: dict[UUID, Question] = {}
    for question in questions:
        if question.shown_if_id is None or (
            question.shown_if_id in shown and is_answered_so(values.get(question.shown_if_id), question)
        ):
            shown[question.pk] = question
    return list(shown.values())


def still_wanted(questions: Iterable[Question], values: Values) -> list[Question]:
    """Those that are shown with these answers, must be answered, and are not."""
    return [each for each in shown_upon(questions, values) if each.is_required and each.pk not in values]


def is_answered_so(value: Any, question: Question) -> bool:
    """Whether the answer to the question that this one hangs on is one of those upon which it is shown."""
    given = value if isinstance(value, list) else [value]
    return not set(question.shown_if_answers).isdisjoint(each for each in given if isinstance(each, str))

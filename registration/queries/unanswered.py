"""Required questions that nobody has answered: of one, of many, and as a condition of the database."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q

from registration.models import Answer, Delegation, Question, QuestionSubject, Registration
from registration.queries.asked import shown_upon

Lacking = dict[UUID, list[Question]]


def unanswered_by(registrations: Iterable[Registration]) -> Lacking:
    """Of each registration of one conference the required questions that are shown and have no answer, in order.

    Two queries, however many there are; one where nothing is required.
    """
    return _unanswered(list(registrations), QuestionSubject.PERSON, "registration_id")


def unanswered_by_delegation(delegation: Delegation) -> list[Question]:
    """The same of what is asked of a delegation as a whole."""
    return _unanswered([delegation], QuestionSubject.DELEGATION, "delegation_id").get(delegation.pk, [])


def _unanswered(owners: list[Any], subject: QuestionSubject, owner: str) -> Lacking:
    if not owners:
        return {}
    asked = Question.objects.asked().filter(conference=owners[0].conference_id, subject=subject)
    questions = list(asked.with_categories())
    if not any(question.is_required for question in questions):
        return {}
    values: dict[UUID, dict[UUID, Any]] = {}
    answers = Answer.objects.filter(**{f"{owner}__in": [each.pk for each in owners]})
    for owner_id, question_id, value in answers.values_list(owner, "question_id", "value"):
        values.setdefault(owner_id, {})[question_id] = value
    lacking = {each.pk: _lacking(each.category_id, questions, values.get(each.pk, {})) for each in owners}
    return {pk: found for pk, found in lacking.items() if found}


def _lacking(category_id: UUID, questions: list[Question], values: dict[UUID, Any]) -> list[Question]:
    asked = [each for each in questions if each.is_asked_in(category_id)]
    return [each for each in shown_upon(asked, values) if each.is_required and each.pk not in values]


def lacks_an_answer() -> Q:
    """For registrations: whether a required question that is shown has no answer (as :func:`unanswered_by`).

    What hangs on a question that is not shown has no answer to hang on: none is kept of those.
    """
    answers = Answer.objects.filter(registration=OuterRef(OuterRef("pk")))
    chosen = Question.categories.through.objects.filter(question=OuterRef("pk"))
    is_answered_so = Func(
        F("value"), OuterRef("shown_if_answers"), function="jsonb_exists_any", output_field=BooleanField()
    )
    shown_upon_answer = Exists(answers.filter(is_answered_so, question=OuterRef("shown_if")))
    lacking = Question.objects.asked().filter(
        ~Exists(chosen) | Exists(chosen.filter(participantcategory=OuterRef(OuterRef("category")))),
        Q(shown_if__isnull=True) | shown_upon_answer,
        ~Exists(answers.filter(question=OuterRef("pk"))),
        conference=OuterRef("conference"),
        subject=QuestionSubject.PERSON,
        is_required=True,
    )
    return Q(Exists(lacking))

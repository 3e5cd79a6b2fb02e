"""Required questions that nobody has answered: of one, of many, and as a condition of the database."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Exists, F, Func, OuterRef, Q, QuerySet, When

from conference.models import TranslatedText
from registration.models import Answer, Delegation, Question, QuestionSubject, Registration
from registration.models.question import QuestionQuerySet
from registration.queries.asked import still_wanted
from registration.states import RegistrationState

Lacking = dict[UUID, list[Question]]
#: A question that came to be required later holds up nobody who is beyond these.
WAITS_FOR_ANSWERS = frozenset({RegistrationState.NOMINATED, RegistrationState.WAITLISTED})


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
    return still_wanted(asked, values)


def lacks_an_answer() -> Q:
    """For registrations: whether a required question that is shown has no answer (as :func:`unanswered_by`).

    Asked row by row, of whatever else the query leaves: joined, it would read every answer of all conferences.
    """
    return Q(Case(When(Exists(_lacked(QuestionSubject.PERSON)), then=True), default=False))


def delegation_lacks_an_answer() -> Q:
    """For delegations: the same of what is asked of them as a whole."""
    return Q(Exists(_lacked(QuestionSubject.DELEGATION)))


def with_unanswered(registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    """Each with the texts of its required questions that have no answer (see :func:`unanswered_texts`), in one query.

    For some rows: those of a page.
    """
    lacked = _lacked(QuestionSubject.PERSON).order_by(*Question.ORDER)
    return registrations.annotate(unanswered=ArraySubquery(lacked.values("text")))


def unanswered_texts(registration: Any) -> list[TranslatedText]:
    """What :func:`with_unanswered` found, where a registration still waits for it."""
    return [TranslatedText(text) for text in registration.unanswered] if registration.state in WAITS_FOR_ANSWERS else []


def _lacked(subject: QuestionSubject) -> QuestionQuerySet:
    """The required questions that are shown to the owner in the query around it, and have no answer.

    What hangs on a question that is not shown has no answer to hang on: none is kept of those.
    """
    owner = "registration" if subject == QuestionSubject.PERSON else "delegation"
    answers = Answer.objects.filter(**{owner: OuterRef(OuterRef("pk"))})
    chosen = Question.categories.through.objects.filter(question=OuterRef("pk"))
    is_answered_so = Func(
        F("value"), OuterRef("shown_if_answers"), function="jsonb_exists_any", output_field=BooleanField()
    )
    shown_upon_answer = Exists(answers.filter(is_answered_so, question=OuterRef("shown_if")))
    found: QuestionQuerySet = Question.objects.asked().filter(
        ~Exists(chosen) | Exists(chosen.filter(participantcategory=OuterRef(OuterRef("category")))),
        Q(shown_if__isnull=True) | shown_upon_answer,
        ~Exists(answers.filter(question=OuterRef("pk"))),
        conference=OuterRef("conference"),
        subject=subject,
        is_required=True,
    )
    return found

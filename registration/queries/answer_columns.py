"""Answers to the Secretariat's own questions, as columns: one of each question, headed by the question."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from conference.columns import Column, Row
from conference.models import Conference, TeamRole
from registration.models import Question, QuestionSubject
from registration.queries.answers import Answers, answers_of, answers_of_delegations, questions_of

OF_THE_PERSON = _("Answers")
OF_THE_DELEGATION = _("Answers of the delegation")


def answer_columns(conference: Conference, roles: frozenset[TeamRole]) -> Iterator[Column]:
    """Of those questions whose answers somebody with these roles may see; archived ones come last.

    Read only: an answer refers to the words that it answered, which a cell of a table does not.
    """
    beside = AnswersBeside("pk", answers_of, "answers")
    for question in questions_of(conference, roles=roles):
        yield _column(question, OF_THE_PERSON, beside)
    beside = AnswersBeside("delegation_id", answers_of_delegations, "delegation_answers")
    for question in questions_of(conference, subject=QuestionSubject.DELEGATION, roles=roles):
        yield _column(question, OF_THE_DELEGATION, beside)


class AnswersBeside:
    """What was answered, hung on the rows that are shown together."""

    def __init__(self, by: str, found: Callable[[list[UUID]], Answers], name: str) -> None:
        self.by, self.found, self.name = by, found, name

    def __call__(self, rows: Sequence[Row]) -> None:
        answers = self.found(list({row[self.by] for row in rows} - {None}))
        for row in rows:
            row[self.name] = answers.get(row[self.by], {})


def _column(question: Question, group: Any, beside: AnswersBeside) -> Column:
    pk, name = question.pk, beside.name
    return Column(
        key=f"answer:{pk}",
        label=str(question),
        group=group,
        value=lambda row: row[name].get(pk, ""),
        reads=(beside.by,),
        beside=beside,
    )

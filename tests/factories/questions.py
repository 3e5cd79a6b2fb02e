"""The Secretariat's own questions, their choices and what was answered."""

import itertools
from collections.abc import Iterable
from typing import Any

from conference.models import Conference
from registration.models import (
    Answer,
    Delegation,
    ParticipantCategory,
    Question,
    QuestionKind,
    QuestionOption,
    QuestionWording,
    Registration,
)
from tests.factories.conference import make_conference

_numbers = itertools.count(1)


def make_question(
    conference: Conference | None = None,
    *,
    options: Iterable[str | dict[str, str]] = (),
    categories: Iterable[ParticipantCategory] = (),
    **given: Any,
) -> Question:
    """A line of text that may be left empty; with ``options``, a choice of them."""
    number = next(_numbers)
    options = list(options)
    values: dict[str, Any] = {
        "key": f"question-{number}",
        "kind": QuestionKind.CHOICE if options else QuestionKind.TEXT,
        "text": {"en": f"Question {number}?"},
        "position": number,
    }
    question = Question.objects.create(conference=conference or make_conference(), **values | given)
    question.categories.set(categories)
    for position, text in enumerate(options, 1):
        texts = text if isinstance(text, dict) else {"en": text}
        QuestionOption.objects.create(question=question, text=texts, position=position)
    make_wording(question)
    return question


def make_wording(question: Question) -> QuestionWording:
    """The words in which it stands now."""
    texts = {str(option.pk): dict(option.text) for option in question.options.all()}
    number = question.wordings.count() + 1
    wording: QuestionWording = QuestionWording.objects.create(
        question=question, number=number, text=question.text, options=texts
    )
    return wording


def option_of(question: Question, text: str) -> str:
    """The identifier of the choice with these English words."""
    return next(str(option.pk) for option in question.options.all() if option.text.get("en") == text)


def make_answer(question: Question, value: Any, *, of: Registration | Delegation) -> Answer:
    """What somebody answered to the words in which the question stands now."""
    owner = {"registration": of} if isinstance(of, Registration) else {"delegation": of}
    wording = question.wordings.latest("number")
    answer: Answer = Answer.objects.create(question=question, wording=wording, value=value, **owner)
    return answer

"""The Secretariat's own questions, with what some people and delegations have answered."""

import datetime
from typing import Any

from agenda.demonstration.stage import Stage
from conference.models import TeamRole
from registration.models import Answer, Delegation, Question, QuestionOption, QuestionWording, Registration
from registration.models.question import CHOOSING

#: What a table says of a question in the words of its model.
TAKEN_OVER = ("kind", "subject", "text", "help", "is_sensitive", "minimum", "maximum", "most_characters")
DAYS = ("earliest", "latest")


def set_up_questions(stage: Stage) -> None:
    """In the order of the table; each with its choices, its words and the answers to it."""
    asked: dict[str, dict[str, Any]] = {}
    for position, given in enumerate(stage.texts("questions"), 1):
        asked[given["key"]] = given
        question = _question(stage, given, position, asked)
        wording = QuestionWording.objects.create(
            question=question,
            number=1,
            text=question.text,
            options={str(each.pk): dict(each.text) for each in question.options.all()},
            by=stage.officers[TeamRole.COORDINATOR],
            at=question.created_at,
        )
        people = {stage.registrations[key]: said for key, said in given.get("answers", {}).items()}
        delegations = {stage.delegations[key]: said for key, said in given.get("delegations", {}).items()}
        for owner, said in (people | delegations).items():
            _answer(stage, owner, wording, _value(stage, given, said))


def _question(stage: Stage, given: dict[str, Any], position: int, asked: dict[str, dict[str, Any]]) -> Question:
    upon = given.get("upon")
    limits = {name: datetime.date.fromisoformat(given[name]) for name in DAYS if name in given}
    question = Question.objects.create(
        pk=stage.id_of("question", given["key"]),
        conference=stage.conference,
        key=given["key"],
        position=position,
        shown_if_id=stage.id_of("question", upon["question"]) if upon else None,
        shown_if_answers=[_value(stage, asked[upon["question"]], each) for each in upon["answers"]] if upon else [],
        created_at=stage.clock.recorded(stage.clock.at(stage.outline["programme_made_at"])),
        **{name: given[name] for name in TAKEN_OVER if name in given},
        **limits,
    )
    question.categories.set(stage.categories[slug] for slug in given.get("categories", ()))
    for place, option in enumerate(given.get("options", ()), 1):
        QuestionOption.objects.create(
            pk=stage.id_of("option", given["key"], option["key"]),
            question=question,
            text=option["text"],
            position=place,
        )
    return question


def _value(stage: Stage, given: dict[str, Any], said: Any) -> Any:
    """As it is kept: a choice by its identifier."""
    if given["kind"] not in CHOOSING:
        return said
    if isinstance(said, list):
        return [_value(stage, given, each) for each in said]
    return str(stage.id_of("option", given["key"], said))


def _answer(stage: Stage, owner: Registration | Delegation, wording: QuestionWording, value: Any) -> None:
    Answer.objects.create(
        pk=stage.id_of("answer", wording.question.key, str(owner.pk)),
        **{owner._meta.model_name or "": owner},
        question=wording.question,
        wording=wording,
        value=value,
        answered_at=owner.created_at,
    )

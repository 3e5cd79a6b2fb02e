"""The answers of one registration or delegation, each with the words that were asked, as a page shows them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from conference.models import TeamRole
from registration.models import Answer, Delegation, Question, QuestionKind, Registration
from registration.queries.answers import EVERY_ROLE, is_identifier, may_see_answers, names_of_files, value_text


@dataclass(frozen=True)
class AnswerLine:
    """What was asked and what was answered; of a file, which one it is."""

    question: Question
    asked: str
    text: str
    value: Any
    document: UUID | None = None


def answer_lines(owner: Registration | Delegation, roles: frozenset[TeamRole] = EVERY_ROLE) -> list[AnswerLine]:
    """In the order of the questions, archived ones too; those that somebody with these roles may see."""
    owned = {"registration": owner} if isinstance(owner, Registration) else {"delegation": owner}
    answers = list(Answer.objects.filter(**owned).select_related("question", "wording"))
    answers = [each for each in answers if may_see_answers(each.question, roles)]
    answers.sort(key=lambda each: (each.question.is_archived, each.question.position, each.question.created_at))
    files = [each.value for each in answers if each.question.kind == QuestionKind.FILE]
    names = names_of_files(files) if files else {}
    return [_line(each, names) for each in answers]


def _line(answer: Answer, file_names: dict[str, str]) -> AnswerLine:
    question = answer.question
    is_file = question.kind == QuestionKind.FILE and isinstance(answer.value, str) and is_identifier(answer.value)
    return AnswerLine(
        question=question,
        asked=str(answer.wording.text),
        text=value_text(question.kind, answer.value, answer.wording.options, file_names),
        value=answer.value,
        document=UUID(answer.value) if is_file else None,
    )


def values_of(lines: list[AnswerLine]) -> dict[UUID, Any]:
    """By question what stands as its answer."""
    return {line.question.pk: line.value for line in lines}

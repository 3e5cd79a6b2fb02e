"""Keeping the answers to the Secretariat's own questions in the transaction of whatever act they came with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from conference.models import User
from conference.uploads import Upload
from registration.actions.attach import end_document, keep_document
from registration.actions.own_files import refuse_too_many_in_a_day
from registration.errors import RegistrationError
from registration.models import Answer, Delegation, Document, DocumentKind, Question, QuestionKind, Registration
from registration.queries.answer_values import is_empty, why_not
from registration.queries.asked import shown_upon

Owner = Registration | Delegation


@dataclass(frozen=True)
class Answered:
    """What a form asked, and what was answered; an answer that is missing was left empty."""

    questions: Sequence[Question] = ()
    values: Mapping[UUID, Any] = field(default_factory=dict)
    # Who fills in for others saves as far as it goes.
    is_whole: bool = True
    # Files that were stored with a form before it was submitted, by question.
    files: Mapping[UUID, str] = field(default_factory=dict)


NOTHING_ASKED = Answered()


def is_the_members(question: Question) -> bool:
    """Whether the member alone answers it, or the Secretariat: not whoever answers for the delegation."""
    return question.is_sensitive or question.kind == QuestionKind.FILE


def keep_answers(
    owner: Owner, answered: Answered, *, by: User | None, known: Mapping[UUID, Any] | None = None
) -> list[str]:
    """Writes the answers in the transaction of another act, which holds the owner's lock; gives the files it stored.

    ``known`` is what stood there, nothing for an owner that has just come into being. An answer to a question that is
    not shown is not kept. Raises ``RegistrationError`` for the first that is no answer, or is missing.
    """
    known, given = known or {}, {**answered.values, **answered.files}
    shown = {each.pk for each in shown_upon(answered.questions, given)}
    told = {each.pk: given.get(each.pk) for each in answered.questions if each.pk in shown}
    for question in answered.questions:
        if question.pk in shown:
            _refuse_what_is_no_answer(question, answered, told[question.pk], known.get(question.pk))
    changed = [each for each in answered.questions if told.get(each.pk) != known.get(each.pk)]
    stored: list[str] = []
    new = [
        _answer(owner, each, _as_kept(owner, each, told[each.pk], by=by, stored=stored), by=by)
        for each in changed
        if not is_empty(told.get(each.pk))
    ]
    _write(owner, new, [each for each in changed if each.pk in known], by=by)
    return stored


def _refuse_what_is_no_answer(question: Question, answered: Answered, value: Any, before: Any) -> None:
    if is_empty(value):
        if question.is_required and answered.is_whole:
            raise RegistrationError(_("Please answer “%(question)s”; nothing was saved.") % {"question": question})
        return
    sentence = why_not(question, value, before=before or answered.files.get(question.pk))
    if sentence:
        raise RegistrationError(
            _("%(question)s – %(sentence)s. Nothing was saved.") % {"question": question, "sentence": sentence}
        )


def _answer(owner: Owner, question: Question, value: Any, *, by: User | None) -> Answer:
    wording = getattr(question, "wording_id", None) or question.wordings.latest("number").pk
    return Answer(**of_owner(owner), question=question, wording_id=wording, value=value, by=by)


def _write(owner: Owner, new: list[Answer], former: list[Question], *, by: User | None) -> None:
    """What stood there to these questions gives way, with the file that it was."""
    if former:
        Answer.objects.filter(**of_owner(owner), question__in=former).delete()
    files = [each for each in former if each.kind == QuestionKind.FILE]
    if files:
        named = [str(answer.value) for answer in new if answer.question.kind == QuestionKind.FILE]
        present = Document.objects.current().filter(**of_owner(owner), question__in=files)
        for document in present.exclude(pk__in=named):
            end_document(document, by=by)
    Answer.objects.bulk_create(new)


def _as_kept(owner: Owner, question: Question, value: Any, *, by: User | None, stored: list[str]) -> Any:
    """The value itself; of a file that was sent, the identifier under which it is stored now."""
    if not isinstance(value, Upload):
        return value
    if isinstance(owner, Registration):
        refuse_too_many_in_a_day(owner)
    document = keep_document(value, of=owner, kind=DocumentKind.ANSWER, by=by, question=question)
    stored.append(str(document.file.name))
    return str(document.pk)


def of_owner(owner: Owner) -> dict[str, Any]:
    return {"registration": owner} if isinstance(owner, Registration) else {"delegation": owner}

"""Answering the Secretariat's own questions: with a form, on one's own page, for others, at the desk."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import User
from conference.uploads import Upload
from registration.actions.attach import end_document, keep_document, removing_files_on_failure
from registration.actions.nominate import follow_what_is_outstanding
from registration.actions.own_files import refuse_too_many_in_a_day
from registration.actions.people import refuse_what_has_ended
from registration.actions.seating import lock_registration
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import Answer, Delegation, Document, DocumentKind, Question, QuestionKind, Registration
from registration.permissions import can_change_registration, can_nominate, can_register, is_own
from registration.queries.answer_values import is_empty, why_not
from registration.queries.asked import asked_of_owner, shown_upon
from registration.queries.own import DECIDED_UPON
from registration.states import RegistrationState, Track

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


def answers_known(owner: Owner) -> dict[UUID, Any]:
    """What stands as the answer to each question."""
    return dict(Answer.objects.filter(**_of(owner)).values_list("question_id", "value"))


def questions_for_focal_point(member: Registration, by: User) -> list[Question]:
    """What a focal point answers for a member: neither what is sensitive, nor a file, nor what is decided upon already.

    The member answers those on the own page, and the Secretariat at its desk.
    """
    asked = asked_of_owner(member) if member.is_live else []
    found: dict[UUID, Question] = {}
    for question in asked:
        is_theirs = not _is_the_members(question)
        hangs_on_theirs = question.shown_if_id is None or question.shown_if_id in found
        if is_theirs and hangs_on_theirs and may_change_answer(question, member, by):
            found[question.pk] = question
    return list(found.values())


def answers_mark(known: Mapping[UUID, Any]) -> str:
    """What a page carries of the answers that it was filled from, to tell a lost update."""
    lines = sorted((str(pk), value) for pk, value in known.items())
    return hashlib.sha256(json.dumps(lines, sort_keys=True).encode()).hexdigest()[:20]


def tell_answers(
    registration_id: UUID, *, values: Mapping[UUID, Any], by: User, seen: str, is_whole: bool = True
) -> Registration:
    """Keeps what is answered of a registration in place of what was answered before, as long as it goes on.

    ``seen`` is the mark of the answers that the form was filled from; a question that ``values`` does not name keeps
    its answer. What a decision rests on is no longer changed once it is under review or registered, but by an officer.
    A nomination becomes *complete* where nothing else is outstanding; an application of which changes were requested is
    submitted again. Locks registration and participant. Raises ``NotPermittedError``, ``LostUpdateError``;
    ``RegistrationError`` for what is no answer, what is missing, and what has ended.
    """
    with removing_files_on_failure() as stored:
        registration = lock_registration(registration_id)
        if not can_change_registration(by, registration):
            raise NotPermittedError
        refuse_what_has_ended(registration)
        stored.extend(_tell(registration, values, by=by, seen=seen, is_whole=is_whole))
        if registration.track == Track.NOMINATION:
            follow_what_is_outstanding(registration, by=by)
        elif registration.state == RegistrationState.CHANGES_REQUESTED and is_own(by, registration):
            registration.submitted_at = timezone.now()
            registration.move_to(RegistrationState.SUBMITTED, by=by)
    return registration


def tell_answers_of_delegation(delegation_id: UUID, *, values: Mapping[UUID, Any], by: User, seen: str) -> Delegation:
    """Keeps what a focal point, or an officer, answers for the delegation as a whole, as far as it goes.

    Locks the delegation. Raises ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` for what is none.
    """
    with removing_files_on_failure() as stored:
        related = Delegation.objects.select_related("conference", "category")
        delegation: Delegation = related.select_for_update(of=("self",), no_key=True).get(pk=delegation_id)
        if not can_nominate(by, delegation):
            raise NotPermittedError
        stored.extend(_tell(delegation, values, by=by, seen=seen, is_whole=False))
    return delegation


def _tell(owner: Owner, values: Mapping[UUID, Any], *, by: User, seen: str, is_whole: bool) -> list[str]:
    known, questions = answers_known(owner), asked_of_owner(owner)
    if answers_mark(known) != seen:
        raise LostUpdateError
    if _answers_for_another(owner, by) and any(_is_the_members(each) for each in questions if each.pk in values):
        raise NotPermittedError
    fixed = {each.pk for each in questions if not may_change_answer(each, owner, by)}
    if any(pk in fixed and value != known.get(pk) for pk, value in values.items()):
        raise RegistrationError(
            _("The Secretariat's decision rests on this answer. To change it, please write to %(email)s.")
            % {"email": owner.conference.contact_email}
        )
    wanted = known | dict(values)
    return keep_answers(owner, Answered(questions, wanted, is_whole=is_whole), by=by, known=known)


def _is_the_members(question: Question) -> bool:
    """Whether the member alone answers it, or the Secretariat: not whoever answers for the delegation."""
    return question.is_sensitive or question.kind == QuestionKind.FILE


def _answers_for_another(owner: Owner, by: User) -> bool:
    return isinstance(owner, Registration) and not (is_own(by, owner) or can_register(by, owner.conference))


def may_change_answer(question: Question, owner: Owner, by: User) -> bool:
    """Whether somebody who may change the registration may change this answer at its stage."""
    if not question.stays_once_decided or isinstance(owner, Delegation):
        return True
    return owner.state not in DECIDED_UPON or can_register(by, owner.conference)


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
    return Answer(**_of(owner), question=question, wording_id=wording, value=value, by=by)


def _write(owner: Owner, new: list[Answer], former: list[Question], *, by: User | None) -> None:
    """What stood there to these questions gives way, with the file that it was."""
    if former:
        Answer.objects.filter(**_of(owner), question__in=former).delete()
    files = [each for each in former if each.kind == QuestionKind.FILE]
    if files:
        named = [str(answer.value) for answer in new if answer.question.kind == QuestionKind.FILE]
        present = Document.objects.current().filter(**_of(owner), question__in=files)
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


def _of(owner: Owner) -> dict[str, Any]:
    return {"registration": owner} if isinstance(owner, Registration) else {"delegation": owner}

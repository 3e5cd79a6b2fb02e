"""Answering the Secretariat's own questions: with a form, on one's own page, for others, at the desk."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import User
from registration.actions.attach import removing_files_on_failure
from registration.actions.keep_answers import Answered, Owner, is_the_members, keep_answers, of_owner
from registration.actions.nominate import follow_what_is_outstanding
from registration.actions.people import refuse_what_has_ended
from registration.actions.seating import lock_registration
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import Answer, Delegation, Question, Registration
from registration.permissions import can_change_registration, can_nominate, can_register, is_own
from registration.queries.asked import asked_of, asked_of_owner
from registration.queries.own import DECIDED_UPON
from registration.states import RegistrationState, Track


def answers_known(owner: Owner) -> dict[UUID, Any]:
    """What stands as the answer to each question."""
    return dict(Answer.objects.filter(**of_owner(owner)).values_list("question_id", "value"))


def questions_for_focal_point(member: Registration, by: User) -> list[Question]:
    """What a focal point answers for a member: neither what is sensitive, nor a file, nor what is decided upon already.

    The member answers those on the own page, and the Secretariat at its desk.
    """
    asked = asked_of_owner(member) if member.is_live else []
    return _of_a_focal_point(asked, lambda question: may_change_answer(question, member, by))


def questions_with_a_nomination(delegation: Delegation) -> list[Question]:
    """The same of somebody whom the focal point is about to name for the delegation."""
    return _of_a_focal_point(asked_of(delegation.category))


def _of_a_focal_point(
    asked: Iterable[Question], is_open: Callable[[Question], bool] = lambda _question: True
) -> list[Question]:
    """What hangs on a question that the member alone answers is left to the member, too."""
    found: dict[UUID, Question] = {}
    for question in asked:
        hangs_on_theirs = question.shown_if_id is None or question.shown_if_id in found
        if not is_the_members(question) and hangs_on_theirs and is_open(question):
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
    if _answers_for_another(owner, by) and any(is_the_members(each) for each in questions if each.pk in values):
        raise NotPermittedError
    fixed = {each.pk for each in questions if not may_change_answer(each, owner, by)}
    if any(pk in fixed and value != known.get(pk) for pk, value in values.items()):
        raise RegistrationError(
            _("The Secretariat's decision rests on this answer. To change it, please write to %(email)s.")
            % {"email": owner.conference.contact_email}
        )
    wanted = known | dict(values)
    return keep_answers(owner, Answered(questions, wanted, is_whole=is_whole), by=by, known=known)


def _answers_for_another(owner: Owner, by: User) -> bool:
    return isinstance(owner, Registration) and not (is_own(by, owner) or can_register(by, owner.conference))


def may_change_answer(question: Question, owner: Owner, by: User) -> bool:
    """Whether somebody who may change the registration may change this answer at its stage."""
    if not question.stays_once_decided or isinstance(owner, Delegation):
        return True
    return owner.state not in DECIDED_UPON or can_register(by, owner.conference)

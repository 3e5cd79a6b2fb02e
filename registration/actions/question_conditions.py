"""Shown only if: what a question may hang on, and in which order that is asked."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from registration.errors import RegistrationError
from registration.models import Question, QuestionKind
from registration.models.question import CONDITIONAL_UPON, NO, YES


def refuse_wrong_condition(question: Question) -> None:
    """Raises ``RegistrationError`` where the question hangs on what cannot be answered before it."""
    upon = question.shown_if
    if upon is None:
        return
    if (upon.conference_id, upon.subject) != (question.conference_id, question.subject) or upon.is_archived:
        raise RegistrationError(_("A question can be shown only upon the answer to another that is asked of the same."))
    if upon.kind not in CONDITIONAL_UPON:
        raise RegistrationError(_("A question can be shown only upon a choice, or upon yes or no."))
    if not _comes_before(upon, question):
        raise RegistrationError(_stands_after(question, upon))
    if not question.shown_if_answers or not set(question.shown_if_answers) <= _answers_to(upon):
        raise RegistrationError(_("Choose the answers upon which the question is shown."))


def refuse_order(ordered: Sequence[Question]) -> None:
    """Raises ``RegistrationError`` where a question would come before the one that it hangs on."""
    places = {question.pk: place for place, question in enumerate(ordered)}
    for question in ordered:
        upon = places.get(question.shown_if_id) if question.shown_if_id else None
        if upon is not None and upon > places[question.pk]:
            raise RegistrationError(_stands_after(question, ordered[upon]))


def _comes_before(upon: Question, question: Question) -> bool:
    return upon.pk != question.pk and (upon.position, upon.created_at) < (question.position, question.created_at)


def _stands_after(question: Question, upon: Question) -> str:
    return _("“%(question)s” is shown only upon an answer to “%(upon)s”, and so stands after it.") % {
        "question": question,
        "upon": upon,
    }


def _answers_to(upon: Question) -> set[str]:
    if upon.kind == QuestionKind.YES_NO:
        return {YES, NO}
    return {each.id for each in upon.options_known}

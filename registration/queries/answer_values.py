"""What may be kept as an answer: one rule for forms, acts and imports."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from conference.formats import date_text
from conference.uploads import Upload
from registration.models import Question, QuestionKind
from registration.models.question import NO, YES

MOST_OF_A_LINE, MOST_OF_A_TEXT = 300, 4000
# What a number may say without being told so: as many digits as the limits can have.
GREATEST = 999_999_999_999


def is_empty(value: Any) -> bool:
    """Whether nothing was answered."""
    return value is None or value in ("", [])


def most_characters(question: Question) -> int:
    """Of a text."""
    usual = MOST_OF_A_LINE if question.kind == QuestionKind.TEXT else MOST_OF_A_TEXT
    return question.most_characters or usual


def why_not(question: Question, value: Any, *, before: Any = None) -> str:
    """A sentence where the value is no answer to the question; nothing where it is, or is left empty.

    ``before`` is what was answered before: a choice that was archived since may stay.
    """
    if is_empty(value):
        return ""
    return _RULES[QuestionKind(question.kind)](question, value, before)


def _text(question: Question, value: Any, _before: Any) -> str:
    most = most_characters(question)
    if not isinstance(value, str) or "\x00" in value:
        return _("Enter a text")
    if len(value) > most:
        return _("Enter at most %(most)s characters; these are %(count)s") % {"most": most, "count": len(value)}
    return ""


def _choice(question: Question, value: Any, before: Any) -> str:
    return _several(question, [value], [before] if isinstance(before, str) else before)


def _several(question: Question, value: Any, before: Any) -> str:
    kept = before if isinstance(before, list) else []
    offered = {each.id for each in question.options_known if not each.is_archived or each.id in kept}
    if not isinstance(value, list) or not all(isinstance(each, str) and each in offered for each in value):
        return _("Choose one of the answers that are offered")
    return ""


def _yes_no(_question: Question, value: Any, _before: Any) -> str:
    return "" if value in (YES, NO) else _("Choose yes or no")


def _date(question: Question, value: Any, _before: Any) -> str:
    try:
        day = datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        return _("Enter a date, like 2019-06-20")
    if question.earliest and day < question.earliest:
        return _("Enter a date not before %(day)s") % {"day": date_text(question.earliest)}
    if question.latest and day > question.latest:
        return _("Enter a date not after %(day)s") % {"day": date_text(question.latest)}
    return ""


def _number(question: Question, value: Any, _before: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= GREATEST:
        return _("Enter a number")
    if round(value, question.decimals) != value:
        return _whole(question)
    if question.minimum is not None and value < question.minimum:
        return _("Enter a number of at least %(least)s") % {"least": f"{question.minimum.normalize():f}"}
    if question.maximum is not None and value > question.maximum:
        return _("Enter a number of at most %(most)s") % {"most": f"{question.maximum.normalize():f}"}
    return ""


def _whole(question: Question) -> str:
    if not question.decimals:
        return _("Enter a whole number")
    return _("Enter a number with at most %(count)s digits after the point") % {"count": question.decimals}


def _file(_question: Question, value: Any, before: Any) -> str:
    """Something just sent, or what is there already."""
    return "" if isinstance(value, Upload) or value == before else _("Choose a file")


_RULES: Mapping[QuestionKind, Callable[[Question, Any, Any], str]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.CHOICE: _choice,
    QuestionKind.SEVERAL: _several,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.DATE: _date,
    QuestionKind.NUMBER: _number,
    QuestionKind.FILE: _file,
}

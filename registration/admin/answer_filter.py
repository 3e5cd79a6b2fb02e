"""The list of registrations cut by an answer to one of the Secretariat's own questions."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from conference.admin.current import current_roles, required_conference
from registration.admin.person_filters import NamedFilter
from registration.models import Question, QuestionKind, QuestionSubject
from registration.models.question import CHOOSING, NO, YES
from registration.queries.answers import may_see_answers, with_answer

NOTHING = "nothing"


def question_in_force(request: HttpRequest) -> Question | None:
    """The question that the address names, if this officer may see what was answered to it; one query where any is."""
    if not hasattr(request, "_question_in_force"):
        request._question_in_force = _found(request)  # type: ignore[attr-defined]  # noqa: SLF001
    return request._question_in_force  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001


def _found(request: HttpRequest) -> Question | None:
    try:
        pk = UUID(request.GET.get("answer", "").partition(":")[0])
    except ValueError:
        return None
    asked = Question.objects.filter(conference=required_conference(request), subject=QuestionSubject.PERSON)
    found: Question | None = asked.filter(pk=pk).with_options().first()
    return found if found is not None and may_see_answers(found, current_roles(request)) else None


def answers_to_choose(question: Question) -> list[tuple[str, str]]:
    """The answers of a closed list by which the list is cut, and none at all."""
    answers: list[tuple[str, str]] = []
    if question.kind in CHOOSING:
        answers = [(each.id, str(each)) for each in question.options_known]
    elif question.kind == QuestionKind.YES_NO:
        answers = [(YES, _now("Yes")), (NO, _now("No"))]
    return [*answers, (NOTHING, _now("No answer"))]


def cut_url(question: Question, answer: str) -> str:
    """The list of those who answered so."""
    return f"{reverse('admin:registration_registration_changelist')}?answer={question.pk}:{answer}"


class AnswerFilter(NamedFilter):
    """Those who answered so; one is led to it from the page of the question."""

    title = _("answer")
    parameter_name = "answer"
    control = ""
    sentence = _("The answer is %(values)s.")

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        question = question_in_force(request)
        if question is None:
            return []
        labels = answers_to_choose(question)
        return [(f"{question.pk}:{answer}", f"{question} – {label}") for answer, label in labels]

    def cut(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        question = question_in_force(request)
        if question is None:
            return queryset
        wanted = [value.partition(":")[2] for value in self.values]
        cut = [with_answer(queryset, question, None if each == NOTHING else each) for each in wanted]
        return reduce(or_, cut)

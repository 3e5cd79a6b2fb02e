"""The Secretariat's own questions as the desk shows them: in a list by whom they are asked, and beside their form."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.markup import at_text
from conference.formats import language_name
from conference.models import Conference, TeamRole
from registration.admin.answer_filter import NOTHING, answers_to_choose, cut_url
from registration.forms.questions import condition_text
from registration.models import Answer, ParticipantCategory, Question, QuestionSubject
from registration.queries.answers import answers_counted, may_see_answers

Row = dict[str, Any]


def page_url(question: Question) -> str:
    return reverse("admin:registration_question_change", args=[question.pk])


def sections_of(conference: Conference) -> Iterator[Row]:
    """Questions to each person, then those to delegations; in four queries, however many there are."""
    questions = list(Question.objects.filter(conference=conference).with_options().prefetch_related("categories"))
    counted = Answer.objects.filter(question__conference=conference).values_list("question")
    answers: dict[UUID, int] = dict(counted.annotate(count=Count("pk")).order_by())
    for subject in QuestionSubject:
        of_this = [each for each in questions if each.subject == subject]
        asked = [each for each in of_this if not each.is_archived]
        yield {
            "subject": subject.value,
            "title": _title(subject),
            "rows": list(_rows(asked, answers, conference)),
            "archived": list(_rows([each for each in of_this if each.is_archived], answers, conference)),
            "seen": ",".join(str(each.pk) for each in asked),
        }


def _title(subject: QuestionSubject) -> str:
    if subject == QuestionSubject.DELEGATION:
        return _("Asked of a delegation as a whole")
    return _("Asked of each person")


def _rows(questions: list[Question], answers: Mapping[UUID, int], conference: Conference) -> Iterator[Row]:
    by_id = {each.pk: each for each in questions}
    for number, question in enumerate(questions, 1):
        upon = by_id.get(question.shown_if_id) if question.shown_if_id else None
        yield {
            "number": number,
            "id": question.pk,
            "url": page_url(question),
            "text": str(question.text),
            "key": question.key,
            "kind": capfirst(question.get_kind_display()),
            "tags": [*_tags(question)],
            "lacking": lacking(question, conference.languages),
            "categories": ", ".join(str(each) for each in question.categories.all()) or _("every category"),
            "condition": condition_text(question, upon) if upon else "",
            "answers": answers.get(question.pk, 0),
            "is_first": number == 1,
            "is_last": number == len(questions),
        }


def _tags(question: Question) -> Iterator[str]:
    if question.is_required:
        yield _("must be answered")
    if question.is_sensitive:
        yield _("sensitive")


def lacking(question: Question, languages: Iterable[str]) -> str:
    """The languages in which a text of it is missing: who reads them sees another language."""
    texts = [question.text, *([question.help] if question.help else [])]
    texts += [each.text for each in question.options_known if not each.is_archived]
    return ", ".join(language_name(code) for code in languages if not all(text.get(code) for text in texts))


def previews_of(conference: Conference, language: str) -> list[Row]:
    """Where the questions of each category are looked at as participants see them."""
    categories = list(ParticipantCategory.objects.filter(conference=conference))
    return [{"text": str(each), "url": preview_url(each, QuestionSubject.PERSON, language)} for each in categories]


def preview_url(category: ParticipantCategory, subject: str, language: str) -> str:
    return reverse("admin:registration_question_preview", args=[category.pk, subject, language])


def counted_rows(question: Question, roles: frozenset[TeamRole]) -> list[Row]:
    """How often each answer of a closed list was given, with the list of those who gave it."""
    if question.subject != QuestionSubject.PERSON or not may_see_answers(question, roles):
        return []
    choices = answers_to_choose(question)
    given = answers_counted(question, [answer for answer, _label in choices if answer != NOTHING])
    return [{"text": label, "url": cut_url(question, answer), "count": given.get(answer)} for answer, label in choices]


def wordings_of(question: Question) -> list[Row]:
    """As which words it was asked, and since when; the newest first."""
    counted = dict(Answer.objects.filter(question=question).values_list("wording").annotate(count=Count("pk")))
    return [
        {
            "text": str(each.text),
            "at": at_text(question.conference, each.at),
            "by": str(each.by or ""),
            "answers": counted.get(each.pk, 0),
        }
        for each in question.wordings.select_related("by").order_by("-number")
    ]

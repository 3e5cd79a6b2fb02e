"""A new question is put once, however often its form is submitted; and how its answers are counted."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conference.models import Conference
from registration.models import Question, QuestionKind
from tests.factories.conference import make_conference
from tests.factories.questions import make_answer, make_question, option_of
from tests.factories.registration import make_category, make_registration
from tests.registration.admin.reading import text_of

ADD = f"{reverse('admin:registration_question_add')}?subject=person&kind=text"


@pytest.fixture
def form(coordinator_desk: Client, conference: Conference) -> dict[str, Any]:
    make_category(conference)
    page = coordinator_desk.get(ADD).content.decode()
    (token,) = re.findall(r'name="form_token" value="([^"]+)"', page)
    languages = {f"text_{code}": "Which panel?" for code in conference.languages}
    empty = {f"help_{code}": "" for code in conference.languages}
    return languages | empty | {"_conference": str(conference.pk), "kind": "text", "form_token": token}


def test_a_double_click_puts_one_question(coordinator_desk: Client, form: dict[str, Any]):
    answers = [coordinator_desk.post(ADD, form) for _each in range(2)]
    assert [(each.status_code, each["Location"]) for each in answers] == [(302, answers[0]["Location"])] * 2
    assert [each.key for each in Question.objects.all()] == ["which-panel"]


def test_two_forms_put_two_questions(coordinator_desk: Client, form: dict[str, Any]):
    for token in ("6b1f5c9e-5c1a-4d5e-9c61-0d6f5f4d2a11", "6b1f5c9e-5c1a-4d5e-9c61-0d6f5f4d2a12"):
        coordinator_desk.post(ADD, form | {"form_token": token})
    assert sorted(each.key for each in Question.objects.all()) == ["which-panel", "which-panel-2"]


def test_the_token_names_no_question_that_somebody_else_has_put(coordinator_desk: Client, form: dict[str, Any]):
    foreign = make_question(make_conference(slug="other"))
    assert coordinator_desk.post(ADD, form | {"form_token": str(foreign.pk)}).status_code == 302
    assert Question.objects.exclude(pk=foreign.pk).get().key == "which-panel"


def test_a_form_that_lost_its_token_is_shown_again_with_another(coordinator_desk: Client, form: dict[str, Any]):
    page = coordinator_desk.post(ADD, form | {"form_token": "broken"})
    assert "Something of this form was lost on its way" in text_of(page)
    assert re.search(r'name="form_token" value="[0-9a-f-]{36}"', page.content.decode())


@pytest.mark.parametrize("kind", [QuestionKind.CHOICE, QuestionKind.SEVERAL, QuestionKind.YES_NO])
def test_answers_are_counted_by_the_database(kind: str, coordinator_desk: Client, conference: Conference):
    question = make_question(conference, kind=kind, options=["Youth", "Women"] if kind != "yes_no" else [])
    one, other = ("yes", "no") if kind == "yes_no" else (option_of(question, each) for each in ("Youth", "Women"))
    if kind == QuestionKind.SEVERAL:
        given: list[Any] = [[one, other], [one], []]
    else:
        given = [one, one, other]
    for value in given:
        make_answer(question, value, of=make_registration(conference=conference))
    with CaptureQueriesContext(connection) as sent:
        page = coordinator_desk.get(reverse("admin:registration_question_change", args=[question.pk]))
    assert [each["count"] for each in page.context["counted"]] == [2, 1, None]
    assert not [each for each in sent if each["sql"].startswith('SELECT "registration_answer"."value"')]

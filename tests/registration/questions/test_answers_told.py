"""What lists and files say of the answers: in words, as they were asked, in two queries or three."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from conference.models import TeamRole
from registration.models import Answer, Question, QuestionKind, QuestionOption, QuestionSubject, Registration
from registration.queries.answers import answers_of, answers_of_delegations, questions_of, with_answer
from tests.factories.conference import make_conference
from tests.factories.questions import make_answer, make_question, make_wording, option_of
from tests.factories.registration import make_category, make_delegation, make_registration

pytestmark = pytest.mark.django_db
PANELS = ({"en": "Youth", "ru": "Молодёжь"}, {"en": "Women", "ru": "Женщины"})


@pytest.fixture
def registration() -> Registration:
    return make_registration()


def told(answer: Answer) -> str:
    assert answer.registration_id is not None
    return answers_of([answer.registration_id])[answer.registration_id][answer.question_id]


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (QuestionKind.TEXT, "As you wish", "As you wish"),
        (QuestionKind.LONG_TEXT, "One\n\nTwo", "One\n\nTwo"),
        (QuestionKind.YES_NO, "yes", "Yes"),
        (QuestionKind.YES_NO, "no", "No"),
        (QuestionKind.NUMBER, 12000, "12000"),
        (QuestionKind.NUMBER, 1.5, "1.5"),
        (QuestionKind.DATE, "2019-06-20", "20 June 2019"),
        (QuestionKind.DATE, "never", ""),
        (QuestionKind.FILE, "no-identifier", ""),
        (QuestionKind.TEXT, {"function": {"old": "a", "new": "b"}}, ""),
        (QuestionKind.SEVERAL, "no list", ""),
        (QuestionKind.CHOICE, ["no", "text"], ""),
    ],
)
def test_an_answer_is_told_in_words(kind: str, value: Any, text: str, registration: Registration):
    question = make_question(registration.conference, kind=kind)
    assert told(make_answer(question, value, of=registration)) == text


def test_a_choice_is_told_in_the_readers_language(registration: Registration):
    question = make_question(registration.conference, options=PANELS)
    answer = make_answer(question, option_of(question, "Youth"), of=registration)
    assert told(answer) == "Youth"
    with translation.override("ru"):
        assert told(answer) == "Молодёжь"


def test_several_choices_are_told_one_after_the_other(registration: Registration):
    question = make_question(registration.conference, options=PANELS, kind=QuestionKind.SEVERAL)
    value = [option_of(question, "Women"), option_of(question, "Youth")]
    assert told(make_answer(question, value, of=registration)) == "Women; Youth"


def test_an_answer_keeps_the_words_in_which_it_was_asked(registration: Registration):
    question = make_question(registration.conference, options=PANELS)
    answer = make_answer(question, option_of(question, "Youth"), of=registration)
    QuestionOption.objects.filter(question=question).update(text={"en": "Something else"})
    make_wording(question)
    assert told(answer) == "Youth"


@pytest.mark.parametrize("count", [1, 30])
def test_answers_of_many_cost_what_those_of_one_cost(
    count: int, django_assert_num_queries: DjangoAssertNumQueries, registration: Registration
):
    questions = [make_question(registration.conference, options=PANELS) for _each in range(count)]
    for question in questions:
        make_answer(question, option_of(question, "Women"), of=registration)
    with django_assert_num_queries(2):
        assert len(answers_of([registration.pk])[registration.pk]) == count


def test_questions_come_with_their_choices_in_one_query(django_assert_num_queries: DjangoAssertNumQueries):
    conference = make_conference()
    for _each in range(3):
        make_question(conference, options=PANELS)
    with django_assert_num_queries(1):
        texts = [[str(option) for option in question.options_known] for question in questions_of(conference)]
    assert texts == [["Youth", "Women"]] * 3


def test_questions_stand_in_their_order_and_archived_ones_last():
    conference = make_conference()
    last, first = make_question(conference, position=2), make_question(conference, position=1)
    gone = make_question(conference, position=0, archived_at=conference.registration_opens_at)
    make_question(conference, subject=QuestionSubject.DELEGATION)
    make_question()
    assert questions_of(conference) == [first, last, gone]


def test_a_sensitive_question_is_for_those_who_register():
    question = make_question(is_sensitive=True)
    assert questions_of(question.conference, roles=frozenset({TeamRole.VETTING, TeamRole.AGENDA})) == []
    assert questions_of(question.conference, roles=frozenset({TeamRole.PROTOCOL})) == [question]


def test_the_list_is_narrowed_by_an_answer(registration: Registration):
    conference = registration.conference
    other = make_registration(conference=conference, category=registration.category)
    one = make_question(conference, options=PANELS)
    any_of = make_question(conference, options=PANELS, kind=QuestionKind.SEVERAL)
    text, spoken = make_question(conference), make_question(conference, kind=QuestionKind.YES_NO)
    make_answer(one, option_of(one, "Youth"), of=registration)
    make_answer(any_of, [option_of(any_of, "Women"), option_of(any_of, "Youth")], of=registration)
    make_answer(text, "Peace and quiet", of=registration)
    make_answer(spoken, "no", of=registration)
    everybody = Registration.objects.filter(pk__in=[registration.pk, other.pk])
    for question, value in (
        (one, option_of(one, "Youth")),
        (any_of, option_of(any_of, "Women")),
        (text, "PEACE"),
        (spoken, False),
    ):
        assert list(with_answer(everybody, question, value)) == [registration]
        assert list(with_answer(everybody, question, None)) == [other]
    assert not with_answer(everybody, one, option_of(one, "Women"))


def test_who_was_not_asked_has_not_left_it_unanswered(registration: Registration):
    elsewhere = make_category(registration.conference, slug="elsewhere")
    question = make_question(registration.conference, categories=[elsewhere])
    assert not with_answer(Registration.objects.all(), question, None)


def test_a_delegation_answers_too():
    delegation = make_delegation()
    question = make_question(delegation.conference, subject=QuestionSubject.DELEGATION, kind=QuestionKind.YES_NO)
    make_answer(question, "yes", of=delegation)
    assert answers_of_delegations([delegation.pk]) == {delegation.pk: {question.pk: "Yes"}}


def test_a_question_is_answered_once(registration: Registration):
    question = make_question(registration.conference)
    make_answer(question, "once", of=registration)
    with pytest.raises(IntegrityError, match="registration_answers_a_question_once"), transaction.atomic():
        make_answer(question, "twice", of=registration)


def test_a_key_stands_for_one_question_of_a_conference():
    question = make_question()
    with pytest.raises(IntegrityError, match="question_key_is_unique_in_a_conference"), transaction.atomic():
        make_question(question.conference, key=question.key)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"minimum": 3}, "limits_are_of_a_number"),
        ({"kind": "number", "minimum": 3, "maximum": 2}, "least_number_comes_before_the_greatest"),
        ({"kind": "number", "decimals": 3}, "number_has_at_most_two_decimals"),
        ({"earliest": "2019-06-20"}, "first_and_last_day_are_of_a_date"),
        ({"kind": "date", "earliest": "2019-06-20", "latest": "2019-06-19"}, "first_day_comes_before_the_last"),
        ({"kind": "date", "most_characters": 3}, "length_is_of_a_text"),
        ({"shown_if_answers": ["yes"]}, "condition_names_a_question_and_its_answers"),
    ],
)
def test_the_database_refuses(wrong: dict[str, Any], sentence: str):
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        make_question(**wrong)


def test_a_question_does_not_wait_for_itself():
    question = make_question()
    asked = Question.objects.filter(pk=question.pk)
    with pytest.raises(IntegrityError, match="question_does_not_wait_for_itself"), transaction.atomic():
        asked.update(shown_if=question, shown_if_answers=["yes"])

"""Two officers, or a person and the private office, at the same moment: the one comes after the other and is told."""

from collections import Counter

import pytest

from conference.models import TeamRole
from registration.actions.answers import answers_mark, tell_answers
from registration.actions.questions import change_question, order_questions
from registration.errors import LostUpdateError
from registration.models import Answer, Question, QuestionSubject
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.questions import make_question
from tests.factories.registration import make_registration
from tests.registration.actions.racing import at_once
from tests.registration.questions.test_questions_put import as_it_is

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(outcomes: list[object]) -> Counter[bool]:
    return Counter(isinstance(outcome, LostUpdateError) for outcome in outcomes)


def test_of_two_who_order_at_once_one_is_told():
    conference = make_conference()
    first, second, third = (make_question(conference, position=place) for place in (1, 2, 3))
    seen, officers = [first.pk, second.pk, third.pk], [make_officer(conference, TeamRole.COORDINATOR) for _ in "ab"]
    wanted = ([second.pk, first.pk, third.pk], [third.pk, first.pk, second.pk])

    def ordering(number: int):
        return lambda: order_questions(
            conference, QuestionSubject.PERSON, order=wanted[number], seen=seen, by=officers[number]
        )

    assert refusals(at_once([ordering(0), ordering(1)])) == {False: 1, True: 1}
    assert list(Question.objects.order_by("position").values_list("pk", flat=True)) in list(wanted)


def test_of_two_who_change_a_question_at_once_one_is_told():
    question = make_question()
    officer = make_officer(question.conference, TeamRole.COORDINATOR)

    def changing(text: str):
        draft = as_it_is(question, text={"en": text})
        return lambda: change_question(question.pk, draft, seen_version=1, by=officer)

    assert refusals(at_once([changing("One?"), changing("Two?")])) == {False: 1, True: 1}
    assert question.wordings.count() == 1


def test_of_two_who_answer_at_once_one_is_told_and_one_answer_stands():
    registration = make_registration(S.SUBMITTED, person={"email": "alice@dialogue.example"})
    question, by = make_question(registration.conference), make_user("alice@dialogue.example")

    def telling(text: str):
        return lambda: tell_answers(registration.pk, values={question.pk: text}, by=by, seen=answers_mark({}))

    assert refusals(at_once([telling("One"), telling("Two")])) == {False: 1, True: 1}
    assert Answer.objects.count() == 1

"""Answering: what may be kept, upon which conditions, by whom, and until when."""

from typing import Any

import pytest

from conference.models import Conference, TeamRole, User
from registration.actions.answers import (
    answers_known,
    answers_mark,
    questions_for_focal_point,
    tell_answers,
    tell_answers_of_delegation,
)
from registration.actions.keep_answers import Answered, keep_answers
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import Answer, Question, QuestionKind, QuestionSubject, Registration
from registration.queries.asked import asked_of, shown_upon
from registration.queries.unanswered import lacks_an_answer, unanswered_by, unanswered_by_delegation
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.questions import make_answer, make_question, option_of
from tests.factories.registration import make_category, make_delegation, make_focal_point, make_registration

pytestmark = pytest.mark.django_db
ALICE = "alice@dialogue.example"


@pytest.fixture
def conference() -> Conference:
    return make_conference()


@pytest.fixture
def alice(conference: Conference) -> Registration:
    return make_registration(S.SUBMITTED, conference, person={"email": ALICE})


@pytest.fixture
def by(alice: Registration) -> User:
    return make_user(alice.participant.email)


def tell(registration: Registration, by: User, values: dict[Question, Any], **more: Any) -> Registration:
    given = {"seen": answers_mark(answers_known(registration))} | more
    return tell_answers(registration.pk, values={each.pk: value for each, value in values.items()}, by=by, **given)


def kept(registration: Registration) -> dict[str, Any]:
    return dict(Answer.objects.filter(registration=registration).values_list("question__key", "value"))


HOSTILE: list[tuple[dict[str, Any], Any, str]] = [
    ({"kind": QuestionKind.TEXT}, "x" * 301, "at most 300 characters"),
    ({"kind": QuestionKind.TEXT}, "a\x00b", "Enter a text"),
    ({"kind": QuestionKind.TEXT}, {"a": 1}, "Enter a text"),
    ({"kind": QuestionKind.LONG_TEXT, "most_characters": 3}, "long", "at most 3 characters"),
    ({"kind": QuestionKind.YES_NO}, "perhaps", "Choose yes or no"),
    ({"kind": QuestionKind.YES_NO}, True, "Choose yes or no"),
    ({"kind": QuestionKind.DATE}, "20 June", "Enter a date"),
    ({"kind": QuestionKind.DATE}, 20190620, "Enter a date"),
    ({"kind": QuestionKind.DATE, "earliest": "2019-06-18"}, "2019-06-17", "not before"),
    ({"kind": QuestionKind.DATE, "latest": "2019-06-18"}, "2019-06-19", "not after"),
    ({"kind": QuestionKind.NUMBER}, "7", "Enter a number"),
    ({"kind": QuestionKind.NUMBER}, True, "Enter a number"),
    ({"kind": QuestionKind.NUMBER}, float("nan"), "Enter a number"),
    ({"kind": QuestionKind.NUMBER}, 10**13, "Enter a number"),
    ({"kind": QuestionKind.NUMBER}, 1.5, "Enter a whole number"),
    ({"kind": QuestionKind.NUMBER, "decimals": 1}, 1.55, "at most 1 digits"),
    ({"kind": QuestionKind.NUMBER, "minimum": 2}, 1, "at least 2"),
    ({"kind": QuestionKind.NUMBER, "maximum": 2}, 3, "at most 2"),
    ({"kind": QuestionKind.FILE}, "a-path", "Choose a file"),
    ({"options": ["Youth"]}, "no-option", "Choose one of the answers"),
    ({"options": ["Youth"]}, ["x"], "Choose one of the answers"),
    ({"options": ["Youth"], "kind": QuestionKind.SEVERAL}, "Youth", "Choose one of the answers"),
    ({"options": ["Youth"], "kind": QuestionKind.SEVERAL}, [{"a": 1}], "Choose one of the answers"),
]


@pytest.mark.parametrize(("asked", "value", "sentence"), HOSTILE)
def test_what_is_no_answer_is_refused(asked: dict[str, Any], value: Any, sentence: str, alice: Registration, by: User):
    question = make_question(alice.conference, **asked)
    question.refresh_from_db()
    with pytest.raises(RegistrationError, match=sentence):
        tell(alice, by, {question: value})
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ({"kind": QuestionKind.TEXT}, "<script>alert(1)</script>"),
        ({"kind": QuestionKind.YES_NO}, "no"),
        ({"kind": QuestionKind.DATE, "earliest": "2019-06-18", "latest": "2019-06-18"}, "2019-06-18"),
        ({"kind": QuestionKind.NUMBER, "minimum": -1, "maximum": 0}, 0),
        ({"kind": QuestionKind.NUMBER, "decimals": 2}, 1.25),
    ],
)
def test_an_answer_is_kept_as_it_is(asked: dict[str, Any], value: Any, alice: Registration, by: User):
    question = make_question(alice.conference, **asked)
    tell(alice, by, {question: value})
    assert kept(alice) == {question.key: value}
    assert Answer.objects.get().by == by


def test_an_answer_is_changed_and_taken_back(alice: Registration, by: User):
    question = make_question(alice.conference)
    for value, stands in (("First", {question.key: "First"}), ("Second", {question.key: "Second"}), (None, {})):
        tell(alice, by, {question: value})
        assert kept(alice) == stands


def test_what_must_be_answered_is_demanded_of_the_person_alone(alice: Registration, by: User):
    question = make_question(alice.conference, is_required=True)
    with pytest.raises(RegistrationError, match="Please answer"):
        tell(alice, by, {question: ""})
    tell(alice, make_officer(alice.conference, TeamRole.REGISTRATION), {question: ""}, is_whole=False)
    assert kept(alice) == {}


def test_an_answer_that_is_not_shown_is_not_kept(alice: Registration, by: User):
    upon = make_question(alice.conference, options=["Youth", "Women"])
    child = make_question(
        alice.conference, shown_if=upon, shown_if_answers=[option_of(upon, "Youth")], is_required=True
    )
    grandchild = make_question(
        alice.conference, kind=QuestionKind.YES_NO, shown_if=upon, shown_if_answers=[option_of(upon, "Youth")]
    )
    last = make_question(alice.conference, shown_if=grandchild, shown_if_answers=["no"])
    youth, women = option_of(upon, "Youth"), option_of(upon, "Women")
    tell(alice, by, {upon: youth, child: "Because", grandchild: "no", last: "So"})
    assert set(kept(alice)) == {upon.key, child.key, grandchild.key, last.key}
    tell(alice, by, {upon: women, child: "Because", grandchild: "no", last: "So"})
    assert kept(alice) == {upon.key: women}
    with pytest.raises(RegistrationError, match="Please answer"):
        tell(alice, by, {upon: youth})


def test_one_of_several_choices_brings_a_question_up(conference: Conference):
    upon = make_question(conference, options=["A", "B"], kind=QuestionKind.SEVERAL)
    child = make_question(conference, shown_if=upon, shown_if_answers=[option_of(upon, "B")])
    questions = asked_of(make_category(conference))
    assert shown_upon(questions, {upon.pk: [option_of(upon, "A"), option_of(upon, "B")]}) == [upon, child]
    assert shown_upon(questions, {upon.pk: [option_of(upon, "A")]}) == [upon]
    assert shown_upon(questions, {upon.pk: [{"hostile": 1}]}) == [upon]


def test_a_choice_that_is_offered_no_longer_stays_with_whoever_chose_it(alice: Registration, by: User):
    question = make_question(alice.conference, options=["Youth", "Women"])
    youth, text = option_of(question, "Youth"), make_question(alice.conference)
    tell(alice, by, {question: youth})
    question.options.filter(pk=youth).update(archived_at=alice.created_at)
    tell(alice, by, {question: youth, text: "Something else"})
    assert kept(alice) == {question.key: youth, text.key: "Something else"}
    bob = make_registration(S.SUBMITTED, alice.conference, person={"email": "bob@dialogue.example"})
    with pytest.raises(RegistrationError, match="that are offered"):
        tell(bob, make_user("bob@dialogue.example"), {question: youth})


def test_an_answer_to_an_archived_question_stays(alice: Registration, by: User):
    question, other = make_question(alice.conference), make_question(alice.conference)
    make_answer(question, "Before", of=alice)
    Question.objects.filter(pk=question.pk).update(archived_at=alice.created_at)
    tell(alice, by, {question: "Now", other: "Told"})
    assert kept(alice) == {question.key: "Before", other.key: "Told"}


def test_whoever_saw_other_answers_is_told(alice: Registration, by: User):
    question = make_question(alice.conference)
    seen = answers_mark(answers_known(alice))
    tell(alice, by, {question: "First"})
    with pytest.raises(LostUpdateError):
        tell(alice, by, {question: "Second"}, seen=seen)


def test_others_do_not_answer(alice: Registration):
    question = make_question(alice.conference)
    for other in (make_user("eve@dialogue.example"), make_officer(alice.conference, TeamRole.AGENDA)):
        with pytest.raises(NotPermittedError):
            tell(alice, other, {question: "Mine"})


@pytest.mark.parametrize("state", [S.UNDER_REVIEW, S.REGISTERED])
def test_what_a_decision_rests_on_is_changed_by_officers_alone(state: S, conference: Conference):
    registration = make_registration(state, conference, person={"email": ALICE})
    question = make_question(conference, stays_once_decided=True)
    free = make_question(conference)
    make_answer(question, "Before", of=registration)
    with pytest.raises(RegistrationError, match="decision rests on this answer"):
        tell(registration, make_user(ALICE), {question: "After"})
    tell(registration, make_user(ALICE), {question: "Before", free: "Free"})
    assert kept(registration) == {question.key: "Before", free.key: "Free"}
    tell(registration, make_officer(conference, TeamRole.REGISTRATION), {question: "After"})
    assert kept(registration)[question.key] == "After"


def test_what_has_ended_is_answered_no_more(conference: Conference):
    registration = make_registration(S.WITHDRAWN, conference, person={"email": ALICE})
    with pytest.raises(RegistrationError, match="can no longer be changed"):
        tell(registration, make_user(ALICE), {make_question(conference): "Late"})


def test_a_nominated_member_is_complete_once_what_is_required_is_answered(conference: Conference):
    delegation = make_delegation(conference)
    focal_point = make_user(make_focal_point(delegation).email)
    member = make_registration(S.NOMINATED, conference, delegation=delegation)
    question = make_question(conference, is_required=True)
    assert unanswered_by([member]) == {member.pk: [question]}
    assert list(Registration.objects.filter(lacks_an_answer())) == [member]
    tell(member, focal_point, {question: ""}, is_whole=False)
    assert Registration.objects.get(pk=member.pk).state == S.NOMINATED
    tell(member, focal_point, {question: "Told"}, is_whole=False)
    assert Registration.objects.get(pk=member.pk).state == S.COMPLETE
    assert not unanswered_by([member])
    assert not Registration.objects.filter(lacks_an_answer()).exists()


@pytest.mark.parametrize(("answer", "lacks"), [("yes", True), ("no", False), (None, False)])
def test_what_is_not_shown_is_not_outstanding(answer: str | None, lacks: bool, conference: Conference):  # noqa: FBT001
    member = make_registration(S.NOMINATED, conference)
    upon = make_question(conference, kind=QuestionKind.YES_NO)
    make_question(conference, shown_if=upon, shown_if_answers=["yes"], is_required=True)
    elsewhere = make_category(conference, slug="elsewhere")
    make_question(conference, is_required=True, categories=[elsewhere])
    if answer:
        make_answer(upon, answer, of=member)
    assert bool(unanswered_by([member])) is lacks
    assert Registration.objects.filter(lacks_an_answer()).exists() is lacks


def test_a_focal_point_answers_neither_what_is_sensitive_nor_what_hangs_on_it(conference: Conference):
    member = make_registration(S.NOMINATED, conference)
    plain = make_question(conference)
    secret = make_question(conference, kind=QuestionKind.YES_NO, is_sensitive=True)
    make_question(conference, shown_if=secret, shown_if_answers=["yes"])
    make_question(conference, kind=QuestionKind.FILE)
    assert questions_for_focal_point(member, make_user("focal@mfa.example")) == [plain]


def test_what_is_sensitive_is_not_changed_by_the_focal_point_whatever_is_sent(conference: Conference):
    delegation = make_delegation(conference)
    member = make_registration(S.NOMINATED, conference, delegation=delegation)
    secret = make_question(conference, is_sensitive=True)
    make_answer(secret, "Told", of=member)
    focal_point = make_user(make_focal_point(delegation).email)
    with pytest.raises(NotPermittedError):
        tell(member, focal_point, {secret: ""}, is_whole=False)
    tell(member, make_user(member.participant.email), {secret: "Told otherwise"})
    tell(member, make_officer(conference, TeamRole.REGISTRATION), {secret: "Noted"}, is_whole=False)
    assert kept(member) == {secret.key: "Noted"}


def test_a_delegation_answers_by_its_focal_point(conference: Conference):
    delegation = make_delegation(conference)
    question = make_question(conference, subject=QuestionSubject.DELEGATION, is_required=True)
    assert unanswered_by_delegation(delegation) == [question]
    focal_point, seen = make_user(make_focal_point(delegation).email), answers_mark({})
    with pytest.raises(NotPermittedError):
        tell_answers_of_delegation(delegation.pk, values={}, by=make_user("eve@mfa.example"), seen=seen)
    tell_answers_of_delegation(delegation.pk, values={question.pk: "Two"}, by=focal_point, seen=seen)
    assert not unanswered_by_delegation(delegation)
    with pytest.raises(LostUpdateError):
        tell_answers_of_delegation(delegation.pk, values={question.pk: "Three"}, by=focal_point, seen=seen)


@pytest.mark.parametrize("count", [1, 30])
def test_many_answers_are_written_at_once(count: int, alice: Registration, django_assert_max_num_queries: Any):
    questions = [make_question(alice.conference) for _each in range(count)]
    asked = asked_of(alice.category)
    with django_assert_max_num_queries(1):
        keep_answers(alice, Answered(asked, {each.pk: "Told" for each in questions}), by=None)
    assert len(kept(alice)) == count

"""The Secretariat puts, changes, orders and archives its questions; what was answered stays readable."""

from typing import Any
from uuid import uuid4

import pytest

from conference.models import Conference, TeamRole, TranslatedText, User
from registration.actions.questions import (
    OptionDraft,
    QuestionDraft,
    add_question,
    archive_question,
    change_question,
    delete_question,
    order_questions,
    restore_question,
)
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import Question, QuestionKind, QuestionSubject
from registration.queries.answers import answers_of
from registration.queries.asked import asked_of
from tests.factories.conference import make_conference, make_officer
from tests.factories.questions import make_answer, make_question, option_of
from tests.factories.registration import make_category, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference() -> Conference:
    return make_conference()


@pytest.fixture
def by(conference: Conference) -> User:
    return make_officer(conference, TeamRole.COORDINATOR)


def draft(options: tuple[str, ...] = (), **fields: Any) -> QuestionDraft:
    given = {"kind": QuestionKind.CHOICE if options else QuestionKind.TEXT, "text": {"en": "Which?"}} | fields
    return QuestionDraft(given, options=[OptionDraft(TranslatedText({"en": text})) for text in options])


def as_it_is(question: Question, **fields: Any) -> QuestionDraft:
    options = [OptionDraft(each.text, each.pk) for each in question.options.all()]
    given = {"kind": question.kind, "text": question.text} | fields
    return QuestionDraft(given, tuple(question.categories.values_list("pk", flat=True)), options)


def test_a_question_is_put_after_the_others_with_its_choices_and_words(conference: Conference, by: User):
    make_question(conference, position=7)
    question = add_question(conference, draft(("Youth", "Women"), key="panel"), form_token=uuid4(), by=by)
    assert question.position == 8
    assert [str(each) for each in question.options_known] == ["Youth", "Women"]
    wording = question.wordings.get()
    assert (wording.number, wording.text, wording.by) == (1, {"en": "Which?"}, by)
    assert set(wording.options) == {each.id for each in question.options_known}


def test_only_who_may_ask_puts_a_question(conference: Conference):
    for role in set(TeamRole) - {TeamRole.COORDINATOR, TeamRole.REGISTRATION}:
        with pytest.raises(NotPermittedError):
            add_question(conference, draft(key="panel"), form_token=uuid4(), by=make_officer(conference, role))
    assert not Question.objects.exists()


def test_a_key_that_is_taken_is_told(conference: Conference, by: User):
    make_question(conference, key="panel")
    with pytest.raises(RegistrationError, match="Another question has the key “panel”"):
        add_question(conference, draft(key="panel"), form_token=uuid4(), by=by)


def test_a_choice_of_nothing_is_no_question(conference: Conference, by: User):
    with pytest.raises(RegistrationError, match="at least one choice"):
        add_question(conference, draft(key="panel", kind=QuestionKind.CHOICE), form_token=uuid4(), by=by)


def test_another_conferences_category_is_not_chosen(conference: Conference, by: User):
    elsewhere = make_category(make_conference())
    with pytest.raises(RegistrationError, match="categories of this conference"):
        add_question(conference, QuestionDraft(draft(key="a").fields, [elsewhere.pk]), form_token=uuid4(), by=by)


def test_key_and_subject_never_change(conference: Conference, by: User):
    question = make_question(conference)
    for name, value in (("key", "other"), ("subject", QuestionSubject.DELEGATION)):
        with pytest.raises(ValueError, match=name):
            change_question(question.pk, as_it_is(question, **{name: value}), seen_version=1, by=by)


def test_a_change_is_refused_to_whoever_saw_an_older_one(conference: Conference, by: User):
    question = make_question(conference)
    changed = change_question(question.pk, as_it_is(question, text={"en": "Better?"}), seen_version=1, by=by)
    assert (changed.version, str(changed.text)) == (2, "Better?")
    with pytest.raises(LostUpdateError):
        change_question(question.pk, as_it_is(question), seen_version=1, by=by)


def test_what_was_answered_keeps_the_words_it_answered(conference: Conference, by: User):
    registration = make_registration(conference=conference)
    question = make_question(conference, options=["Youth"])
    make_answer(question, option_of(question, "Youth"), of=registration)
    (option,) = question.options.all()
    otherwise = QuestionDraft(
        as_it_is(question).fields, (), [OptionDraft(TranslatedText({"en": "Old age"}), option.pk)]
    )
    change_question(question.pk, otherwise, seen_version=1, by=by)
    assert answers_of([registration.pk])[registration.pk][question.pk] == "Youth"
    assert question.wordings.count() == 2
    change_question(question.pk, otherwise, seen_version=2, by=by)
    assert question.wordings.count() == 2


def test_a_correction_reaches_what_was_answered(conference: Conference, by: User):
    registration = make_registration(conference=conference)
    question = make_question(conference, options=["Yuoth"])
    make_answer(question, option_of(question, "Yuoth"), of=registration)
    (option,) = question.options.all()
    better = QuestionDraft(as_it_is(question).fields, (), [OptionDraft(TranslatedText({"en": "Youth"}), option.pk)])
    change_question(question.pk, better, seen_version=1, by=by, is_correction=True)
    assert answers_of([registration.pk])[registration.pk][question.pk] == "Youth"
    assert question.wordings.count() == 1


def test_words_that_nobody_answered_are_not_kept(conference: Conference, by: User):
    question = make_question(conference)
    change_question(question.pk, as_it_is(question, text={"en": "Better?"}), seen_version=1, by=by)
    assert str(question.wordings.get()) == "Better?"


def test_a_choice_is_archived_once_it_was_chosen_and_deleted_before(conference: Conference, by: User):
    question = make_question(conference, options=["Youth", "Women", "Peace"])
    make_answer(question, option_of(question, "Youth"), of=make_registration(conference=conference))
    options = [OptionDraft(each.text, each.pk, is_removed=str(each) != "Peace") for each in question.options.all()]
    change_question(question.pk, QuestionDraft(as_it_is(question).fields, (), options), seen_version=1, by=by)
    kept = [(str(each), each.is_archived) for each in Question.objects.get(pk=question.pk).options_known]
    assert kept == [("Youth", True), ("Peace", False)]


def test_a_choice_one_of_several_chose_is_archived_too(conference: Conference, by: User):
    question = make_question(conference, options=["Youth", "Women"], kind=QuestionKind.SEVERAL)
    make_answer(question, [option_of(question, "Youth")], of=make_registration(conference=conference))
    options = [OptionDraft(each.text, each.pk, is_removed=str(each) == "Youth") for each in question.options.all()]
    change_question(question.pk, QuestionDraft(as_it_is(question).fields, (), options), seen_version=1, by=by)
    assert question.options.filter(archived_at__isnull=False).count() == 1


def test_another_questions_choice_is_not_changed(conference: Conference, by: User):
    question, other = make_question(conference, options=["Youth"]), make_question(conference, options=["Women"])
    stolen = QuestionDraft(as_it_is(question).fields, (), as_it_is(other).options)
    with pytest.raises(LostUpdateError):
        change_question(question.pk, stolen, seen_version=1, by=by)


@pytest.mark.parametrize(("kind", "is_refused"), [(QuestionKind.LONG_TEXT, False), (QuestionKind.NUMBER, True)])
def test_the_kind_stays_once_it_was_answered(kind: str, is_refused: bool, conference: Conference, by: User):  # noqa: FBT001
    question = make_question(conference)
    make_answer(question, "A line", of=make_registration(conference=conference))
    if is_refused:
        with pytest.raises(RegistrationError, match="stays “a line of text”"):
            change_question(question.pk, as_it_is(question, kind=kind), seen_version=1, by=by)
    else:
        assert change_question(question.pk, as_it_is(question, kind=kind), seen_version=1, by=by).kind == kind


def test_the_kind_changes_before_and_its_choices_go(conference: Conference, by: User):
    question = make_question(conference, options=["Youth"])
    change_question(question.pk, as_it_is(question, kind=QuestionKind.DATE), seen_version=1, by=by)
    assert not question.options.exists()


def test_the_kind_stays_while_another_question_hangs_on_it(conference: Conference, by: User):
    upon = make_question(conference, kind=QuestionKind.YES_NO)
    make_question(conference, shown_if=upon, shown_if_answers=["yes"])
    with pytest.raises(RegistrationError, match="change these first"):
        change_question(upon.pk, as_it_is(upon, kind=QuestionKind.TEXT), seen_version=1, by=by)


@pytest.mark.parametrize(
    ("upon", "answers", "sentence"),
    [
        ({"kind": QuestionKind.TEXT}, ["yes"], "only upon a choice"),
        ({"kind": QuestionKind.YES_NO, "position": 99}, ["yes"], "stands after it"),
        ({"kind": QuestionKind.YES_NO}, ["perhaps"], "Choose the answers"),
        ({"kind": QuestionKind.YES_NO, "subject": "delegation"}, ["yes"], "asked of the same"),
        ({"options": ["Youth"]}, [str(uuid4())], "Choose the answers"),
    ],
)
def test_a_question_hangs_on_what_can_be_answered_before_it(
    upon: dict[str, Any], answers: list[str], sentence: str, conference: Conference, by: User
):
    question = make_question(conference, position=50)
    wrong = as_it_is(question, shown_if=make_question(conference, **{"position": 1} | upon), shown_if_answers=answers)
    with pytest.raises(RegistrationError, match=sentence):
        change_question(question.pk, wrong, seen_version=1, by=by)


def test_another_conferences_question_is_nothing_to_hang_on(conference: Conference, by: User):
    foreign = make_question(kind=QuestionKind.YES_NO)
    with pytest.raises(RegistrationError, match="asked of the same"):
        add_question(conference, draft(key="a", shown_if=foreign, shown_if_answers=["yes"]), form_token=uuid4(), by=by)


def test_questions_are_put_in_an_order(conference: Conference, by: User):
    first, second, third = (make_question(conference, position=place) for place in (1, 2, 3))
    seen = [first.pk, second.pk, third.pk]
    order_questions(conference, QuestionSubject.PERSON, order=[third.pk, first.pk, second.pk], seen=seen, by=by)
    assert asked_of(make_category(conference)) == [third, first, second]


def test_of_two_officers_who_order_the_second_is_told(conference: Conference, by: User):
    first, second = make_question(conference, position=1), make_question(conference, position=2)
    seen, turned = [first.pk, second.pk], [second.pk, first.pk]
    order_questions(conference, QuestionSubject.PERSON, order=turned, seen=seen, by=by)
    with pytest.raises(LostUpdateError):
        order_questions(conference, QuestionSubject.PERSON, order=turned, seen=seen, by=by)
    with pytest.raises(LostUpdateError):
        order_questions(conference, QuestionSubject.PERSON, order=[second.pk], seen=turned, by=by)


def test_a_question_does_not_come_before_the_one_it_hangs_on(conference: Conference, by: User):
    upon = make_question(conference, kind=QuestionKind.YES_NO, position=1)
    child = make_question(conference, shown_if=upon, shown_if_answers=["yes"], position=2)
    order = [child.pk, upon.pk]
    with pytest.raises(RegistrationError, match="so stands after it"):
        order_questions(conference, QuestionSubject.PERSON, order=order, seen=order[::-1], by=by)


def test_a_question_is_archived_and_restored_at_the_end(conference: Conference, by: User):
    first, second = make_question(conference, position=1), make_question(conference, position=2)
    archive_question(first.pk, seen_version=1, by=by)
    category = make_category(conference)
    assert asked_of(category) == [second]
    restore_question(first.pk, seen_version=2, by=by)
    assert asked_of(category) == [second, first]


def test_what_others_hang_on_is_not_archived(conference: Conference, by: User):
    upon = make_question(conference, kind=QuestionKind.YES_NO)
    child = make_question(conference, shown_if=upon, shown_if_answers=["yes"])
    with pytest.raises(RegistrationError, match="shown only upon an answer to this one"):
        archive_question(upon.pk, seen_version=1, by=by)
    archive_question(child.pk, seen_version=1, by=by)
    archive_question(upon.pk, seen_version=1, by=by)
    with pytest.raises(RegistrationError, match="asked of the same"):
        restore_question(child.pk, seen_version=2, by=by)


def test_only_what_nobody_answered_is_deleted(conference: Conference, by: User):
    question = make_question(conference)
    answer = make_answer(question, "A line", of=make_registration(conference=conference))
    with pytest.raises(RegistrationError, match="can be archived"):
        delete_question(question.pk, seen_version=1, by=by)
    answer.delete()
    delete_question(question.pk, seen_version=1, by=by)
    assert not Question.objects.exists()


def test_what_others_hang_on_is_not_deleted(conference: Conference, by: User):
    upon = make_question(conference, kind=QuestionKind.YES_NO)
    make_question(conference, shown_if=upon, shown_if_answers=["yes"])
    with pytest.raises(RegistrationError, match="change these first"):
        delete_question(upon.pk, seen_version=1, by=by)

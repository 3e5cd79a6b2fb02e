"""A required question without an answer, wherever it is said what is outstanding: lists, counts, files, reminders."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conference.correspondence.models import ReminderRule
from conference.models import Conference, TeamRole, User
from conference.registry import registry
from registration.models import Participant, QuestionKind, QuestionSubject, Registration
from registration.queries.columns import columns_of, rows_for
from registration.queries.desk_registrations import desk_counts
from registration.queries.outstanding import everything_outstanding, outstanding_of
from registration.queries.reminded import incomplete
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer
from tests.factories.questions import make_answer, make_question
from tests.factories.registration import make_delegation, make_focal_point, make_registration
from tests.registration.admin.reading import chips_of, rows_of, text_of

LIST = "admin:registration_registration_changelist"


@pytest.fixture
def conference(db: None) -> Conference:
    return make_conference()


@pytest.fixture
def officer(conference: Conference) -> User:
    return make_officer(conference, TeamRole.REGISTRATION)


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def rows(conference: Conference) -> dict[str, Registration]:
    """One of each standing: who waits for an answer, who has given it, who is beyond it, who lacks something else."""
    delegation = make_delegation(conference, quota=None)
    question = make_question(conference, text={"en": "Why?"}, is_required=True)
    made = {
        "asked": make_registration(S.NOMINATED, delegation=delegation),
        "answered": make_registration(S.NOMINATED, delegation=delegation),
        "waiting": make_registration(S.WAITLISTED, delegation=delegation, waited_for=S.NOMINATED),
        "complete": make_registration(S.COMPLETE, delegation=delegation),
        "registered": make_registration(S.REGISTERED, conference),
        "withdrawn": make_registration(S.WITHDRAWN, delegation=delegation),
        "lacking": make_registration(S.SUBMITTED, conference, person={"function": ""}),
    }
    make_answer(question, "So", of=made["answered"])
    return made


def test_the_list_finds_who_owes_an_answer_and_says_which(desk: Client, rows: dict[str, Registration]):
    page = desk.get(reverse(LIST), {"outstanding": "answer"})
    assert set(rows_of(page)) == {rows["asked"].pk, rows["waiting"].pk}
    assert text_of(page).count("the answer to “Why?”") == 2
    everything = desk.get(reverse(LIST), {"outstanding": "yes"})
    assert set(rows_of(everything)) == {rows[name].pk for name in ("asked", "waiting", "lacking")}
    assert text_of(everything).count("the answer to “Why?”") == 2
    either = desk.get(reverse(LIST), {"outstanding": ["answer", "function"]})
    assert set(rows_of(either)) == set(rows_of(everything))


def test_the_list_counts_and_finds_what_each_page_says(desk: Client, conference: Conference, rows: Any):
    owing = {each.pk for each in Registration.objects.all() if each.is_live and everything_outstanding(each)}
    assert desk_counts(conference).outstanding == len(owing) == 3
    page = desk.get(reverse(LIST))
    assert chips_of(page)["Something outstanding"] == 3
    assert text_of(page).count("the answer to “Why?”") == 2


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_with_twenty_questions(count: int, desk: Client, conference: Conference, rows: Any):
    for number in range(count - 1):
        make_question(conference, is_required=True, text={"en": f"Question {number}?"})
    with CaptureQueriesContext(connection) as asked:
        page = desk.get(reverse(LIST), {"outstanding": "answer"})
    assert len(asked) <= 15
    assert f"Question {count - 2}?" in text_of(page) if count > 1 else True


def test_a_file_says_it_too(officer: User, conference: Conference, rows: dict[str, Registration]):
    column = next(each for each in columns_of(conference, officer) if each.key == "outstanding")
    said = {row["pk"]: column.value(row) for row in rows_for(Registration.objects.all(), [column])}
    assert said[rows["asked"].pk] == said[rows["waiting"].pk] == "the answer to “Why?”"
    assert said[rows["lacking"].pk] == "function"
    assert said[rows["complete"].pk] == said[rows["withdrawn"].pk] == said[rows["answered"].pk] == ""


def test_a_file_does_not_look_for_answers_where_none_is_required(officer: User, conference: Conference):
    make_registration(S.NOMINATED, conference)
    make_question(conference)
    column = next(each for each in columns_of(conference, officer) if each.key == "outstanding")
    with CaptureQueriesContext(connection) as asked:
        assert [column.value(row) for row in rows_for(Registration.objects.all(), [column])] == [""]
    assert len(asked) == 2


@pytest.mark.parametrize("owes", ["a member", "the delegation", "nothing"])
def test_the_number_of_reminders_is_that_of_the_delegations_that_owe_something(owes: str, conference: Conference):
    delegation = make_delegation(conference)
    make_focal_point(delegation)
    make_registration(S.NOMINATED, delegation=delegation, role="head")
    subject = QuestionSubject.PERSON if owes == "a member" else QuestionSubject.DELEGATION
    question = make_question(conference, subject=subject, kind=QuestionKind.YES_NO, is_required=True)
    if owes == "nothing":
        make_answer(question, "yes", of=delegation)
    assert incomplete(conference).exists() == bool(outstanding_of(delegation)) == (owes != "nothing")


def test_a_person_who_lacks_a_particular_and_an_answer_is_counted_once(conference: Conference, rows: Any):
    Participant.objects.filter(pk=rows["asked"].participant_id).update(function="")
    assert desk_counts(conference).outstanding == 3


@pytest.mark.parametrize("subject", QuestionSubject.values)
def test_the_reminder_of_a_delegation_names_the_questions_that_are_open(subject: str, conference: Conference):
    delegation = make_delegation(conference)
    make_focal_point(delegation, language="en")
    member = make_registration(S.NOMINATED, delegation=delegation, role="head")
    question = make_question(conference, subject=subject, text={"en": "Own interpreter?"}, is_required=True)
    condition = registry.reminder_conditions["nomination_incomplete"]
    rule = ReminderRule(conference=conference, condition=condition.key, days_before=2)
    (last_day,) = condition.anchors(conference)
    assert condition.recipients_count is not None
    (letter,) = condition.letters(rule, last_day)
    assert "the answer to “Own interpreter?”" in letter.values["missing"]
    assert condition.recipients_count(rule, last_day) == 1
    make_answer(question, "Yes", of=delegation if subject == QuestionSubject.DELEGATION else member)
    assert list(condition.letters(rule, last_day)) == []
    assert condition.recipients_count(rule, last_day) == 0

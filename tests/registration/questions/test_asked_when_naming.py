"""The Secretariat's own questions where somebody else enters a person: a focal point who nominates, the desk."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conference.clock import conference_now
from conference.models import Conference, TeamRole
from registration.actions.keep_answers import Answered
from registration.actions.nominate import nominate
from registration.errors import NotPermittedError, RegistrationError
from registration.models import Answer, Delegation, DelegationRole, Question, QuestionKind, Registration, Route
from registration.queries.asked import asked_of, asked_of_persons
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.questions import make_question, option_of
from tests.factories.registration import make_category, make_delegation, make_focal_point, make_participant
from tests.registration.admin.reading import notices_of, send, text_of

COSTS_TO_OPEN, COSTS_TO_SEND = 16, 25
FOCAL_POINT = "focal.point@mfa.example"


@pytest.fixture
def conference(db: None) -> Conference:
    return make_conference()


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    delegation = make_delegation(conference)
    make_focal_point(delegation, email=FOCAL_POINT)
    return delegation


@pytest.fixture
def focal_point(client: Client, delegation: Delegation) -> Client:
    client.force_login(make_user(FOCAL_POINT))
    return client


@pytest.fixture
def desk(client: Client, conference: Conference) -> Client:
    client.force_login(make_officer(conference, TeamRole.REGISTRATION))
    return client


def person(**changes: Any) -> dict[str, Any]:
    return {
        "given_names": "Bob",
        "family_name": "Sample",
        "function": "First Secretary",
        "nationality": "KG",
        "email": "bob@people.example",
        "language": "en",
        "name_order": "given_first",
        "name_of_address": "family",
        "form_token": str(uuid.uuid4()),
    } | changes


def member(**changes: Any) -> dict[str, Any]:
    return person(role="delegate", **changes)


def entered(category: Any, **changes: Any) -> dict[str, Any]:
    return person(category=str(category.pk), delegation="", role="", **changes)


def url_of(delegation: Delegation, name: str = "nominate") -> str:
    return reverse(f"registration:{name}", args=[delegation.conference.slug, delegation.pk])


def kept() -> dict[str, Any]:
    return dict(Answer.objects.values_list("question__key", "value"))


def test_a_focal_point_answers_with_the_nomination_and_it_is_complete(focal_point: Client, delegation: Delegation):
    panel = make_question(delegation.conference, key="panel", options=["Youth", "Women"], is_required=True)
    youth = option_of(panel, "Youth")
    focal_point.post(url_of(delegation), member(**{"question-panel": youth}))
    assert kept() == {"panel": youth}
    assert Registration.objects.get().state == S.COMPLETE


def test_what_is_left_to_the_member_stands_as_outstanding(focal_point: Client, delegation: Delegation):
    make_question(delegation.conference, key="why", text={"en": "Why?"}, is_required=True)
    told = text_of(focal_point.post(url_of(delegation), member(), follow=True))
    assert Registration.objects.get().state == S.NOMINATED
    assert "The answer to “Why?”" in told


def test_what_is_the_members_alone_is_asked_of_no_focal_point(focal_point: Client, delegation: Delegation):
    conference = delegation.conference
    health = make_question(conference, key="health", kind=QuestionKind.YES_NO, is_sensitive=True)
    make_question(conference, key="which", shown_if=health, shown_if_answers=["yes"])
    make_question(conference, key="letter", kind=QuestionKind.FILE)
    make_question(conference, key="plain")
    assert [each.key for each in focal_point.get(url_of(delegation)).context["form"].questions] == ["plain"]
    sent = {"question-health": "yes", "question-which": "This", "question-plain": "So"}
    focal_point.post(url_of(delegation), member(**sent))
    assert kept() == {"plain": "So"}


def test_a_focal_point_who_sends_it_all_the_same_is_refused(conference: Conference, delegation: Delegation):
    secret = make_question(conference, is_sensitive=True)
    answered = Answered(asked_of(delegation.category), {secret.pk: "Told"}, is_whole=False)
    given: Any = {"role": DelegationRole.DELEGATE, "form_token": uuid.uuid4(), "answered": answered}
    with pytest.raises(NotPermittedError):
        nominate(delegation.pk, person=make_unsaved(conference), by=make_user(FOCAL_POINT), **given)
    assert not Registration.objects.exists()
    officer = make_officer(conference, TeamRole.REGISTRATION)
    nominate(delegation.pk, person=make_unsaved(conference), by=officer, **given)
    assert list(kept().values()) == ["Told"]


def test_no_answer_that_is_none_is_kept_and_nobody_is_named(conference: Conference, delegation: Delegation):
    sure = make_question(conference, kind=QuestionKind.YES_NO)
    answered = Answered(asked_of(delegation.category), {sure.pk: "perhaps"}, is_whole=False)
    with pytest.raises(RegistrationError, match="Choose yes or no"):
        nominate(
            delegation.pk,
            person=make_unsaved(conference),
            role=DelegationRole.DELEGATE,
            by=make_user(FOCAL_POINT),
            form_token=uuid.uuid4(),
            answered=answered,
        )
    assert not Registration.objects.exists()


def make_unsaved(conference: Conference) -> Any:
    participant = make_participant(conference)
    participant.delete()
    return participant


def test_a_mistake_stands_beside_its_question_and_the_rest_is_kept(focal_point: Client, delegation: Delegation):
    make_question(delegation.conference, key="many", kind=QuestionKind.NUMBER)
    page = focal_point.post(url_of(delegation), member(**{"question-many": "dozens"}))
    assert "Enter a number" in text_of(page)
    assert 'value="dozens"' in page.content.decode()
    assert not Registration.objects.exists()


def test_after_the_deadline_a_request_asks_no_questions(
    focal_point: Client, delegation: Delegation, conference: Conference
):
    make_question(conference, is_required=True)
    conference.registration_closes_at = conference_now(conference) - datetime.timedelta(minutes=1)
    conference.save()
    assert focal_point.get(url_of(delegation)).context["form"].questions == []


def test_the_grid_says_that_questions_follow(focal_point: Client, delegation: Delegation):
    later = "What the Secretariat asks of each is answered afterwards"
    question = make_question(delegation.conference)
    assert later not in text_of(focal_point.get(url_of(delegation, "nominate-several")))
    Question.objects.filter(pk=question.pk).update(is_required=True)
    assert later in text_of(focal_point.get(url_of(delegation, "nominate-several")))


def test_the_desk_asks_what_is_asked_in_the_category(desk: Client, conference: Conference):
    host, media = (
        make_category(conference, Route.ON_THE_SPOT, slug=name.lower(), name={"en": name}) for name in ("Host", "Media")
    )
    sure = make_question(conference, key="sure", kind=QuestionKind.YES_NO, is_sensitive=True)
    make_question(conference, key="when", text={"en": "When?"}, shown_if=sure, shown_if_answers=["yes"])
    make_question(conference, key="outlet", categories=[media], is_required=True)
    url = reverse("admin:registration_registration_add")
    page = text_of(desk.get(url))
    assert "Only in: Media." in page
    assert "Only if the answer to" in page
    sent = {"question-sure": "yes", "question-when": "At noon", "question-outlet": "The Herald"}
    told = send(desk, url, conference, **entered(host, **sent))
    assert notices_of(told) == ["Bob SAMPLE is entered; the status is “complete”."]
    assert kept() == {"sure": "yes", "when": "At noon"}


def test_the_desk_saves_as_far_as_it_goes(desk: Client, conference: Conference):
    host = make_category(conference, Route.ON_THE_SPOT)
    make_question(conference, key="sure", text={"en": "Are you sure?"}, kind=QuestionKind.YES_NO, is_required=True)
    url = reverse("admin:registration_registration_add")
    told = send(desk, url, conference, **entered(host))
    assert notices_of(told) == ["Bob SAMPLE is entered; the status is “nominated”."]
    assert "the answer to “Are you sure?”" in text_of(told)


def test_the_desk_answers_for_a_member_of_a_delegation(desk: Client, conference: Conference, delegation: Delegation):
    make_question(conference, key="sure", kind=QuestionKind.YES_NO, is_sensitive=True)
    where = {"delegation": str(delegation.pk), "role": "delegate", "question-sure": "no"}
    send(desk, reverse("admin:registration_registration_add"), conference, **entered(delegation.category) | where)
    assert kept() == {"sure": "no"}


@pytest.mark.parametrize("count", [1, 20])
def test_twenty_questions_cost_no_more_than_one(
    count: int, conference: Conference, delegation: Delegation, django_assert_max_num_queries: Any
):
    for _each in range(count):
        make_question(conference, options=["A"], categories=[delegation.category])
    with django_assert_max_num_queries(1):
        asked = asked_of_persons(conference)
        assert all(each.is_asked_in(delegation.category_id) and len(each.options_known) == 1 for each in asked)
    assert len(asked) == count


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_of_a_nomination_costs_the_same_with_twenty(
    count: int, focal_point: Client, delegation: Delegation, django_assert_max_num_queries: Any
):
    for number in range(count):
        make_question(delegation.conference, key=f"q{number}", is_required=True)
    with django_assert_max_num_queries(COSTS_TO_OPEN):
        focal_point.get(url_of(delegation))
    with django_assert_max_num_queries(COSTS_TO_SEND):
        sent = focal_point.post(url_of(delegation), member(**{f"question-q{number}": "So" for number in range(count)}))
    assert sent.status_code == 302
    assert Answer.objects.count() == count

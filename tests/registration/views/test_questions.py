"""The Secretariat's own questions as those see them who answer: in the form, on the own page, for a delegation."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conference.models import Conference, TeamRole
from registration.models import (
    Answer,
    Document,
    DocumentKind,
    QuestionKind,
    QuestionSubject,
    Registration,
    Route,
    UnfinishedForm,
)
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer
from tests.factories.questions import make_answer, make_question, option_of
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_document,
    make_focal_point,
    make_registration,
)

ALICE = "alice@dialogue.example"
FOCAL_POINT = "focal.point@mfa.example"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def category(conference: Conference) -> Any:
    return make_category(conference, Route.APPLICATION)


@pytest.fixture
def url(conference: Conference, category: Any) -> str:
    return reverse("registration:form", args=[conference.slug, category.slug])


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def pdf(name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF")


def kept() -> dict[str, Any]:
    return dict(Answer.objects.values_list("question__key", "value"))


def submit(client: Client, url: str) -> Any:
    token = client.get(f"{url}check/").context["form_token"]
    return client.post(f"{url}check/", {"form_token": token})


def test_an_applicant_answers_with_the_form(client: Client, url: str, application: Any, conference: Conference):
    panel = make_question(conference, key="panel", options=["Youth", "Women"], text={"en": "Which <panel>?"})
    make_question(conference, key="why", shown_if=panel, shown_if_answers=[option_of(panel, "Youth")], is_required=True)
    make_question(conference, key="many", kind=QuestionKind.NUMBER, help={"en": "<i>As many</i>"})
    empty = text_of(client.get(url))
    assert "Which &lt;panel&gt;?" in empty
    assert "&lt;i&gt;As many&lt;/i&gt;" in empty
    assert "Only if the answer to “Which &lt;panel&gt;?” is: “Youth”." in empty
    youth = option_of(panel, "Youth")
    lacking = client.post(url, application(step="check", **{"question-panel": youth}))
    assert "Answer this question" in text_of(lacking)
    answers = {"question-panel": youth, "question-why": "Because", "question-many": "1 200"}
    assert client.post(url, application(step="check", **answers)).status_code == 302
    read_again = text_of(client.get(f"{url}check/"))
    assert "Youth" in read_again
    assert "1200" in read_again
    assert submit(client, url).status_code == 302
    assert kept() == {"panel": youth, "why": "Because", "many": 1200}


def test_what_is_hidden_holds_nobody_up_and_is_not_kept(
    client: Client, url: str, application: Any, conference: Conference
):
    sure = make_question(conference, key="sure", kind=QuestionKind.YES_NO)
    hidden: dict[str, Any] = {"shown_if": sure, "shown_if_answers": ["yes"], "is_required": True}
    make_question(conference, key="when", kind=QuestionKind.DATE, **hidden)
    client.post(url, application(step="check", **{"question-sure": "no", "question-when": "rubbish"}))
    assert submit(client, url).status_code == 302
    assert kept() == {"sure": "no"}


@pytest.mark.parametrize(
    ("asked", "value", "sentence"),
    [
        ({"kind": QuestionKind.NUMBER}, "1e400", "Enter a number"),
        ({"kind": QuestionKind.NUMBER}, "١٢", "Enter a number"),
        ({"kind": QuestionKind.DATE}, "2019-02-30", "Enter a date"),
        ({"options": ["Youth"]}, "' OR 1=1", "Choose one of the answers that are offered"),
        ({"options": ["Youth"], "kind": QuestionKind.SEVERAL}, ["a", "b"], "Choose one of the answers"),
        ({"kind": QuestionKind.YES_NO}, "maybe", "Choose yes or no"),
        ({"kind": QuestionKind.TEXT}, "x" * 301, "Enter at most 300 characters"),
        ({"kind": QuestionKind.TEXT, "is_required": True}, "   ", "Answer this question"),
    ],
)
def test_mistakes_stand_beside_their_question(
    asked: dict[str, Any], value: Any, sentence: str, client: Client, url: str, application: Any, conference: Conference
):
    make_question(conference, key="asked", **asked)
    answer = client.post(url, application(step="check", **{"question-asked": value}))
    assert answer.status_code == 200
    assert sentence in text_of(answer)


def test_answers_are_kept_with_an_unfinished_form(client: Client, url: str, application: Any, conference: Conference):
    several = make_question(conference, key="panels", options=["Youth", "Women"], kind=QuestionKind.SEVERAL)
    chosen = [option_of(several, "Youth"), option_of(several, "Women")]
    client.post(url, application(step="later", given_names="", **{"question-panels": chosen}))
    assert client.get(url).content.decode().count("checked") >= 2


def test_the_empty_form_is_drawn_anew_when_a_question_changes(client: Client, url: str, conference: Conference):
    assert "Asked since" not in text_of(client.get(url))
    question = make_question(conference, text={"en": "Asked since then?"})
    assert "Asked since then?" in text_of(client.get(url))
    question.text, question.version = {"en": "Put better?"}, 2
    question.save()
    assert "Put better?" in text_of(client.get(url))


def test_the_public_form_asks_the_database_no_more_for_its_questions(
    client: Client, url: str, conference: Conference, django_assert_max_num_queries: Any
):
    for _each in range(20):
        make_question(conference, options=["Youth", "Women"])
    client.get(url)
    with django_assert_max_num_queries(2):
        client.get(url)


def test_a_submit_with_questions_stays_within_sixteen_queries(
    client: Client, url: str, application: Any, conference: Conference, django_assert_max_num_queries: Any
):
    answers = {f"question-q{number}": "Told" for number in range(20)}
    for key in answers:
        make_question(conference, key=key.removeprefix("question-"))
    client.post(url, application(step="check", **answers))
    token = client.get(f"{url}check/").context["form_token"]
    with django_assert_max_num_queries(30) as captured:
        client.post(f"{url}check/", {"form_token": token})
    assert len([each for each in captured if "SAVEPOINT" not in each["sql"]]) <= 16
    assert Answer.objects.count() == 20


def test_a_file_answers_a_question_in_the_step_for_files(
    client: Client, url: str, application: Any, conference: Conference
):
    question = make_question(conference, key="letter", kind=QuestionKind.FILE, is_required=True)
    assert client.post(url, application(step="check")).headers["Location"] == f"{url}files/"
    assert "A file is needed before you can submit" in text_of(client.get(f"{url}files/"))
    assert client.get(f"{url}check/").headers["Location"] == f"{url}files/"
    bad = client.post(f"{url}files/", {"step": "question-letter", "file": SimpleUploadedFile("a.pdf", b"MZ\x90")})
    assert bad.status_code == 200
    for name in ("first.pdf", "second.pdf"):
        client.post(f"{url}files/", {"step": "question-letter", "file": pdf(name)})
    assert "second.pdf" in text_of(client.get(f"{url}check/"))
    submit(client, url)
    document = Document.objects.get()
    assert (document.name, document.question, document.registration) == (
        "second.pdf",
        question,
        Registration.objects.get(),
    )
    assert kept() == {"letter": str(document.pk)}


def test_a_file_for_a_question_that_is_no_longer_shown_is_deleted(
    client: Client, url: str, application: Any, conference: Conference
):
    upon = make_question(conference, key="sure", kind=QuestionKind.YES_NO)
    make_question(conference, key="letter", kind=QuestionKind.FILE, shown_if=upon, shown_if_answers=["yes"])
    client.post(url, application(step="check", **{"question-sure": "yes"}))
    client.post(f"{url}files/", {"step": "question-letter", "file": pdf()})
    version = str(client.get(url).context["seen_version"])
    client.post(url, application(step="check", seen_version=version, **{"question-sure": "no"}))
    assert "letter.pdf" not in text_of(client.get(f"{url}check/"))
    submit(client, url)
    assert kept() == {"sure": "no"}
    assert not Document.objects.exists()


def test_one_corrects_the_answers_on_the_own_page(signed_in_as: Any, conference: Conference):
    alice = make_registration(S.REGISTERED, conference, person={"email": ALICE})
    panel = make_question(conference, key="panel", options=["Youth", "Women"], is_required=True)
    letter = make_question(conference, key="letter", kind=QuestionKind.FILE)
    fixed = make_question(conference, key="fixed", stays_once_decided=True)
    make_answer(fixed, "As decided", of=alice)
    client = signed_in_as(ALICE)
    own = reverse("registration:own-one", args=[conference.slug, alice.pk])
    url = reverse("registration:own-questions", args=[conference.slug, alice.pk])
    assert f"Answer: {panel}" in text_of(client.get(own))
    seen = client.get(url).context["form"].initial["seen_answers"]
    assert "Choose an answer" in text_of(client.post(url, {"seen_answers": seen}))
    sent = {"question-panel": option_of(panel, "Women"), "question-letter": pdf(), "question-fixed": "Otherwise"}
    page = text_of(client.post(url, sent | {"seen_answers": seen}, follow=True))
    assert "What you entered is saved." in page
    assert "Women" in page
    assert "letter.pdf" in page
    assert f"Answer: {panel}" not in page
    assert kept()["fixed"] == "As decided"
    stale = client.post(url, {"question-panel": option_of(panel, "Youth"), "seen_answers": seen})
    assert "was changed in another window" in text_of(stale)
    again = stale.context["form"]["seen_answers"].value()
    removed = {"question-panel": option_of(panel, "Youth"), "remove-question-letter": "on", "seen_answers": again}
    client.post(url, removed, follow=True)
    assert kept() == {"panel": option_of(panel, "Youth"), "fixed": "As decided"}
    assert not Document.objects.filter(question=letter, ended_at__isnull=True).exists()


def test_where_nothing_is_asked_there_is_no_page(signed_in_as: Any, conference: Conference):
    alice = make_registration(S.REGISTERED, conference, person={"email": ALICE})
    ended = make_registration(S.WITHDRAWN, conference, person={"email": ALICE})
    client = signed_in_as(ALICE)
    assert client.get(reverse("registration:own-questions", args=[conference.slug, alice.pk])).status_code == 404
    make_question(conference)
    assert client.get(reverse("registration:own-questions", args=[conference.slug, ended.pk])).status_code == 404


def test_own_data_hold_the_answers(signed_in_as: Any, conference: Conference):
    alice = make_registration(S.REGISTERED, conference, person={"email": ALICE})
    make_answer(make_question(conference, text={"en": "Which?"}), "This one", of=alice)
    page = text_of(signed_in_as(ALICE).get(reverse("registration:own-data", args=[conference.slug, alice.pk])))
    assert "Which?" in page
    assert "This one" in page


def test_a_focal_point_answers_for_the_delegation(signed_in_as: Any, conference: Conference):
    delegation = make_delegation(conference)
    make_focal_point(delegation, email=FOCAL_POINT)
    question = make_question(
        conference,
        key="interpreter",
        subject=QuestionSubject.DELEGATION,
        kind=QuestionKind.YES_NO,
        text={"en": "Will the delegation bring its own interpreter?"},
        is_required=True,
    )
    client = signed_in_as(FOCAL_POINT)
    page = reverse("registration:delegation-members", args=[conference.slug, delegation.pk])
    assert f"Answer: {question}" in text_of(client.get(page))
    url = reverse("registration:delegation-questions", args=[conference.slug, delegation.pk])
    seen = client.get(url).context["form"].initial["seen_answers"]
    told = text_of(client.post(url, {"question-interpreter": "yes", "seen_answers": seen}, follow=True))
    assert f"Answer: {question}" not in told
    assert "Yes" in told
    assert kept() == {"interpreter": "yes"}
    assert client.get(url.replace(str(delegation.pk), str(make_delegation(make_conference()).pk))).status_code == 404


def test_a_focal_point_answers_for_a_member(signed_in_as: Any, conference: Conference, member: Any):
    delegation = make_delegation(conference)
    make_focal_point(delegation, email=FOCAL_POINT)
    nominated = make_registration(S.NOMINATED, conference, delegation=delegation)
    several = make_question(conference, key="panels", options=["A", "B"], kind=QuestionKind.SEVERAL, is_required=True)
    client = signed_in_as(FOCAL_POINT)
    url = reverse("registration:member-complete", args=[conference.slug, nominated.pk])
    form = client.get(url).context["form"]
    sent = member(seen_version=form["seen_version"].value(), seen_answers=form["seen_answers"].value())
    assert "the answer to “" in text_of(client.post(url, sent, follow=True))
    assert Registration.objects.get(pk=nominated.pk).state == S.NOMINATED
    form = client.get(url).context["form"]
    sent |= {"seen_version": form["seen_version"].value(), "question-panels": [option_of(several, "B")]}
    assert "nothing is outstanding" in text_of(client.post(url, sent, follow=True))
    assert kept() == {"panels": [option_of(several, "B")]}
    assert Registration.objects.get(pk=nominated.pk).state == S.COMPLETE


def test_an_officer_sees_and_enters_answers(client: Client, conference: Conference):
    alice = make_registration(S.SUBMITTED, conference, person={"email": ALICE})
    plain = make_question(conference, key="plain", text={"en": "Plainly?"})
    secret = make_question(conference, key="secret", text={"en": "Secretly?"}, is_sensitive=True)
    make_answer(secret, "Hush", of=alice)
    page = reverse("admin:registration_registration_change", args=[alice.pk])
    url = reverse("admin:registration_registration_answers", args=[alice.pk])
    client.force_login(make_officer(conference, TeamRole.REGISTRATION))
    seen = client.get(url).context["form"].initial["seen_answers"]
    sent = {"question-plain": "As it is", "question-secret": "Hush", "seen_answers": seen}
    told = text_of(client.post(url, sent | {"_conference": str(conference.pk)}, follow=True))
    for words in ("Plainly?", "As it is", "Secretly?", "Hush", "The answers are saved."):
        assert words in told
    assert plain.answers.get().by is not None
    client.force_login(make_officer(conference, TeamRole.VETTING))
    seen_by_others = text_of(client.get(page))
    assert "Plainly?" in seen_by_others
    assert "Hush" not in seen_by_others
    assert client.get(url).status_code == 403


def test_own_data_tell_what_an_unfinished_form_answered(signed_in_as: Any, conference: Conference, category: Any):
    alice = make_registration(S.REGISTERED, conference, person={"email": ALICE})
    panel = make_question(conference, key="panel", options=["Youth"], text={"en": "Which panel?"})
    make_question(conference, key="sure", kind=QuestionKind.YES_NO, text={"en": "Sure?"})
    entries = {"question-panel": [option_of(panel, "Youth")], "question-sure": ["no"], "question-gone": ["x"]}
    UnfinishedForm.objects.create(
        conference=conference,
        category=category,
        address=ALICE,
        entries=json.dumps(entries),
        expires_at=timezone.now() + timedelta(days=1),
    )
    page = text_of(signed_in_as(ALICE).get(reverse("registration:own-data", args=[conference.slug, alice.pk])))
    assert "Which panel?: Youth" in page
    assert "Sure?: No" in page


def test_a_focal_point_does_not_open_a_members_sensitive_file(signed_in_as: Any, conference: Conference):
    delegation = make_delegation(conference)
    make_focal_point(delegation, email=FOCAL_POINT)
    member = make_registration(S.NOMINATED, conference, delegation=delegation, person={"email": ALICE})
    for is_sensitive in (True, False):
        question = make_question(conference, kind=QuestionKind.FILE, is_sensitive=is_sensitive)
        document = make_document(member, kind=DocumentKind.ANSWER, question=question)
        url = reverse("registration:document", args=[conference.slug, document.pk])
        answers = [signed_in_as(who).get(url) for who in (FOCAL_POINT, ALICE)]
        for answer in answers:
            b"".join(answer)  # read to its end, the test client closes the file
        assert [answer.status_code for answer in answers] == [404 if is_sensitive else 200, 200]

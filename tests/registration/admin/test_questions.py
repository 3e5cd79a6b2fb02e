"""The Secretariat's own questions at the desk: put in three languages, changed, ordered, previewed, archived."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from conference.models import Conference, TeamRole
from registration.models import Question, QuestionKind, QuestionSubject, Visibility
from tests.factories.conference import make_conference, make_officer
from tests.factories.questions import make_answer, make_question, option_of
from tests.factories.registration import make_category, make_registration
from tests.registration.admin.reading import notices_of, text_of

Send = Callable[..., Any]
LIST = reverse("admin:registration_question_changelist")
ADD = reverse("admin:registration_question_add")
ORDER = reverse("admin:registration_question_order")
LANGUAGES = ("mn", "en", "ru")


def page(name: str, question: Question) -> str:
    return reverse(f"admin:registration_question_{name}", args=[question.pk])


def words(field: str, text: str) -> dict[str, str]:
    """What a translated field sends, in the conference's order of languages."""
    return {f"{field}_{code}": f"{text} ({code})" if text else "" for code in LANGUAGES}


def lines(*texts: str, rows: int = 5) -> dict[str, str]:
    sent: dict[str, str] = {"rows": str(rows)}
    for number in range(rows):
        text = texts[number] if number < len(texts) else ""
        sent |= words(f"choice-{number}", text)
        sent[f"place-{number}"] = str(number + 1)
    return sent


def sent(text: str = "Which panel?", **more: Any) -> dict[str, Any]:
    return words("text", text) | words("help", "") | more


@pytest.fixture
def send(conference: Conference) -> Send:
    """A page submitted with the conference it was made in."""

    def sends(client: Client, url: str, **answers: Any) -> Any:
        return client.post(url, {"_conference": str(conference.pk), "form_token": str(uuid4()), **answers})

    return sends


@pytest.fixture(autouse=True)
def three_languages(conference: Conference) -> None:
    conference.languages = list(LANGUAGES)
    conference.save()


def test_a_co_ordinator_puts_a_choice_in_three_languages(send: Send, coordinator_desk: Client, conference: Conference):
    category = make_category(conference)
    assert "Of whom it is asked" in text_of(coordinator_desk.get(ADD))
    form = f"{ADD}?subject=person&kind=choice"
    assert "Choice 4" in text_of(coordinator_desk.get(form))
    answer = send(
        coordinator_desk, form, **sent(**lines("Youth", "Women"), categories=[str(category.pk)], is_required="on")
    )
    assert answer.status_code == 302
    question = Question.objects.get()
    assert (question.key, question.kind, question.is_required) == ("which-panel-en", "choice", True)
    assert question.text == {code: f"Which panel? ({code})" for code in LANGUAGES}
    assert [each.text["ru"] for each in question.options_known] == ["Youth (ru)", "Women (ru)"]
    assert list(question.categories.all()) == [category]
    text = text_of(coordinator_desk.get(LIST))
    assert "Which panel? (en) must be answered which-panel-en One of several choices Government 0" in text


def test_more_lines_keep_what_was_typed_and_save_nothing(send: Send, coordinator_desk: Client):
    form = f"{ADD}?subject=person&kind=choice"
    answer = send(coordinator_desk, form, **sent(**lines("Youth"), then="more"))
    assert answer.status_code == 200
    assert answer.context["form"].count == 10
    assert "Youth (mn)" in answer.content.decode()
    assert not Question.objects.exists()


def test_what_lacks_is_said_beside_its_field(send: Send, coordinator_desk: Client):
    answer = send(coordinator_desk, f"{ADD}?subject=person&kind=choice", **sent("", **lines()))
    assert "Enter the question in at least one language." in text_of(answer)
    answer = send(coordinator_desk, f"{ADD}?subject=person&kind=choice", **sent(**lines()))
    assert "Give at least one choice." in text_of(answer)


@pytest.mark.parametrize(
    ("kind", "wrong", "sentence"),
    [
        ("number", {"minimum": "5", "maximum": "4"}, "The least number cannot be greater than the greatest."),
        ("date", {"earliest": "2019-06-21", "latest": "2019-06-20"}, "The first day cannot come after the last."),
        ("text", {"kind": "text", "most_characters": "0"}, "greater than or equal to 1"),
        ("text", {"kind": "file"}, "Select a valid choice"),
        ("text", {"kind": "text", "text_en": "x" * 501}, "Please keep to 500 characters"),
        ("text", {"kind": "text", "key": "not a key"}, "valid “slug”"),
        ("text", {"kind": "text", "categories": ["no-identifier"]}, "Select a valid choice"),
    ],
)
def test_hostile_and_mistaken_values_are_told(
    send: Send, kind: str, wrong: dict[str, Any], sentence: str, coordinator_desk: Client
):
    answer = send(coordinator_desk, f"{ADD}?subject=person&kind={kind}", **(sent() | wrong))
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert not Question.objects.exists()


@pytest.mark.parametrize("query", ["?kind=essay&subject=person", "?kind=text&subject=king"])
def test_a_kind_that_there_is_not_is_asked_for_again(query: str, coordinator_desk: Client):
    assert "Select a valid choice" in text_of(coordinator_desk.get(ADD + query))


def test_a_question_hangs_on_answers_chosen_by_their_words(
    send: Send, coordinator_desk: Client, conference: Conference
):
    upon = make_question(conference, options=["Youth", "Women"])
    make_question(conference, kind=QuestionKind.YES_NO)
    chosen = f"{upon.pk}:{option_of(upon, 'Youth')}"
    form = f"{ADD}?subject=person&kind=text"
    other = next(
        value
        for _group, choices in coordinator_desk.get(form).context["form"].fields["upon"].choices[1:]
        for value, _label in choices
    )
    refused = send(coordinator_desk, form, **sent(kind="text", upon=[chosen, other]))
    assert "Choose answers to one question alone." in text_of(refused)
    send(coordinator_desk, form, **sent(kind="text", upon=[chosen], key="why"))
    question = Question.objects.get(key="why")
    assert (question.shown_if, question.shown_if_answers) == (upon, [option_of(upon, "Youth")])
    assert "Only if the answer to" in text_of(coordinator_desk.get(LIST))


def test_before_an_answered_question_is_changed_one_is_told(
    send: Send, coordinator_desk: Client, conference: Conference
):
    question = make_question(conference, options=["Yuoth"])
    make_answer(question, option_of(question, "Yuoth"), of=make_registration(conference=conference))
    text = text_of(coordinator_desk.get(page("change", question)))
    assert "1 answer has been given to this question." in text
    assert "Delete it" not in text
    changed = sent(**lines("Youth"), seen_version="1", meaning="correction")
    answer = send(coordinator_desk, page("change", question), **changed)
    assert notices_of(coordinator_desk.get(answer.url)) == ["The question is changed."]
    assert question.wordings.get().text["en"] == "Which panel? (en)"
    again = send(coordinator_desk, page("change", question), **changed)
    assert "Somebody else has changed this meanwhile" in text_of(again)


def test_questions_go_up_and_down_and_where_they_are_dragged(
    send: Send, coordinator_desk: Client, conference: Conference
):
    questions = [make_question(conference, position=place) for place in (1, 2, 3)]
    first, second, third = (str(each.pk) for each in questions)
    shown = {"subject": "person", "seen": f"{first},{second},{third}"}

    def order() -> list[str]:
        return [str(pk) for pk in Question.objects.order_by("position").values_list("pk", flat=True)]

    send(coordinator_desk, ORDER, **shown, order="", move=f"up-{second}")
    assert order() == [second, first, third]
    answer = send(coordinator_desk, ORDER, **shown, order=f"{third},{second},{first}")
    assert notices_of(coordinator_desk.get(answer.url)) == [
        "Somebody else has changed this meanwhile; nothing was saved. Please look at it again."
    ]
    send(coordinator_desk, ORDER, subject="person", seen=f"{second},{first},{third}", order=f"{third},{second},{first}")
    assert order() == [third, second, first]


@pytest.mark.parametrize("move", ["up-", "sideways-x", "up-00000000-0000-0000-0000-000000000000", "", "down-{last}"])
def test_what_moves_nothing_changes_nothing(send: Send, move: str, coordinator_desk: Client, conference: Conference):
    questions = [make_question(conference, position=place) for place in (1, 2)]
    seen = ",".join(str(each.pk) for each in questions)
    move = move.replace("{last}", str(questions[1].pk))
    for subject in ("person", "king"):
        assert send(coordinator_desk, ORDER, subject=subject, seen=seen, move=move).status_code == 302
    assert list(Question.objects.order_by("position")) == questions


def test_a_question_is_archived_restored_and_deleted(send: Send, coordinator_desk: Client, conference: Conference):
    question = make_question(conference)
    send(coordinator_desk, page("archive", question), version="1")
    assert "1 archived question" in text_of(coordinator_desk.get(LIST))
    send(coordinator_desk, page("restore", question), version="2")
    assert "archived" not in text_of(coordinator_desk.get(LIST)).replace("archived rather", "")
    assert "Delete this question?" in text_of(coordinator_desk.get(page("delete", question)))
    send(coordinator_desk, page("delete", question), version="1")
    assert Question.objects.exists()
    deletions = LogEntry.objects.filter(object_id=str(question.pk), action_flag=DELETION)
    assert not deletions.exists()
    send(coordinator_desk, page("delete", question), version="3")
    assert not Question.objects.exists()
    assert deletions.get().object_repr == str(question)


def test_the_preview_speaks_each_language(coordinator_desk: Client, conference: Conference):
    category = make_category(conference)
    make_question(conference, text={"en": "Which?", "ru": "Какая?"}, help={"en": "<b>Help</b>"})
    make_question(conference, text={"en": "For whom?"}, subject=QuestionSubject.DELEGATION)

    def preview(subject: str, language: str) -> Any:
        return coordinator_desk.get(
            reverse("admin:registration_question_preview", args=[category.pk, subject, language])
        )

    english = preview("person", "en")
    assert "Which? (optional)" in text_of(english)
    assert "&lt;b&gt;Help&lt;/b&gt;" in english.content.decode()
    russian = preview("person", "ru")
    assert russian.headers["Content-Language"] == "ru"
    assert "Какая?" in text_of(russian)
    assert "For whom?" in text_of(preview("delegation", "en"))
    for subject, language in (("king", "en"), ("person", "fr")):
        assert preview(subject, language).status_code == 404


def test_another_conferences_questions_are_not_there(send: Send, coordinator_desk: Client):
    foreign = make_question(make_conference(), text={"en": "Elsewhere?"})
    assert "Elsewhere?" not in text_of(coordinator_desk.get(LIST))
    assert coordinator_desk.get(page("change", foreign)).status_code == 404
    assert send(coordinator_desk, page("archive", foreign), version="1").status_code == 404


def test_who_only_reads_changes_nothing(send: Send, sign_in, conference: Conference):
    question = make_question(conference)
    reader = sign_in(make_officer(conference, TeamRole.AGENDA))
    assert "Add a question" not in text_of(reader.get(LIST))
    assert reader.get(ADD).status_code == 403
    assert ">Save</button>" not in reader.get(page("change", question)).content.decode()
    for url in (page("change", question), ORDER):
        assert send(reader, url, **sent()).status_code == 403
    answer = send(reader, page("archive", question), version="1")
    assert notices_of(reader.get(answer.url)) == ["Your role in this conference does not permit that."]


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_for_one_question_and_for_many(
    count: int, coordinator_desk: Client, conference: Conference, django_assert_max_num_queries: DjangoAssertNumQueries
):
    category = make_category(conference)
    for _each in range(count):
        make_question(conference, options=["Youth"], categories=[category])
    coordinator_desk.get(LIST)
    with django_assert_max_num_queries(17):
        assert coordinator_desk.get(LIST).status_code == 200


def test_from_a_question_one_is_led_to_those_who_answered_so(coordinator_desk: Client, conference: Conference):
    question = make_question(conference, options=["Youth", "Women"], text={"en": "Which?"})
    alice, bob = (make_registration(conference=conference) for _each in range(2))
    make_answer(question, option_of(question, "Youth"), of=alice)
    page_of_question = coordinator_desk.get(page("change", question))
    links = {each["text"]: each["url"] for each in page_of_question.context["counted"]}
    assert [each["count"] for each in page_of_question.context["counted"]] == [1, 0, None]

    def found(*addresses: str) -> set[Any]:
        query = "&".join(each.partition("?")[2] for each in addresses)
        url = f"{addresses[0].partition('?')[0]}?{query}"
        return {row.pk for row in coordinator_desk.get(url).context["cl"].result_list}

    assert found(links["Youth"]) == {alice.pk}
    assert found(links["Women"]) == set()
    assert found(links["No answer"]) == {bob.pk}
    assert found(links["Youth"], links["No answer"]) == {alice.pk, bob.pk}
    assert "The answer is Which? – Youth" in text_of(coordinator_desk.get(links["Youth"]))


def test_no_answer_is_told_of_a_protected_person_by_cutting_the_list(coordinator_desk: Client, conference: Conference):
    question = make_question(conference, options=["Youth"])
    hidden = make_registration(conference=conference, person={"visibility": Visibility.HIDDEN})
    make_answer(question, option_of(question, "Youth"), of=hidden)
    url = reverse("admin:registration_registration_changelist")
    for answer in (option_of(question, "Youth"), "nothing"):
        cut = coordinator_desk.get(f"{url}?answer={question.pk}:{answer}")
        assert not list(cut.context["cl"].result_list)


def test_nobody_cuts_the_list_by_a_sensitive_answer_who_may_not_see_it(sign_in, conference: Conference):
    question = make_question(conference, options=["Youth"], is_sensitive=True)
    alice, bob = (make_registration(conference=conference) for _each in range(2))
    make_answer(question, option_of(question, "Youth"), of=alice)
    reader = sign_in(make_officer(conference, TeamRole.VETTING))
    url = reverse("admin:registration_registration_changelist")
    cut = reader.get(f"{url}?answer={question.pk}:{option_of(question, 'Youth')}")
    assert {row.pk for row in cut.context["cl"].result_list} == {alice.pk, bob.pk}
    assert (
        "counted" not in reader.get(page("change", question)).context
        or not reader.get(page("change", question)).context["counted"]
    )

"""The ledger as officers read it: what it shows, what it costs, and the acts it offers."""

import datetime

import pytest
from django.utils import timezone

from conference.correspondence.admin.answers import meaning_of
from conference.correspondence.models import DeliveryAttempt
from conference.correspondence.states import MessageState as S
from conference.models import TeamRole
from tests.correspondence.admin.ledger import LIST, act_of, page_of
from tests.factories.conference import everybody_works
from tests.registration.admin.reading import notices_of, rows_of, send, text_of


def test_a_row_tells_to_whom_what_for_and_what_became_of_it(desk, write):
    write(S.FAILED, "omar@people.example", recipient_name="Omar", answer="550 No such person", attempts=3)
    text = text_of(desk.get(LIST))
    said = "Omar omar@people.example Your code – Whole-of-Society Conference Sign-in code Failed 550 No such person"
    assert f"{said} 3 attempts" in text


@pytest.mark.parametrize("count", [1, 100])
def test_the_ledger_costs_the_same_for_one_and_for_a_hundred(desk, write, django_assert_max_num_queries, count):
    for number in range(count):
        write(S.SENT, f"person{number}@people.example")
    desk.get(LIST)
    with django_assert_max_num_queries(15):
        assert desk.get(LIST).status_code == 200


def test_what_it_said_is_shown_with_its_code_covered(desk, write):
    message = write(S.QUEUED)
    page = desk.get(page_of(message))
    assert "The code with which you open your page is: ••••••" in text_of(page)
    assert "123456" not in page.content.decode()


def test_attempts_stand_as_a_history_with_the_servers_words_and_the_officer(desk, write, desk_of):
    message = write(S.FAILED, answer="550 No")
    DeliveryAttempt.objects.create(message=message, outcome=S.FAILED, answer="550 No")
    send(desk, act_of(message, "send-again"), message.conference, reason="The address is right now.")
    newest, first = desk.get(page_of(message)).context["attempt_entries"]
    assert (newest["text"], newest["actor"], first["detail"]) == ("Queued", "Bolormaa", "550 No")
    assert newest["detail"] == "Sent again by an officer. The address is right now."


OFFERED = {
    S.QUEUED: ["hold", "cancel"],
    S.SENDING: [],
    S.SENT: [],
    S.FAILED: ["send-again", "cancel"],
    S.UNKNOWN: ["mark-as-sent", "send-once-more", "cancel"],
    S.HELD: ["release", "cancel"],
    S.CANCELLED: [],
    S.BY_HAND: ["mark-as-sent-by-hand", "cancel"],
}


@pytest.mark.parametrize("state", S)
def test_only_what_can_be_done_is_offered(desk, write, state):
    page = desk.get(page_of(write(state)))
    assert [act.key for act in page.context["acts"]] == OFFERED[state]


@pytest.mark.parametrize(
    ("state", "key", "after"),
    [
        (S.FAILED, "send-again", S.QUEUED),
        (S.UNKNOWN, "send-once-more", S.QUEUED),
        (S.UNKNOWN, "mark-as-sent", S.SENT),
        (S.QUEUED, "hold", S.HELD),
        (S.HELD, "release", S.QUEUED),
        (S.HELD, "cancel", S.CANCELLED),
    ],
)
def test_an_act_is_done_at_once(desk, conference, write, state, key, after):
    message = write(state)
    send(desk, act_of(message, key), conference, reason="As agreed.")
    message.refresh_from_db()
    assert message.state == after


def test_an_act_that_comes_too_late_is_refused_in_a_sentence(desk, conference, write):
    message = write(S.SENT)
    page = send(desk, act_of(message, "hold"), conference)
    assert notices_of(page) == ["A message that is “sent” cannot become “held”."]


def test_reading_changes_nothing(desk, write):
    message = write(S.FAILED)
    assert desk.get(act_of(message, "send-again")).status_code == 405
    assert desk.post(page_of(message)).status_code == 405
    message.refresh_from_db()
    assert message.state == S.FAILED


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.AGENDA, TeamRole.REGISTRATION])
def test_other_officers_read_the_ledger_but_are_offered_and_permitted_nothing(desk_of, conference, write, role):
    message, client = write(S.FAILED), desk_of(role)
    assert client.get(page_of(message)).context["acts"] == []
    page = send(client, act_of(message, "cancel"), conference)
    assert notices_of(page) == ["Your role in this conference does not permit that."]
    message.refresh_from_db()
    assert message.state == S.FAILED


def test_the_ledger_of_another_conference_is_not_there(desk_of, other_conference, write):
    message = write(S.FAILED)
    stranger = desk_of(of=other_conference)
    assert rows_of(stranger.get(LIST)) == []
    assert stranger.get(page_of(message)).status_code == 404
    assert stranger.post(act_of(message, "cancel")).status_code == 404


def test_a_form_made_in_another_conference_does_nothing(desk, other_conference, write):
    message = write(S.FAILED)
    page = send(desk, act_of(message, "cancel"), other_conference)
    assert notices_of(page) == ["This form belongs to another conference. Nothing was changed."]
    message.refresh_from_db()
    assert message.state == S.FAILED


def test_the_first_page_tells_trouble_and_that_nobody_takes_what_is_due(desk, write):
    everybody_works()
    write(S.FAILED)
    write(S.UNKNOWN)
    write(S.QUEUED, next_attempt_at=timezone.now() - datetime.timedelta(minutes=6))
    trouble = desk.get("/admin/").context["trouble"]
    assert [(str(item.label), item.count) for item in trouble] == [
        ("Messages that failed", 1),
        ("Messages of which nothing is known", 1),
        ("Messages due for more than five minutes", 1),
    ]
    assert [rows_of(desk.get(item.url)).__len__() for item in trouble] == [1, 1, 1]


def test_the_navigation_counts_what_is_in_trouble(desk, write):
    write(S.FAILED)
    write(S.SENT)
    entries = {e["label"]: e["count"] for g in desk.get(LIST).context["side_navigation"] for e in g["entries"]}
    assert entries["Ledger"] == 1


ASKING_A_REASON = {
    "send-again": S.FAILED,
    "mark-as-sent": S.UNKNOWN,
    "send-once-more": S.UNKNOWN,
    "hold": S.QUEUED,
    "cancel": S.FAILED,
}


@pytest.mark.parametrize("key", ASKING_A_REASON)
def test_without_a_reason_nothing_is_done(desk, conference, write, key):
    message = write(ASKING_A_REASON[key])
    page = send(desk, act_of(message, key), conference, reason=" ")
    assert notices_of(page) == ["Please give a reason: it is kept with the message."]
    message.refresh_from_db()
    assert message.state == ASKING_A_REASON[key]


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("550 5.1.1 <a@b.example>: User unknown", "The address does not exist there"),
        ("552 5.2.2 <a@b.example>: Mailbox full", "The mailbox is full"),
        ("554 5.7.1 Rejected as spam", "does not accept letters like this one"),
        ("550 No", ""),
    ],
)
def test_what_a_servers_refusal_means_is_said_in_words(answer, meaning):
    assert meaning in str(meaning_of(answer))
    assert bool(meaning_of(answer)) == bool(meaning)


def test_the_page_of_a_failed_message_says_what_is_wrong_and_what_to_do(desk, write):
    failed = write(S.FAILED, answer="550 5.1.1 No such user")
    assert "please ask for the right one and correct it" in text_of(desk.get(page_of(failed)))
    sent = write(S.SENT, answer="250 2.1.5 OK")
    assert desk.get(page_of(sent)).context["meaning"] == ""

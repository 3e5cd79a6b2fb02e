"""The ledger as officers read it: what it shows, finds, costs, keeps to itself, and the acts it offers."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from conference.correspondence import paces
from conference.correspondence.models import BounceKind, DeliveryAttempt, OutgoingMessage
from conference.correspondence.states import MessageState as S
from conference.models import TeamRole
from registration.models import Visibility
from tests.factories.conference import everybody_works
from tests.factories.registration import make_registration
from tests.factories.returned import give_back
from tests.registration.admin.reading import chips_of, notices_of, rows_of, send, text_of

LIST = "/admin/correspondence/outgoingmessage/"


def page_of(message: OutgoingMessage) -> str:
    return reverse("admin:correspondence_outgoingmessage_change", args=[message.pk])


def act_of(message: OutgoingMessage, key: str) -> str:
    return reverse("admin:correspondence_outgoingmessage_act", args=[message.pk, key])


def test_a_row_tells_to_whom_what_for_and_what_became_of_it(desk, write):
    write(S.FAILED, "omar@people.example", recipient_name="Omar", answer="550 No such person", attempts=3)
    text = text_of(desk.get(LIST))
    assert (
        "Omar omar@people.example Whole-of-Society Conference: your code Sign-in code Failed 550 No such person 3"
        in (text)
    )


@pytest.mark.parametrize("count", [1, 100])
def test_the_ledger_costs_the_same_for_one_and_for_a_hundred(desk, write, django_assert_max_num_queries, count):
    for number in range(count):
        write(S.SENT, f"person{number}@people.example")
    desk.get(LIST)
    with django_assert_max_num_queries(15):
        assert desk.get(LIST).status_code == 200


def test_chips_count_each_state_and_what_nobody_takes(desk, write):
    write(S.FAILED)
    write(S.UNKNOWN)
    write(S.QUEUED, next_attempt_at=timezone.now() - datetime.timedelta(minutes=6))
    write(S.QUEUED)
    assert chips_of(desk.get(LIST)) == {"Failed": 1, "Unknown": 1, "Due for more than five minutes": 1, "Queued": 2}


@pytest.mark.parametrize("status", ["failed", "overdue", "sent"])
def test_a_chip_cuts_the_list(desk, write, status):
    rows = {
        "failed": write(S.FAILED),
        "overdue": write(S.QUEUED, next_attempt_at=timezone.now() - datetime.timedelta(minutes=6)),
        "sent": write(S.SENT),
    }
    assert rows_of(desk.get(LIST, {"status": status})) == [rows[status].pk]


@pytest.mark.parametrize("words", ["omar", "OMAR@people", "your code"])
def test_search_finds_by_recipient_and_subject(desk, write, words):
    found = write(S.SENT, "omar@people.example")
    write(S.SENT, "x@people.example", subject="Another matter", text="Nothing else")
    assert rows_of(desk.get(LIST, {"q": words})) == [found.pk]


@pytest.mark.parametrize("query", ["status=nonsense", "purpose=nonsense", "status='", "o=9.9"])
def test_a_made_up_filter_breaks_nothing(desk, write, query):
    write()
    assert desk.get(f"{LIST}?{query}").status_code in {200, 302}


def test_what_it_said_is_shown_with_its_code_covered(desk, write):
    message = write(S.QUEUED)
    page = desk.get(page_of(message))
    assert "The code with which you open your page is ••••••" in text_of(page)
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


@pytest.fixture
def about_a_protected_person(conference, write):
    registration = make_registration(
        conference=conference,
        person={"family_name": "Hidden", "visibility": Visibility.HIDDEN, "email": "hidden@people.example"},
    )
    return write(
        S.FAILED,
        "hidden@people.example",
        recipient_name="Ms. HIDDEN",
        subject="Dear Ms. Hidden",
        about=registration,
        answer="550 hidden@people.example",
    )


def test_whom_a_message_to_a_protected_person_names_is_kept_from_other_officers(desk, about_a_protected_person):
    for page in (desk.get(LIST), desk.get(page_of(about_a_protected_person))):
        text = text_of(page)
        assert "Protected participant" in text
        assert "hidden" not in text.casefold()
    assert rows_of(desk.get(LIST, {"q": "hidden"})) == []


def test_a_code_sent_to_a_protected_person_is_kept_too(desk, about_a_protected_person, write):
    write(S.SENT, "hidden@people.example")
    assert "hidden" not in text_of(desk.get(LIST)).casefold()


def test_registration_officers_read_what_was_written_to_a_protected_person(desk_of, about_a_protected_person):
    page = desk_of(TeamRole.REGISTRATION).get(page_of(about_a_protected_person))
    assert "Ms. HIDDEN, hidden@people.example" in text_of(page)


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


@pytest.fixture
def returned(write):
    """A message that another server gave back."""

    def came_back(to="omar@people.example", **fields):
        message = write(S.SENT, to, came_back_at=timezone.now(), **fields)
        give_back(message, words=f"550 5.1.1 <{to}>: unknown")
        return message

    return came_back


def test_what_came_back_says_so_in_the_list_with_the_servers_words(desk, returned):
    returned()
    assert "Sent Came back 550 5.1.1 <omar@people.example>: unknown" in text_of(desk.get(LIST))


def test_what_came_back_says_so_on_its_page_among_what_became_of_it(desk, returned):
    message = returned()
    give_back(message, words="451 later", kind=BounceKind.DELAYED)
    page = desk.get(page_of(message))
    assert "Sent, and came back Another server gave it back" in text_of(page)
    entries = page.context["attempt_entries"]
    assert [(entry["text"], entry["detail"]) for entry in entries] == [
        ("Delayed", "451 later"),
        ("Came back", "550 5.1.1 <omar@people.example>: unknown"),
    ]


def test_a_warning_alone_leaves_the_message_sent(desk, write):
    message = write(S.SENT)
    give_back(message, words="451 later", kind=BounceKind.DELAYED)
    page = desk.get(page_of(message))
    assert page.context["state_text"] == "Sent"
    assert [entry["text"] for entry in page.context["attempt_entries"]] == ["Delayed"]
    assert "Came back" not in chips_of(desk.get(LIST))


def test_what_came_back_is_trouble_until_an_officer_takes_note(desk, conference, returned):
    message = returned()
    everybody_works()
    assert chips_of(desk.get(LIST))["Came back"] == 1
    [waiting] = desk.get("/admin/").context["trouble"]
    assert (str(waiting.label), waiting.count) == ("Messages that came back", 1)
    assert rows_of(desk.get(waiting.url)) == [message.pk]

    page = send(desk, act_of(message, "note-return"), conference)
    assert notices_of(page) == ["It is noted that the message came back."]
    assert page.context["acts"] == []
    assert page.context["attempt_entries"][0]["actor"] == "Bolormaa"
    chips = chips_of(desk.get(LIST))
    assert (chips.get("Came back"), chips["Came back, noted"]) == (None, 1)
    assert rows_of(desk.get(LIST, {"status": "return_noted"})) == [message.pk]
    assert desk.get("/admin/").context["trouble"] == []


@pytest.mark.parametrize("noted", [True, False])
def test_note_is_taken_once_and_only_of_what_came_back(desk, conference, returned, write, noted):
    message = returned(return_noted_at=timezone.now()) if noted else write(S.SENT)
    page = send(desk, act_of(message, "note-return"), conference)
    assert notices_of(page) == ["This message did not come back, or somebody has taken note of it already."]


def test_note_is_taken_by_those_who_correspond_alone(desk_of, conference, returned):
    message, client = returned(), desk_of(TeamRole.OBSERVER)
    assert client.get(page_of(message)).context["acts"] == []
    page = send(client, act_of(message, "note-return"), conference)
    assert notices_of(page) == ["Your role in this conference does not permit that."]
    message.refresh_from_db()
    assert message.return_noted_at is None


def test_words_that_name_a_protected_person_are_kept_from_other_officers(desk, about_a_protected_person):
    message = about_a_protected_person
    message.state, message.sent_at = S.SENT, timezone.now()
    message.save(update_fields=["state", "sent_at"])
    give_back(message, words="550 hidden@people.example unknown")
    for page in (desk.get(LIST), desk.get(page_of(message))):
        assert "hidden@" not in page.content.decode()
        assert "Came back" in text_of(page)


@pytest.mark.parametrize("count", [1, 100])
def test_what_came_back_costs_the_list_the_same_for_one_and_for_a_hundred(
    desk, returned, django_assert_max_num_queries, count
):
    for number in range(count):
        returned(f"person{number}@people.example")
    desk.get(LIST)
    with django_assert_max_num_queries(15):
        assert desk.get(LIST).status_code == 200


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


def tick(client, conference, key, rows, **answers):
    """The rows of the list are ticked, and a decision chosen for them."""
    chosen = {"action": key, "_selected_action": [str(row.pk) for row in rows], "index": "0"}
    return client.post(LIST, {"_conference": str(conference.pk), **chosen, **answers}, follow=True)


def several(key):
    return reverse("admin:correspondence_outgoingmessage_several", args=[key])


def test_several_are_shown_before_they_are_decided_and_those_that_stay_are_counted(desk, conference, write):
    rows = [write(S.UNKNOWN, "a@people.example"), write(S.UNKNOWN, "b@people.example"), write(S.SENT)]
    page = tick(desk, conference, "mark-as-sent", rows)
    text = text_of(page)
    assert "2 messages a@people.example b@people.example" in text
    assert "One message is “sent” and stays as it is." in text
    assert [row.state for row in OutgoingMessage.objects.order_by("recipient")][:2] == [S.UNKNOWN, S.UNKNOWN]

    ids = [str(pk) for pk in page.context["ids"]]
    done = send(desk, several("mark-as-sent"), conference, id=ids, reason="They telephoned.")
    assert notices_of(done) == ["Mark unknown messages as sent: 2 messages."]
    assert OutgoingMessage.objects.filter(state=S.SENT).count() == 3


def test_several_need_a_reason_beside_its_field(desk, conference, write):
    row = write(S.QUEUED)
    page = send(desk, several("hold"), conference, id=[str(row.pk)], reason="")
    assert "reason" in page.context["form"].errors
    row.refresh_from_db()
    assert row.state == S.QUEUED


def test_several_that_changed_meanwhile_stay_and_it_is_said(desk, conference, write):
    row = write(S.CANCELLED)
    page = send(desk, several("hold"), conference, id=[str(row.pk), "nonsense"], reason="Wait.")
    assert notices_of(page) == ["One message is “cancelled” and stays as it is."]


def test_several_of_another_conference_stay_as_they_are(desk, conference, other_conference, write):
    row = write(S.QUEUED)
    page = send(desk, several("hold"), other_conference, id=[str(row.pk)], reason="Wait.")
    assert notices_of(page) == ["This form belongs to another conference. Nothing was changed."]
    assert desk.get(several("hold")).status_code == 405
    assert send(desk, several("made-up"), conference).status_code == 404


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.AGENDA])
def test_who_reads_alone_is_offered_and_permitted_no_decision_about_several(desk_of, conference, write, role):
    row, client = write(S.QUEUED), desk_of(role)
    assert client.get(LIST).context["action_form"] is None
    page = send(client, several("hold"), conference, id=[str(row.pk)], reason="Wait.")
    assert notices_of(page) == ["Your role in this conference does not permit that."]
    row.refresh_from_db()
    assert row.state == S.QUEUED


@pytest.mark.parametrize("words", ["nominate colleagues", "NOMIN", "коллег", "тэмд"])
def test_search_finds_what_letters_say_in_either_alphabet(desk, write, words):
    found = write(S.SENT, text="Please nominate your colleagues. Просим назвать коллег. Тэмдэглэл.")
    write(S.SENT, "x@people.example", text="Another matter")
    assert rows_of(desk.get(LIST, {"q": words})) == [found.pk]


@pytest.mark.parametrize("words", ["123456", "s3cr3tt0k3n", "s3cr", "' & !", "a:*", "((", "<->"])
def test_search_finds_neither_codes_nor_links_and_breaks_on_nothing(desk, write, words):
    write(S.SENT, text="Open https://conference.example/en/invitation/s3cr3tt0k3n/ please")
    assert rows_of(desk.get(LIST, {"q": words})) == []


def test_search_follows_what_a_letter_says_by_now(desk, write):
    message = write(S.SENT, text="Something confidential")
    OutgoingMessage.objects.filter(pk=message.pk).update(text="It was deleted.")
    assert rows_of(desk.get(LIST, {"q": "confidential"})) == []
    assert rows_of(desk.get(LIST, {"q": "deleted"})) == [message.pk]


@pytest.mark.parametrize(
    ("query", "fields", "other"),
    [
        ("written=day", {}, {"created_at": timezone.now() - datetime.timedelta(days=2)}),
        ("language=ru", {"language": "ru"}, {"language": "en"}),
        ("queue=bulk", {"queue": "bulk"}, {"queue": "mail"}),
        ("domain=people.example", {"recipient": "a@people.example"}, {"recipient": "a@other.example"}),
    ],
)
def test_a_filter_cuts_the_ledger(desk, write, query, fields, other):
    found, left = write(S.SENT), write(S.SENT, "second@people.example")
    OutgoingMessage.objects.filter(pk=found.pk).update(**fields)
    OutgoingMessage.objects.filter(pk=left.pk).update(**other)
    assert rows_of(desk.get(f"{LIST}?{query}")) == [found.pk]


def test_domains_are_offered_with_their_counts_and_none_of_a_protected_person(desk, write, about_a_protected_person):
    OutgoingMessage.objects.filter(pk=about_a_protected_person.pk).update(recipient="x@secret.example")
    write(S.SENT, "a@people.example")
    write(S.SENT, "b@people.example")
    page = desk.get(LIST)
    assert "people.example (2)" in text_of(page)
    assert "secret.example" not in page.content.decode()
    assert rows_of(desk.get(LIST, {"domain": "secret.example"})) == []


@pytest.mark.parametrize("query", ["written='", "language=xx", "queue=nonsense", "about=nonsense"])
def test_made_up_values_of_filters_break_nothing(desk, write, query):
    write()
    assert desk.get(f"{LIST}?{query}").status_code in {200, 302}


def test_all_messages_of_a_person_stand_in_one_list(desk, conference, write):
    registration = make_registration(conference=conference)
    of_it, of_the_person = write(S.SENT, about=registration), write(S.SENT, about=registration.participant)
    write(S.SENT, "stranger@people.example")
    found = rows_of(desk.get(LIST, {"about": str(registration.participant_id)}))
    assert set(found) == {of_it.pk, of_the_person.pk}
    page = desk.get(reverse("admin:registration_registration_change", args=[registration.pk]))
    assert f"{LIST}?about={registration.participant_id}" in page.content.decode()


def test_of_a_protected_person_that_list_is_empty_for_who_may_not_know(desk, desk_of, about_a_protected_person):
    message = about_a_protected_person
    assert rows_of(desk.get(LIST, {"about": str(message.about_id)})) == []
    assert rows_of(desk_of(TeamRole.REGISTRATION).get(LIST, {"about": str(message.about_id)})) == [message.pk]


def test_a_domain_that_rests_is_named_to_the_conference_whose_letters_wait(desk, desk_of, other_conference, write):
    write(S.QUEUED, "a@slow.example")
    paces.rest("slow.example")
    paces.rest("elsewhere.example")
    text = text_of(desk.get(LIST))
    assert "slow.example says that it was sent too much." in text
    assert "elsewhere.example" not in text
    assert "slow.example" not in text_of(desk_of(of=other_conference).get(LIST))

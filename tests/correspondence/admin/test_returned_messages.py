"""Messages that came back, in the list, on their page and on the first page."""

import pytest
from django.utils import timezone

from conference.correspondence.models import BounceKind
from conference.correspondence.states import MessageState as S
from conference.models import TeamRole
from tests.correspondence.admin.ledger import LIST, act_of, page_of
from tests.factories.conference import everybody_works
from tests.factories.returned import give_back
from tests.registration.admin.reading import chips_of, notices_of, rows_of, send, text_of


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


@pytest.mark.parametrize("count", [1, 100])
def test_what_came_back_costs_the_list_the_same_for_one_and_for_a_hundred(
    desk, returned, django_assert_max_num_queries, count
):
    for number in range(count):
        returned(f"person{number}@people.example")
    desk.get(LIST)
    with django_assert_max_num_queries(15):
        assert desk.get(LIST).status_code == 200


def test_what_came_back_is_sent_to_another_address_and_its_page_shown(desk, conference, returned):
    message = returned(purpose="day_before", text="Tomorrow.")
    page = desk.get(page_of(message))
    assert [act.key for act in page.context["acts"]] == ["send-elsewhere", "note-return"]
    assert 'type="email"' in page.content.decode()
    act = act_of(message, "send-elsewhere")
    page = send(desk, act, conference, address="omar@people", reason="By telephone.")
    assert notices_of(page) == ["Please give an e-mail address."]
    assert page.context["message"] == message
    page = send(desk, act, conference, address="omar.s@people.example", reason="By telephone.")
    assert notices_of(page) == ["The letter is on its way to the other address."]
    assert page.context["message"].recipient == "omar.s@people.example"
    assert "In place of the letter to omar@people.example." in text_of(page)


def test_a_code_and_what_names_a_protected_person_are_not_sent_elsewhere(desk, returned, about_a_protected_person):
    assert [act.key for act in desk.get(page_of(returned())).context["acts"]] == ["note-return"]
    about_a_protected_person.text = "Tomorrow."
    about_a_protected_person.save(update_fields=["text"])
    acts = desk.get(page_of(about_a_protected_person)).context["acts"]
    assert [act.key for act in acts] == ["send-again", "cancel"]

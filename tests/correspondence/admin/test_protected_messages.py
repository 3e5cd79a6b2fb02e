"""What the ledger keeps to itself of protected persons, from officers who are not told their names."""

from django.utils import timezone

from conference.correspondence.states import MessageState as S
from conference.models import TeamRole
from tests.correspondence.admin.ledger import LIST, page_of
from tests.factories.returned import give_back
from tests.registration.admin.reading import rows_of, text_of


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


def test_words_that_name_a_protected_person_are_kept_from_other_officers(desk, about_a_protected_person):
    message = about_a_protected_person
    message.state, message.sent_at = S.SENT, timezone.now()
    message.save(update_fields=["state", "sent_at"])
    give_back(message, words="550 hidden@people.example unknown")
    for page in (desk.get(LIST), desk.get(page_of(message))):
        assert "hidden@" not in page.content.decode()
        assert "Came back" in text_of(page)


def test_of_a_protected_person_that_list_is_empty_for_who_may_not_know(desk, desk_of, about_a_protected_person):
    message = about_a_protected_person
    assert rows_of(desk.get(LIST, {"about": str(message.about_id)})) == []
    assert rows_of(desk_of(TeamRole.REGISTRATION).get(LIST, {"about": str(message.about_id)})) == [message.pk]


def test_the_language_of_a_protected_person_is_kept_as_well(desk, desk_of, about_a_protected_person):
    page = page_of(about_a_protected_person)
    assert "English" not in [row["text"] for row in desk.get(page).context["rows"]]
    assert "English" in [row["text"] for row in desk_of(TeamRole.REGISTRATION).get(page).context["rows"]]
    assert rows_of(desk.get(LIST, {"language": "en"})) == []

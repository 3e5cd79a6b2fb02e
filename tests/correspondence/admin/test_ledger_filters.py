"""How the ledger is cut: by chips, filters and words."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from conference.correspondence import paces
from conference.correspondence.claims import UNDECIDED
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState as S
from conference.models import TeamRole
from tests.correspondence.admin.ledger import LIST
from tests.factories.conference import everybody_works, set_clock
from tests.factories.registration import make_registration
from tests.registration.admin.reading import chips_of, rows_of, text_of


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
        ("written=week", {}, {"created_at": timezone.now() - datetime.timedelta(days=8)}),
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


def test_a_domain_that_rests_is_named_to_the_conference_whose_letters_wait(desk, desk_of, other_conference, write):
    write(S.QUEUED, "a@slow.example")
    paces.rest("slow.example")
    paces.rest("elsewhere.example")
    text = text_of(desk.get(LIST))
    assert "slow.example says that it was sent too much." in text
    assert "elsewhere.example" not in text
    assert "slow.example" not in text_of(desk_of(of=other_conference).get(LIST))


def test_each_filter_counts_what_is_behind_it_and_offers_nothing_else(desk, write):
    write(S.SENT, language="ru", queue="bulk")
    write(S.SENT, created_at=timezone.now() - datetime.timedelta(days=20))
    text = text_of(desk.get(LIST))
    for offered in (
        "Sign-in code (2)",
        "Today (1)",
        "The last seven days (1)",
        "The last thirty days (2)",
        "Русский (1)",
        "English (1)",
        "Ordinary (1)",
        "To many (1)",
    ):
        assert offered.casefold() in text.casefold()
    assert "(0)" not in text
    assert "(0)" in text_of(desk.get(LIST, {"language": "mn"}))


def test_the_language_of_a_protected_person_is_counted_for_nobody_else(desk, desk_of, about_a_protected_person):
    assert "English (" not in text_of(desk.get(LIST))
    assert "English (1)" in text_of(desk_of(TeamRole.REGISTRATION).get(LIST))


def test_a_day_of_the_ledger_begins_at_midnight_at_the_venue_by_the_conferences_clock(desk, conference, write):
    """The demonstration's clock is years behind; midnight in Ulaanbaatar is no midnight of the machine's."""
    set_clock(conference, "2019-06-03 00:30")
    today, yesterday = write(S.SENT), write(S.SENT, "second@people.example")
    earlier = timezone.now() - datetime.timedelta(minutes=45)
    OutgoingMessage.objects.filter(pk=yesterday.pk).update(created_at=earlier)
    assert rows_of(desk.get(LIST, {"written": "day"})) == [today.pk]
    assert set(rows_of(desk.get(LIST, {"written": "week"}))) == {today.pk, yesterday.pk}


def test_what_the_machine_held_back_stands_on_the_first_page_and_what_an_officer_held_does_not(desk, write):
    everybody_works()
    held = write(S.HELD, answer=UNDECIDED)
    write(S.HELD)
    [waiting] = desk.get("/admin/").context["trouble"]
    assert (str(waiting.label), waiting.count) == ("Messages held back by the machine", 1)
    page = desk.get(waiting.url)
    assert rows_of(page) == [held.pk]
    assert chips_of(page)["Held back by the machine"] == 1

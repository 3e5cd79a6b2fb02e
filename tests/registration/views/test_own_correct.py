"""Correcting one's own data: at once, or as a request that changes nothing until it is confirmed; choices."""

import pytest
from django.urls import reverse

from agenda.states import AppearanceState
from registration.actions.badges import valid_badge
from registration.models import PendingChange, Registration, Visibility
from registration.states import ChangeState, Track
from registration.states import RegistrationState as S
from tests.factories.agenda import make_appearance, make_release, make_session
from tests.factories.conference import set_clock
from tests.factories.registration import make_delegation, make_registration

ALICE = "alice@dialogue.example"
OFFICE = "office@ministry.example"


def url_of(name: str, registration: Registration) -> str:
    return reverse(f"registration:{name}", args=[registration.conference.slug, registration.pk])


def of_alice(conference, state, **changes) -> Registration:
    person = {"given_names": "Alice", "family_name": "Example", "email": ALICE, "function": "Director"}
    person |= {"title": "Dr.", "nationality": "CA", "institution": ""}
    return make_registration(state, conference, person=person | changes.pop("person", {}), **changes)


@pytest.fixture
def typed(application):
    """Alice's form as it is filled, with a change or two."""

    def filled_in(**changes):
        organisation = {"organisation": "Steppe Dialogue Centre", "country_of_work": "Kyrgyzstan"}
        work = {"mandate": "Dialogue between communities.", "relevant_work": "Youth dialogue in three towns."}
        return application(**organisation, **work, **{"seen_version": "1"} | changes)

    return filled_in


def test_before_it_is_sent_one_reads_which_sections_are_confirmed_first(conference, signed_in_as):
    registration = of_alice(conference, S.REGISTERED)
    text = signed_in_as(ALICE).get(url_of("own-correct", registration)).content.decode()
    assert "until it is confirmed everything stays as it is" in text
    assert "Confirmed by the Secretariat before it changes." in text
    assert "Changes as soon as you save it." in text


def test_where_nobody_has_decided_nothing_is_said_of_confirming(conference, signed_in_as):
    registration = of_alice(conference, S.SUBMITTED)
    text = signed_in_as(ALICE).get(url_of("own-correct", registration)).content.decode()
    assert "Confirmed by the Secretariat before it changes." not in text


@pytest.mark.parametrize("state", [S.REGISTERED, S.UNDER_REVIEW, S.WAITLISTED])
def test_what_was_decided_upon_is_shown_old_beside_new_and_becomes_a_request(state, conference, signed_in_as, typed):
    registration = of_alice(conference, state, track=Track.APPLICATION)
    client = signed_in_as(ALICE)
    answer = client.post(url_of("own-correct", registration), typed(function="Rector", phone="+976 11 26 2626"))
    assert answer["Location"] == url_of("own-check", registration)
    check = client.get(url_of("own-check", registration))
    text = check.content.decode()
    assert [(line.label, line.old, line.new) for line in check.context["to_confirm"]] == [
        ("Function", "Director", "Rector")
    ]
    assert [line.field for line in check.context["at_once"]] == ["phone"]
    assert "Send to the Secretariat" in text
    assert not PendingChange.objects.exists()

    sent = client.post(url_of("own-check", registration), {"note": "I have been appointed."}, follow=True)

    assert "Your request is with the Secretariat" in sent.content.decode()
    assert "What you entered is saved." in sent.content.decode()
    change = PendingChange.objects.get()
    assert change.changes == {"function": {"old": "Director", "new": "Rector"}}
    assert (change.note, change.state) == ("I have been appointed.", ChangeState.OPEN)
    registration.refresh_from_db()
    person = registration.participant
    assert (registration.state, person.function, person.phone) == (state, "Director", "+976 11 26 2626")


def test_who_is_registered_keeps_the_code_while_a_request_waits(conference, signed_in_as, typed):
    registration = of_alice(conference, S.REGISTERED)
    badge = valid_badge(registration)
    client = signed_in_as(ALICE)
    client.post(url_of("own-correct", registration), typed(family_name="Exemple"))
    client.post(url_of("own-check", registration), {"note": ""})
    assert valid_badge(registration) == badge


def test_how_one_is_reached_changes_at_once_also_when_registered(conference, signed_in_as, typed):
    registration = of_alice(conference, S.REGISTERED)
    answer = signed_in_as(ALICE).post(url_of("own-correct", registration), typed(phone="+1 5550100"), follow=True)
    assert "What you entered is saved." in answer.content.decode()
    registration.participant.refresh_from_db()
    assert registration.participant.phone == "+1 5550100"
    assert not PendingChange.objects.exists()


def test_after_the_deadline_a_nominee_asks_and_what_is_typed_is_kept_until_it_is_sent(conference, signed_in_as, typed):
    registration = of_alice(conference, S.COMPLETE, delegation=make_delegation(conference))
    set_clock(conference, "2019-06-15T09:00:00+08:00")
    client = signed_in_as(ALICE)
    assert "The deadline has passed." in client.get(url_of("own-correct", registration)).content.decode()
    client.post(url_of("own-correct", registration), typed(function="Rector"))
    assert 'value="Rector"' in client.get(url_of("own-correct", registration)).content.decode()
    client.post(url_of("own-check", registration), {"note": ""})
    assert PendingChange.objects.get().changes["function"]["new"] == "Rector"
    assert 'value="Rector"' not in client.get(url_of("own-correct", registration)).content.decode()


def test_what_the_secretariat_asked_for_is_answered_at_once_also_after_the_deadline(conference, signed_in_as, typed):
    registration = of_alice(conference, S.CHANGES_REQUESTED)
    set_clock(conference, "2019-06-15T09:00:00+08:00")
    signed_in_as(ALICE).post(url_of("own-correct", registration), typed(function="Rector"))
    registration.refresh_from_db()
    assert (registration.state, registration.participant.function) == (S.SUBMITTED, "Rector")


def test_who_changes_nothing_is_told_so(conference, signed_in_as, typed):
    registration = of_alice(conference, S.REGISTERED)
    answer = signed_in_as(ALICE).post(url_of("own-correct", registration), typed(), follow=True)
    assert "Nothing was changed." in answer.content.decode()


def test_with_nothing_typed_there_is_nothing_to_check(conference, signed_in_as):
    registration = of_alice(conference, S.REGISTERED)
    answer = signed_in_as(ALICE).get(url_of("own-check", registration))
    assert answer["Location"] == url_of("own-correct", registration)


def test_a_request_on_what_has_changed_meanwhile_is_told_and_keeps_what_was_typed(conference, signed_in_as, typed):
    registration = of_alice(conference, S.REGISTERED)
    client = signed_in_as(ALICE)
    client.post(url_of("own-correct", registration), typed(function="Rector"))
    person = registration.participant
    person.function, person.version = "Professor", 2
    person.save()
    text = client.post(url_of("own-check", registration), {"note": ""}).content.decode()
    assert "Somebody else has changed this meanwhile; nothing was saved." in text
    assert "On record now: “Professor”." in text
    assert 'value="Rector"' in text
    assert not PendingChange.objects.exists()


def test_each_level_says_what_every_output_shows(conference, signed_in_as):
    registration = of_alice(conference, S.REGISTERED)
    text = signed_in_as(ALICE).get(url_of("own-visibility", registration)).content.decode()
    for words in ("your name and function", "counted, not named", "your function only", "“Speaker”", "cannot find you"):
        assert words in text


def test_the_page_says_what_is_seen_of_oneself(conference, signed_in_as):
    person = {"visibility": Visibility.COUNTED, "named_on_agenda": False, "badge_name": "A. Traveller"}
    of_alice(conference, S.REGISTERED, person=person | {"do_not_photograph": True})
    seen = signed_in_as(ALICE).get(reverse("registration:own", args=[conference.slug])).context["own"].single.seen
    assert [row.text for row in seen] == [
        "counted, not named",
        "Director",
        "cannot find you",
        "A. Traveller",
        "please do not photograph",
    ]


def test_a_choice_is_confirmed_in_a_sentence_with_badge_name_and_photographs(conference, signed_in_as):
    registration = of_alice(conference, S.REGISTERED)
    choices = {"level": "hidden", "badge_name": "A. Traveller", "do_not_photograph": "on"}
    answer = signed_in_as(ALICE).post(url_of("own-visibility", registration), choices, follow=True)
    assert "Your choices are saved and hold from now on. You appear nowhere" in answer.content.decode()
    registration.participant.refresh_from_db()
    person = registration.participant
    assert (person.visibility, person.badge_name, person.do_not_photograph) == ("hidden", "A. Traveller", True)


def test_a_choice_holds_at_once_on_the_public_agenda(conference, signed_in_as, client):
    registration = of_alice(conference, S.REGISTERED, person={"visibility": Visibility.LISTED})
    make_appearance(make_session(conference), registration.participant, state=AppearanceState.CONFIRMED)
    make_release(conference)
    agenda = reverse("agenda:speakers", args=[conference.slug])
    assert "EXAMPLE" in client.get(agenda).content.decode()
    signed_in_as(ALICE).post(url_of("own-visibility", registration), {"level": "hidden"})
    assert "EXAMPLE" not in client.get(agenda).content.decode()


def test_a_withdrawal_says_what_ends_and_the_way_back(conference, signed_in_as):
    registration = of_alice(conference, S.REGISTERED, person={"office_email": OFFICE})
    text = signed_in_as(ALICE).get(url_of("own-withdraw", registration)).content.decode()
    assert "Your code for the entrance opens nothing any more." in text
    assert f"please write to {conference.contact_email}" in text
    office = signed_in_as(OFFICE).get(url_of("own-withdraw", registration)).content.decode()
    assert "Do you wish to withdraw Dr. Alice EXAMPLE from the conference?" in office

"""Correcting one's own data: at once, or as a request that changes nothing until it is confirmed; choices."""

import pytest
from django.urls import reverse

from agenda.states import AppearanceState
from conference.formats import language_name
from registration.actions.badges import valid_badge
from registration.actions.changes import propose_change
from registration.actions.correct import correct_registration
from registration.errors import NotPermittedError
from registration.models import PendingChange, Registration, Route, Visibility
from registration.states import ChangeState, Track
from registration.states import RegistrationState as S
from tests.factories.agenda import make_appearance, make_release, make_session
from tests.factories.conference import make_user, set_clock
from tests.factories.registration import make_category, make_delegation, make_focal_point, make_registration

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


ASKED = ["gender", "age_band", "interpretation_language", "modality"]


@pytest.fixture
def asked(conference):
    """A category that asks for every particular."""
    return make_category(conference, Route.INVITATION, asks=ASKED)


def test_particulars_are_asked_where_the_category_asks_for_them(conference, asked, signed_in_as):
    answers = {"gender": "woman", "age_band": "18_24", "interpretation_language": "ru", "modality": "online"}
    registration = of_alice(conference, S.COMPLETE, category=asked, person=answers)
    client = signed_in_as(ALICE)
    shown = client.get(url_of("own-correct", registration)).context["form"]
    assert {name: shown[name].initial for name in answers} == answers
    text = client.get(reverse("registration:own", args=[conference.slug])).content.decode()
    for words in ("18 to 24", "Online", language_name("ru"), "woman"):
        assert words in text
    other = of_alice(conference, S.SUBMITTED, person={"email": "bob@dialogue.example"})
    form = signed_in_as("bob@dialogue.example").get(url_of("own-correct", other)).context["form"]
    assert not {"gender", "age_band", "modality", "diet", "access", "do_not_photograph"} & set(form.fields)


def test_before_anybody_has_decided_particulars_change_at_once(conference, asked, signed_in_as, typed):
    registration = of_alice(conference, S.COMPLETE, category=asked)
    answers = {"gender": "self-described", "age_band": "25_29", "interpretation_language": "ru", "modality": "online"}
    signed_in_as(ALICE).post(url_of("own-correct", registration), typed(**answers))
    registration.participant.refresh_from_db()
    person = registration.participant
    assert {name: getattr(person, name) for name in answers} == answers


def test_of_particulars_only_what_is_planned_by_is_confirmed_anew(conference, asked, signed_in_as, typed):
    registration = of_alice(conference, S.REGISTERED, category=asked)
    client = signed_in_as(ALICE)
    answers = {"gender": "woman", "age_band": "25_29", "interpretation_language": "ru", "modality": "online"}
    client.post(url_of("own-correct", registration), typed(**answers))
    check = client.get(url_of("own-check", registration))
    assert {line.field for line in check.context["to_confirm"]} == {"age_band", "modality"}
    assert {(line.field, line.new) for line in check.context["at_once"]} == {
        ("gender", "woman"),
        ("interpretation_language", language_name("ru")),
    }
    client.post(url_of("own-check", registration), {"note": ""})
    registration.participant.refresh_from_db()
    person = registration.participant
    assert (person.gender, person.interpretation_language) == ("woman", "ru")
    assert (person.age_band, person.modality) == ("", "in_person")
    assert set(PendingChange.objects.get().changes) == {"age_band", "modality"}


def test_what_must_be_answered_cannot_be_taken_back_and_holds_nobody_up_who_was_never_asked(
    conference, asked, signed_in_as, typed
):
    asked.requires = ["age_band"]
    asked.save()
    registration = of_alice(conference, S.COMPLETE, category=asked, person={"age_band": "18_24"})
    answer = signed_in_as(ALICE).post(url_of("own-correct", registration), typed(modality="in_person", age_band=""))
    assert "Choose your age group" in answer.content.decode()
    never = of_alice(conference, S.COMPLETE, category=asked, person={"email": "bob@dialogue.example"})
    said = typed(modality="in_person", age_band="", function="Rector")
    signed_in_as("bob@dialogue.example").post(url_of("own-correct", never), said)
    never.participant.refresh_from_db()
    assert never.participant.function == "Rector"


def test_a_language_that_the_conference_no_longer_has_is_kept_and_said(conference, asked, signed_in_as, typed):
    registration = of_alice(conference, S.COMPLETE, category=asked, person={"interpretation_language": "fr"})
    client = signed_in_as(ALICE)
    client.post(
        url_of("own-correct", registration),
        typed(modality="in_person", interpretation_language="fr", function="Rector"),
    )
    registration.participant.refresh_from_db()
    assert (registration.participant.interpretation_language, registration.participant.function) == ("fr", "Rector")


@pytest.mark.parametrize("field", ["gender", "do_not_photograph"])
def test_how_one_describes_oneself_and_who_takes_pictures_is_no_focal_points_to_say(field, conference):
    delegation = make_delegation(conference)
    frida = make_user(make_focal_point(delegation).email)
    member = of_alice(conference, S.COMPLETE, delegation=delegation)
    with pytest.raises(NotPermittedError):
        correct_registration(member.pk, person_changes={field: "woman"}, by=frida)
    with pytest.raises(NotPermittedError):
        propose_change(member.pk, {field: "woman"}, by=frida)


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

"""One registration: what the page shows and offers, and each move through its page."""

import pytest
from django.test import Client
from django.urls import reverse

from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import Conference, TeamRole
from registration.admin.move_table import MOVES
from registration.models import DecisionAct, Registration, RegistrationTransition, Visibility
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.conference import make_officer, make_user
from tests.factories.registration import make_delegation, make_focal_point, make_registration
from tests.registration.admin.reading import notices_of, send, text_of


def page_of(registration: Registration) -> str:
    return reverse("admin:registration_registration_change", args=[registration.pk])


def move(registration: Registration, key: str) -> str:
    return reverse("admin:registration_registration_move", args=[registration.pk, key])


OFFERED = {
    (Track.NOMINATION, S.NOMINATED): ["waitlist", "withdraw"],
    (Track.NOMINATION, S.COMPLETE): ["confirm", "waitlist", "withdraw"],
    (Track.NOMINATION, S.WAITLISTED): ["promote", "withdraw"],
    (Track.NOMINATION, S.REGISTERED): ["withdraw"],
    (Track.NOMINATION, S.WITHDRAWN): [],
    (Track.NOMINATION, S.REPLACED): [],
    (Track.APPLICATION, S.SUBMITTED): ["take-up", "withdraw"],
    (Track.APPLICATION, S.UNDER_REVIEW): ["confirm", "request-changes", "waitlist", "decline", "withdraw"],
    (Track.APPLICATION, S.CHANGES_REQUESTED): ["decline", "withdraw"],
    (Track.APPLICATION, S.WAITLISTED): ["promote", "decline", "withdraw"],
    (Track.APPLICATION, S.REGISTERED): ["withdraw"],
    (Track.APPLICATION, S.DECLINED): ["take-up"],
    (Track.APPLICATION, S.WITHDRAWN): [],
}


@pytest.mark.parametrize(("track", "state"), OFFERED)
def test_the_page_offers_the_legal_moves_and_no_other(coordinator_desk: Client, conference, track: Track, state: S):
    registration = make_registration(state, conference, track=track)
    page = coordinator_desk.get(page_of(registration))
    assert [move.key for move in page.context["moves"]] == OFFERED[track, state]


@pytest.mark.parametrize("state", [S.NOMINATED, S.COMPLETE, S.WAITLISTED, S.REGISTERED])
def test_a_states_nominee_is_never_reviewed_or_rejected(desk: Client, conference: Conference, state: S):
    registration = make_registration(state, delegation=make_delegation(conference))
    words = text_of(desk.get(page_of(registration))).lower()
    assert not [word for word in ("under review", "reject", "decline", "approve", "accredit") if word in words]


def test_before_a_confirmation_the_page_shows_the_effect_and_the_letter_and_changes_nothing(desk: Client, conference):
    registration = make_registration(S.UNDER_REVIEW, conference, person={"email": "aa@people.example"})
    words = text_of(desk.get(move(registration, "confirm")))
    registration.refresh_from_db()
    assert "Under review → becomes Registered Confirm Go back" in words
    assert "To Ms. Sample" in words
    assert "aa@people.example Subject" in words
    assert (registration.state, OutgoingMessage.objects.count()) == (S.UNDER_REVIEW, 0)


def test_a_confirmation_is_done_told_and_written(desk: Client, registration_officer, conference: Conference):
    registration = make_registration(S.COMPLETE, delegation=make_delegation(conference))
    page = send(desk, move(registration, "confirm"), conference, version=registration.version)
    registration.refresh_from_db()
    assert registration.state == S.REGISTERED
    assert notices_of(page) == [f"{registration.participant.formal_name} is registered."]
    assert [entry["actor"] for entry in page.context["history_entries"] if "purpose" not in entry] == ["Bolormaa", ""]
    assert OutgoingMessage.objects.get().purpose == "registration_confirmed"
    assert OutgoingMessage.objects.get().subject in text_of(page)


def test_a_decline_needs_a_reason_and_keeps_it(desk: Client, conference: Conference):
    registration = make_registration(S.UNDER_REVIEW, conference)
    refused = send(desk, move(registration, "decline"), conference, version=registration.version, words=" ")
    assert "This field is required." in text_of(refused)
    assert Registration.objects.get(pk=registration.pk).state == S.UNDER_REVIEW
    reason = "Priority was given to work directly related to the panels."
    done = send(desk, move(registration, "decline"), conference, version=registration.version, words=reason)
    assert Registration.objects.get(pk=registration.pk).state == S.DECLINED
    assert reason in [entry["detail"] for entry in done.context["history_entries"]]
    assert reason in OutgoingMessage.objects.get().text


def test_the_letter_can_be_read_with_the_reason_before_it_goes(desk: Client, conference: Conference):
    registration = make_registration(S.UNDER_REVIEW, conference)
    shown = send(
        desk, move(registration, "decline"), conference, version=registration.version, words="Too late.", preview="1"
    )
    assert "Too late." in shown.context["rehearsal"].letters[0].text
    assert Registration.objects.get(pk=registration.pk).state == S.UNDER_REVIEW


@pytest.mark.parametrize(
    ("state", "key", "reached", "words"),
    [
        (S.SUBMITTED, "take-up", S.UNDER_REVIEW, ""),
        (S.DECLINED, "take-up", S.UNDER_REVIEW, ""),
        (S.UNDER_REVIEW, "request-changes", S.CHANGES_REQUESTED, "A reference, please."),
        (S.UNDER_REVIEW, "waitlist", S.WAITLISTED, ""),
        (S.WAITLISTED, "promote", S.REGISTERED, ""),
        (S.REGISTERED, "withdraw", S.WITHDRAWN, ""),
    ],
)
def test_every_other_move_reaches_its_status(desk, coordinator_desk, conference, state, key, reached, words):
    registration = make_registration(state, conference, track=Track.APPLICATION)
    officer = desk if key == "withdraw" else coordinator_desk
    send(officer, move(registration, key), conference, version=registration.version, words=words)
    assert Registration.objects.get(pk=registration.pk).state == reached


def test_an_illegal_move_is_refused_with_a_sentence(desk: Client, conference: Conference):
    nominee = make_registration(S.COMPLETE, delegation=make_delegation(conference))
    posted = send(desk, move(nominee, "decline"), conference, version=nominee.version, words="No.")
    assert "nominated or invited is not declined" in notices_of(posted)[0]
    asked = desk.get(move(nominee, "take-up"), follow=True)
    (notice,) = notices_of(asked)
    assert notice.startswith("A registration that is “complete” cannot become “under review”.")
    assert Registration.objects.get(pk=nominee.pk).state == S.COMPLETE


def test_whoever_was_quicker_is_named(
    desk: Client, coordinator_desk: Client, conference: Conference, registration_officer
):
    registration = make_registration(S.SUBMITTED, conference, track=Track.APPLICATION)
    send(desk, move(registration, "take-up"), conference, version=registration.version)
    asked = coordinator_desk.get(move(registration, "take-up"), follow=True)
    (notice,) = notices_of(asked)
    assert notice.startswith(
        "A registration that is “under review” cannot become “under review”. Its last move: Under review"
    )
    assert f"by {registration_officer}." in notice


def test_a_decision_on_an_old_page_is_told_and_what_was_typed_is_kept(desk: Client, conference: Conference):
    registration = make_registration(S.UNDER_REVIEW, conference)
    seen = registration.version
    Registration.objects.filter(pk=registration.pk).update(version=seen + 1)
    page = send(desk, move(registration, "decline"), conference, version=seen, words="Long considered words.")
    assert "changed" in notices_of(page)[0]
    assert page.context["form"]["words"].value() == "Long considered words."
    assert page.context["form"]["version"].value() == seen + 1
    assert Registration.objects.get(pk=registration.pk).state == S.UNDER_REVIEW


def test_a_page_of_another_conference_does_nothing(desk: Client, conference: Conference, other_conference: Conference):
    registration = make_registration(S.UNDER_REVIEW, conference)
    page = send(desk, move(registration, "confirm"), other_conference, version=registration.version)
    assert "another conference" in notices_of(page)[0]
    assert Registration.objects.get(pk=registration.pk).state == S.UNDER_REVIEW


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.AGENDA, TeamRole.VISA])
def test_who_does_not_decide_is_offered_nothing_and_refused(conference: Conference, sign_in, role: TeamRole):
    registration = make_registration(S.UNDER_REVIEW, conference)
    client = sign_in(make_officer(conference, role))
    assert client.get(page_of(registration)).context["moves"] == []
    assert client.get(move(registration, "confirm")).status_code == 403
    page = send(client, move(registration, "confirm"), conference, version=registration.version)
    assert notices_of(page) == ["Your role in this conference does not permit that."]
    assert Registration.objects.get(pk=registration.pk).state == S.UNDER_REVIEW


def test_a_vetting_officer_decides_on_applications_not_on_nominees(conference: Conference, sign_in):
    vetting = sign_in(make_officer(conference, TeamRole.VETTING))
    application = make_registration(S.UNDER_REVIEW, conference)
    nominee = make_registration(S.COMPLETE, delegation=make_delegation(conference))
    assert "confirm" in [each.key for each in vetting.get(page_of(application)).context["moves"]]
    assert vetting.get(page_of(nominee)).context["moves"] == []


def test_of_a_protected_person_the_page_shows_the_participation_alone(coordinator_desk: Client, conference):
    hidden = make_registration(
        S.UNDER_REVIEW,
        conference,
        person={"family_name": "Hidden", "visibility": Visibility.HIDDEN, "email": "hidden@people.example"},
    )
    words = text_of(coordinator_desk.get(page_of(hidden)))
    assert "Protected participant" in words
    assert not [word for word in ("HIDDEN", "Adviser", "hidden@people.example", "Steppe Dialogue") if word in words]
    assert coordinator_desk.get(move(hidden, "confirm")).status_code == 403


def test_to_whom_nothing_is_written_automatically_the_letter_goes_by_hand(
    desk: Client, coordinator_desk: Client, conference: Conference
):
    person = {"never_write_automatically": True, "office_email": "office@ministry.example"}
    registration = make_registration(S.UNDER_REVIEW, conference, person=person)
    assert "By hand: nothing is written to this person automatically." in text_of(
        desk.get(move(registration, "confirm"))
    )
    send(desk, move(registration, "confirm"), conference, version=registration.version)
    letter = OutgoingMessage.objects.get()
    assert (letter.state, OutgoingMessage.objects.due().count()) == (MessageState.BY_HAND, 0)
    assert "1 Letters to be sent by hand" in text_of(desk.get(reverse("admin:index")))
    url = reverse("admin:correspondence_outgoingmessage_change", args=[letter.pk])
    code = letter.secrets["badge_code"]
    assert code not in text_of(desk.get(url))
    assert code in text_of(coordinator_desk.get(url))
    act = reverse("admin:correspondence_outgoingmessage_act", args=[letter.pk, "mark-as-sent-by-hand"])
    page = send(coordinator_desk, act, conference)
    assert notices_of(page) == ["The letter is marked as sent by hand."]
    assert code not in text_of(page)
    letter.refresh_from_db()
    assert (letter.state, letter.secrets) == (MessageState.SENT, {})


def test_a_letter_by_hand_to_a_hidden_person_is_printed_by_who_may_know_of_them(
    desk: Client, coordinator_desk: Client, conference: Conference
):
    person = {"never_write_automatically": True, "visibility": Visibility.HIDDEN}
    registration = make_registration(S.UNDER_REVIEW, conference, person=person)
    send(desk, move(registration, "confirm"), conference, version=registration.version)
    letter = OutgoingMessage.objects.get()
    code = letter.secrets["badge_code"]
    url = reverse("admin:correspondence_outgoingmessage_change", args=[letter.pk])
    act = reverse("admin:correspondence_outgoingmessage_act", args=[letter.pk, "mark-as-sent-by-hand"])
    assert coordinator_desk.get(url).context["acts"] == []
    send(coordinator_desk, act, conference)
    letter.refresh_from_db()
    assert (letter.state, letter.secrets["badge_code"]) == (MessageState.BY_HAND, code)
    assert code in text_of(desk.get(url))
    assert notices_of(send(desk, act, conference)) == ["The letter is marked as sent by hand."]


def test_a_decision_that_is_undone_takes_back_what_was_to_go_by_hand(desk: Client, conference: Conference):
    registration = make_registration(S.UNDER_REVIEW, conference, person={"never_write_automatically": True})
    send(desk, move(registration, "confirm"), conference, version=registration.version)
    undo = reverse("admin:registration_decisionact_undo", args=[DecisionAct.objects.get().pk])
    page = send(desk, undo, conference)
    assert notices_of(page)[-1] == "1 letter was taken back."
    assert OutgoingMessage.objects.get().state == MessageState.CANCELLED


def test_while_something_is_outstanding_the_page_says_what_and_does_not_offer_the_act(desk: Client, conference):
    incomplete = make_registration(S.UNDER_REVIEW, conference, person={"function": ""})
    page = desk.get(move(incomplete, "confirm"))
    assert "still outstanding: function" in page.context["rehearsal"].refusal
    assert "Confirm</button>" not in page.content.decode()


def test_history_tells_times_on_the_conferences_clock_in_the_venues_zone(desk: Client, conference: Conference):
    registration = make_registration(S.SUBMITTED, conference)
    entries = desk.get(page_of(registration)).context["history_entries"]
    assert [(entry["text"], entry["at_text"]) for entry in entries] == [("Submitted", "Monday, 3 June, 09:00")]


def test_those_who_act_without_being_officers_are_called_what_they_are(desk: Client, conference: Conference):
    delegation = make_delegation(conference)
    focal_point = make_focal_point(delegation, name="Ms. Nurgul Example")
    nominee = make_registration(S.COMPLETE, delegation=delegation)
    for address in (focal_point.email, nominee.participant.email, "somebody@else.example"):
        nominee.transitions.create(target=S.COMPLETE, by=make_user(address))
    actors = [entry["actor"] for entry in desk.get(page_of(nominee)).context["history_entries"]]
    assert actors == ["somebody@else.example", "the participant", "Ms. Nurgul Example, focal point", ""]


def test_one_walks_to_the_next_row_within_the_filter(desk: Client, conference: Conference):
    first, second, third = (make_registration(S.SUBMITTED, conference) for _ in range(3))
    make_registration(S.REGISTERED, conference)
    page = desk.get(page_of(second), {"_changelist_filters": "status=submitted"})
    walked = page.context["neighbours"]
    assert (walked["position"], walked["total"]) == (2, 3)
    assert str(third.pk) in walked["previous_url"]
    assert str(first.pk) in walked["next_url"]


@pytest.mark.parametrize("made_up", ["foo=bar", "participant__email__startswith=a", "p=nonsense", "o=x", "=", "%00"])
def test_a_made_up_filter_leads_back_to_the_whole_list(desk: Client, conference: Conference, made_up: str):
    page = desk.get(page_of(make_registration(S.SUBMITTED, conference)), {"_changelist_filters": made_up})
    assert page.status_code == 200
    assert desk.get(page.context["neighbours"]["list_url"]).status_code == 200


def test_the_page_takes_no_post(desk: Client, conference: Conference):
    registration = make_registration(S.SUBMITTED, conference)
    assert desk.post(page_of(registration), {"state": "registered"}).status_code == 405
    assert RegistrationTransition.objects.filter(registration=registration).count() == 1


def test_a_nominee_on_the_waiting_list_is_offered_a_place_even_if_nothing_says_what_they_waited_for(conference):
    nominee = make_registration(S.WAITLISTED, delegation=make_delegation(conference), waited_for="")
    assert MOVES["promote"].target(nominee) == S.COMPLETE
    assert MOVES["promote"].is_legal(nominee)

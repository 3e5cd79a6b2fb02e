"""Decisions of the Secretariat, singly and in bulk."""

import pytest

from conference.correspondence.models import OutgoingMessage
from conference.models import TeamRole
from registration.actions.decide import (
    confirm_registration,
    decline_application,
    promote,
    request_changes,
    take_up,
    waitlist,
)
from registration.actions.decide_in_bulk import confirm_registrations, decline_applications
from registration.actions.register import register_invited
from registration.errors import (
    FullError,
    IllegalTransitionError,
    LostUpdateError,
    NotPermittedError,
    ReasonRequiredError,
    RegistrationError,
)
from registration.models import STANDARD, Registration, Route
from registration.queries.places import Seats, seats
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.conference import make_conference, make_officer, make_state, set_clock
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_invitation,
    make_participant,
    make_registration,
    new_participant,
)


def last_step(registration):
    step = registration.transitions.latest("pk")
    return step.origin, step.target, step.by, step.reason


def test_a_complete_nomination_is_confirmed_and_told_so(conference, officer, letters):
    registration = make_registration(S.COMPLETE, conference)
    confirmed = confirm_registration(registration.pk, by=officer)
    assert confirmed.state == S.REGISTERED
    assert last_step(confirmed) == (S.COMPLETE, S.REGISTERED, officer, "")
    assert letters() == [("registration_confirmed", registration.participant.email)]


def test_a_reviewed_application_is_confirmed(conference, officer):
    registration = make_registration(S.UNDER_REVIEW, conference)
    assert confirm_registration(registration.pk, by=officer).state == S.REGISTERED


@pytest.mark.parametrize("state", [S.DRAFT, S.SUBMITTED, S.CHANGES_REQUESTED, S.REGISTERED, S.DECLINED, S.WITHDRAWN])
def test_an_illegal_confirmation_is_refused_with_a_sentence(state, conference, officer, letters):
    registration = make_registration(state, conference, track=Track.APPLICATION)
    with pytest.raises(IllegalTransitionError) as refusal:
        confirm_registration(registration.pk, by=officer)
    assert str(refusal.value) == f"A registration that is “{state.label}” cannot become “registered”."
    assert letters() == []


def test_what_is_outstanding_is_named_before_it_can_be_confirmed(conference, officer):
    person = {"courtesy": "Mr.", "given_names": "Jan", "family_name": "Example", "function": ""}
    registration = make_registration(S.COMPLETE, conference, person=person | {"nationality": ""})
    with pytest.raises(
        RegistrationError,
        match=r"^Mr\. Jan EXAMPLE cannot be confirmed yet; still outstanding: function, nationality\.$",
    ):
        confirm_registration(registration.pk, by=officer)


def test_a_full_category_confirms_no_further_application(conference, officer):
    category = make_category(conference, Route.APPLICATION, places=1)
    first, second = (make_registration(S.UNDER_REVIEW, conference, category=category) for _ in range(2))
    confirm_registration(first.pk, by=officer)
    with pytest.raises(FullError):
        confirm_registration(second.pk, by=officer)
    second.refresh_from_db()
    assert second.state == S.UNDER_REVIEW


def test_who_holds_a_seat_is_confirmed_in_a_full_category(conference, officer):
    registration = make_registration(S.COMPLETE, conference)
    make_category(conference, Route.NOMINATION, places=1)
    assert confirm_registration(registration.pk, by=officer).state == S.REGISTERED


def test_who_is_outside_quota_needs_no_place(conference, officer):
    registration = make_registration(S.WAITLISTED, conference, track=Track.NOMINATION, is_outside_quota=True)
    make_category(conference, Route.NOMINATION, places=0)
    assert promote(registration.pk, by=officer).state == S.COMPLETE
    assert confirm_registration(registration.pk, by=officer).state == S.REGISTERED


def test_a_decision_on_what_somebody_changed_meanwhile_is_told(conference, officer):
    registration = make_registration(S.UNDER_REVIEW, conference, version=3)
    with pytest.raises(LostUpdateError, match="Somebody else has changed this meanwhile"):
        confirm_registration(registration.pk, by=officer, version=2)
    with pytest.raises(LostUpdateError):
        decline_application(registration.pk, reason="All places are taken.", by=officer, version=2)
    assert confirm_registration(registration.pk, by=officer, version=3).version == 4


@pytest.mark.parametrize("state", [S.UNDER_REVIEW, S.CHANGES_REQUESTED, S.WAITLISTED])
def test_an_application_is_declined_with_its_reason(state, conference, officer, letters, ended):
    registration = make_registration(state, conference, track=Track.APPLICATION)
    declined = decline_application(registration.pk, reason=" All 60 places are taken. ", by=officer)
    assert last_step(declined) == (state, S.DECLINED, officer, "All 60 places are taken.")
    assert ended == [(registration.pk, officer)]
    assert letters() == [("application_declined", registration.participant.email)]
    text = OutgoingMessage.objects.get().text
    assert "All 60 places are taken." in text
    assert "a review by an officer uninvolved in this decision by Monday, 10 June" in text


def test_a_review_can_be_requested_until_a_working_day(conference, officer):
    set_clock(conference, "2019-06-08 10:00")
    decline_application(make_registration(S.UNDER_REVIEW, conference).pk, reason="No place.", by=officer)
    assert "by Monday, 17 June" in OutgoingMessage.objects.get().text


def test_no_application_is_declined_without_a_reason(conference, officer):
    registration = make_registration(S.UNDER_REVIEW, conference)
    with pytest.raises(ReasonRequiredError, match="Please give the reason"):
        decline_application(registration.pk, reason="  ", by=officer)


def test_a_nomination_is_never_declined(conference, officer):
    registration = make_registration(S.COMPLETE, conference)
    with pytest.raises(RegistrationError, match="difficulties are settled by diplomatic channel"):
        decline_application(registration.pk, reason="No.", by=officer)


def test_a_submitted_application_is_taken_up(conference, officer):
    registration = take_up(make_registration(S.SUBMITTED, conference).pk, by=officer)
    assert last_step(registration) == (S.SUBMITTED, S.UNDER_REVIEW, officer, "")


def test_a_declined_application_is_taken_up_again_for_review(conference, officer):
    registration = make_registration(S.DECLINED, conference)
    assert take_up(registration.pk, by=officer).state == S.UNDER_REVIEW


def test_a_review_is_for_an_officer_who_did_not_decline(conference, officer):
    other = make_officer(conference, TeamRole.VETTING)
    registration = make_registration(S.UNDER_REVIEW, conference)
    decline_application(registration.pk, reason="No place.", by=officer)
    with pytest.raises(RegistrationError, match="a review is for an officer who was not involved"):
        take_up(registration.pk, by=officer)
    take_up(registration.pk, by=other)
    with pytest.raises(RegistrationError, match="You have declined this application"):
        decline_application(registration.pk, reason="Still no place.", by=officer)
    assert decline_application(registration.pk, reason="Still no place.", by=other).state == S.DECLINED


def test_no_review_while_the_applicant_has_another_registration(conference, officer):
    declined = make_registration(S.DECLINED, conference)
    make_registration(S.SUBMITTED, participant=declined.participant)
    with pytest.raises(RegistrationError, match="has another registration by now"):
        take_up(declined.pk, by=officer)


@pytest.mark.parametrize("state", [S.UNDER_REVIEW, S.REGISTERED, S.WITHDRAWN])
def test_nothing_else_is_taken_up(state, conference, officer):
    with pytest.raises(IllegalTransitionError):
        take_up(make_registration(state, conference, track=Track.APPLICATION).pk, by=officer)


def test_changes_are_requested_by_letter(conference, officer, letters):
    registration = make_registration(S.UNDER_REVIEW, conference)
    requested = request_changes(registration.pk, what="Kindly add the country of work.", by=officer)
    assert last_step(requested) == (S.UNDER_REVIEW, S.CHANGES_REQUESTED, officer, "Kindly add the country of work.")
    assert letters() == [("changes_requested", registration.participant.email)]
    assert "Kindly add the country of work." in OutgoingMessage.objects.get().text


def test_a_request_must_say_what_is_asked(conference, officer):
    with pytest.raises(RegistrationError, match="Please write what the applicant should correct"):
        request_changes(make_registration(S.UNDER_REVIEW, conference).pk, what="", by=officer)


@pytest.mark.parametrize(
    ("state", "waited_for"),
    [(S.NOMINATED, S.NOMINATED), (S.COMPLETE, S.COMPLETE), (S.UNDER_REVIEW, S.REGISTERED)],
)
def test_who_is_put_on_the_waiting_list_remembers_what_for(state, waited_for, conference, officer, letters):
    registration = waitlist(make_registration(state, conference).pk, by=officer)
    assert (registration.state, registration.waited_for) == (S.WAITLISTED, waited_for)
    assert letters() == [("waitlisted", registration.participant.email)]


@pytest.mark.parametrize(
    ("track", "waited_for", "becomes", "letter"),
    [
        (Track.NOMINATION, S.COMPLETE, S.COMPLETE, "promoted"),
        (Track.NOMINATION, S.NOMINATED, S.COMPLETE, "promoted"),
        (Track.NOMINATION, "", S.COMPLETE, "promoted"),
        (Track.APPLICATION, S.REGISTERED, S.REGISTERED, "registration_confirmed"),
        (Track.APPLICATION, "", S.REGISTERED, "registration_confirmed"),
    ],
)
def test_who_is_promoted_returns_to_what_they_waited_for(
    track, waited_for, becomes, letter, conference, officer, letters
):
    registration = make_registration(S.WAITLISTED, conference, track=track, waited_for=waited_for)
    promoted = promote(registration.pk, by=officer)
    assert (promoted.state, promoted.waited_for) == (becomes, "")
    assert [purpose for purpose, _recipient in letters()] == [letter]


def test_nobody_is_promoted_without_a_place(conference, officer):
    registration = make_registration(S.WAITLISTED, conference, track=Track.NOMINATION)
    make_category(conference, Route.NOMINATION, places=0)
    with pytest.raises(FullError):
        promote(registration.pk, by=officer)


def test_nobody_is_promoted_beyond_the_seats_of_the_delegation(conference, officer):
    delegation = make_delegation(conference, quota=2)
    make_registration(S.COMPLETE, delegation=delegation)
    first, second = (make_registration(S.WAITLISTED, delegation=delegation) for _ in range(2))
    assert promote(first.pk, by=officer).state == S.COMPLETE
    with pytest.raises(FullError, match="All 2 seats of this delegation are taken"):
        promote(second.pk, by=officer)
    assert seats(delegation) == Seats(used=2, quota=2, outside=0, waiting=1)


@pytest.mark.parametrize("quota", [1, 5])
def test_a_nomination_that_waits_is_promoted_before_it_is_confirmed(quota, conference, officer, letters):
    delegation = make_delegation(conference, quota=quota)
    make_registration(S.REGISTERED, delegation=delegation)
    waiting = make_registration(S.WAITLISTED, delegation=delegation)
    sentence = "A registration that is “on the waiting list” cannot become “registered”."
    with pytest.raises(IllegalTransitionError, match=sentence):
        confirm_registration(waiting.pk, by=officer)
    assert confirm_registrations([waiting.pk], by=officer).refused == [(waiting, sentence)]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.waited_for, letters()) == (S.WAITLISTED, S.COMPLETE, [])


def test_only_who_waits_is_promoted(conference, officer):
    with pytest.raises(IllegalTransitionError, match="“complete” cannot become “registered”"):
        promote(make_registration(S.COMPLETE, conference).pk, by=officer)


ACTS = {
    "confirm": lambda pk, by: confirm_registration(pk, by=by),
    "decline": lambda pk, by: decline_application(pk, reason="No place.", by=by),
    "take up": lambda pk, by: take_up(pk, by=by),
    "request changes": lambda pk, by: request_changes(pk, what="The mandate.", by=by),
    "waitlist": lambda pk, by: waitlist(pk, by=by),
    "promote": lambda pk, by: promote(pk, by=by),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_nobody_decides_whose_role_does_not_permit_it(act, conference, observer):
    registration = make_registration(S.UNDER_REVIEW, conference)
    stranger = make_officer(make_conference(), TeamRole.COORDINATOR)
    for officer in (observer, make_officer(conference, TeamRole.PROTOCOL), stranger):
        with pytest.raises(NotPermittedError):
            act(registration.pk, officer)


def test_nobody_decides_on_their_own_registration(conference):
    own = make_registration(S.UNDER_REVIEW, conference)
    officer = make_officer(conference, TeamRole.COORDINATOR, email=own.participant.email)
    with pytest.raises(NotPermittedError):
        confirm_registration(own.pk, by=officer)


def test_a_vetting_officer_has_no_say_on_nominations(conference):
    vetting = make_officer(conference, TeamRole.VETTING)
    with pytest.raises(NotPermittedError):
        confirm_registration(make_registration(S.COMPLETE, conference).pk, by=vetting)


def test_a_bulk_confirmation_says_what_was_done_and_what_was_refused_and_why(conference, officer, letters):
    delegations = [make_delegation(conference, make_state(code)) for code in ("KG", "KZ")]
    ready = [make_registration(S.COMPLETE, conference, delegation=delegation) for delegation in delegations]
    reviewed = make_registration(S.UNDER_REVIEW, conference)
    submitted = make_registration(S.SUBMITTED, conference)
    lacking = make_registration(S.COMPLETE, conference, delegation=delegations[0], person={"function": ""})
    outcome = confirm_registrations([row.pk for row in (*ready, reviewed, submitted, lacking)], by=officer)
    assert outcome.done == [*ready, reviewed]
    assert [registration for registration, _sentence in outcome.refused] == [submitted, lacking]
    assert outcome.refused[0][1] == "A registration that is “submitted” cannot become “registered”."
    assert outcome.refused[1][1].endswith("still outstanding: function.")
    assert len(letters()) == 3


def test_a_bulk_confirmation_fills_the_last_places_first_come_first_served(conference, officer):
    category = make_category(conference, Route.APPLICATION, places=2)
    rows = [make_registration(S.UNDER_REVIEW, conference, category=category) for _ in range(3)]
    outcome = confirm_registrations([row.pk for row in reversed(rows)], by=officer)
    assert outcome.done == rows[:2]
    assert outcome.refused == [(rows[2], "All places in the category “Civil society” are taken.")]
    assert list(Registration.objects.order_by("created_at").values_list("state", flat=True)) == [
        S.REGISTERED,
        S.REGISTERED,
        S.UNDER_REVIEW,
    ]


def test_a_bulk_confirmation_leaves_alone_what_is_not_the_officers(conference, officer):
    own = make_registration(S.COMPLETE, conference)
    other = make_registration(S.COMPLETE, make_conference())
    outcome = confirm_registrations([own.pk, other.pk], by=officer)
    assert outcome.done == [own]
    assert outcome.refused == [(other, "Your role in this conference does not permit that.")]


def test_a_bulk_refusal_gives_everybody_the_reason(conference, officer, letters, ended):
    reviewed = [make_registration(S.UNDER_REVIEW, conference) for _ in range(2)]
    nominated = make_registration(S.COMPLETE, conference)
    ids = [row.pk for row in (*reviewed, nominated)]
    outcome = decline_applications(ids, reason="All 60 places are taken.", by=officer)
    assert outcome.done == reviewed
    assert [registration for registration, _sentence in outcome.refused] == [nominated]
    assert [purpose for purpose, _recipient in letters()] == ["application_declined"] * 2
    assert len(ended) == 2


def test_a_bulk_refusal_needs_a_reason(conference, officer):
    with pytest.raises(ReasonRequiredError):
        decline_applications([make_registration(S.UNDER_REVIEW, conference).pk], reason="", by=officer)


def test_an_invited_person_is_confirmed_in_the_end(conference, officer, token, letters):
    guest = make_participant(conference, email="bob@people.example")
    invitation = make_invitation(to=guest)
    person = new_participant(given_names="Bob", function="Researcher")
    registration = register_invited(invitation.pk, person=person, form_token=token, privacy_notice_version=STANDARD)
    confirm_registration(registration.pk, by=officer)
    assert [purpose for purpose, _recipient in letters()] == ["registration_received", "registration_confirmed"]

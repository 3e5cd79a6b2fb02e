"""A speaker's answer: who may give it, and what it changes."""

import pytest

from agenda.actions.respond import confirm_appearance, decline_appearance
from agenda.errors import (
    AppointmentError,
    IllegalAppearanceTransitionError,
    NotPermittedError,
    ReasonRequiredError,
    SessionIsCancelledError,
    StaticLineError,
)
from agenda.models import Session
from agenda.states import APPEARANCE_TRANSITIONS, AppearanceState, SessionState
from conference.models import TeamRole
from registration.actions.withdraw import withdraw_registration
from registration.signals import registration_ended
from registration.states import RegistrationState
from tests.factories.agenda import FRIDAY, at, make_appearance, make_session, make_static_line
from tests.factories.conference import make_conference, make_officer, make_user, set_clock
from tests.factories.registration import make_participant, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def appearance():
    session = make_session()
    leyla = make_participant(session.conference, email="leyla@people.example", office_email="office@people.example")
    return make_appearance(session, leyla)


@pytest.mark.parametrize("address", ["leyla@people.example", "office@people.example"])
def test_the_speaker_or_the_private_office_confirms(appearance, address):
    user = make_user(address)

    confirm_appearance(appearance.pk, by=user)

    appearance.refresh_from_db()
    assert (appearance.state, appearance.responded_by) == (AppearanceState.CONFIRMED, user)
    assert appearance.responded_at is not None


def test_the_speaker_regrets_with_a_reason(appearance):
    decline_appearance(appearance.pk, reason="  Other engagements ", by=make_user("leyla@people.example"))

    appearance.refresh_from_db()
    assert (appearance.state, appearance.reason) == (AppearanceState.DECLINED, "Other engagements")


def test_an_officer_records_an_answer_given_by_telephone(appearance):
    officer = make_officer(appearance.session.conference, TeamRole.AGENDA)

    decline_appearance(appearance.pk, reason="By telephone: other engagements", by=officer)

    appearance.refresh_from_db()
    assert (appearance.state, appearance.responded_by) == (AppearanceState.DECLINED, officer)


def test_nobody_else_answers(appearance):
    stranger = make_user("someone@people.example")
    observer = make_officer(appearance.session.conference, TeamRole.OBSERVER)
    elsewhere = make_officer(make_conference(), TeamRole.COORDINATOR)
    gone = make_user("leyla@people.example", is_active=False)

    for user in (stranger, observer, elsewhere, gone):
        with pytest.raises(NotPermittedError):
            confirm_appearance(appearance.pk, by=user)
        with pytest.raises(NotPermittedError):
            decline_appearance(appearance.pk, reason="Other engagements", by=user)

    appearance.refresh_from_db()
    assert appearance.state == AppearanceState.INVITED


def test_regrets_need_a_reason(appearance):
    with pytest.raises(ReasonRequiredError):
        decline_appearance(appearance.pk, reason="  ", by=make_user("leyla@people.example"))


def test_a_second_answer_of_the_same_kind_changes_nothing(appearance):
    leyla = make_user("leyla@people.example")
    decline_appearance(appearance.pk, reason="Other engagements", by=leyla)
    decline_appearance(appearance.pk, reason="Something else", by=leyla)
    appearance.refresh_from_db()
    assert appearance.reason == "Other engagements"

    confirm_appearance(appearance.pk, by=leyla)
    answered_at = confirm_appearance(appearance.pk, by=leyla).responded_at
    assert confirm_appearance(appearance.pk, by=leyla).responded_at == answered_at


def test_a_static_line_never_answers():
    line = make_static_line(make_session())

    with pytest.raises(StaticLineError):
        confirm_appearance(line.pk, by=make_officer(line.session.conference))


def test_a_cancelled_session_is_not_confirmed(appearance):
    Session.objects.update(state=SessionState.CANCELLED)

    with pytest.raises(SessionIsCancelledError):
        confirm_appearance(appearance.pk, by=make_user("leyla@people.example"))


def test_who_has_left_the_conference_does_not_confirm(appearance):
    make_registration(RegistrationState.WITHDRAWN, participant=appearance.participant)

    with pytest.raises(AppointmentError):
        confirm_appearance(appearance.pk, by=make_user("leyla@people.example"))


@pytest.mark.parametrize("current", list(AppearanceState))
@pytest.mark.parametrize("wanted", list(AppearanceState))
def test_every_pair_of_appearance_states(current, wanted):
    appearance = make_appearance(make_session(), state=current)

    if wanted in APPEARANCE_TRANSITIONS[current]:
        appearance.move_to(wanted, by=None)
        appearance.refresh_from_db()
        assert appearance.state == wanted
    else:
        with pytest.raises(IllegalAppearanceTransitionError):
            appearance.move_to(wanted, by=None)


def test_the_act_of_withdrawing_is_felt_in_the_agenda():
    appearance = make_appearance(make_session(), state=AppearanceState.CONFIRMED)
    registration = make_registration(RegistrationState.REGISTERED, participant=appearance.participant)

    withdraw_registration(registration.pk, by=make_officer(registration.conference))

    appearance.refresh_from_db()
    assert appearance.state == AppearanceState.DECLINED


def ended(participant, state=RegistrationState.WITHDRAWN):
    registration = make_registration(state, participant=participant)
    registration_ended.send(sender=type(registration), registration=registration, by=None)


@pytest.mark.parametrize("current", list(AppearanceState))
def test_whoever_withdraws_from_the_conference_no_longer_speaks(current):
    appearance = make_appearance(make_session(), state=current)
    before = appearance.reason

    ended(appearance.participant)

    appearance.refresh_from_db()
    assert appearance.state == AppearanceState.DECLINED
    assert appearance.reason == (before or "No longer takes part in the conference.")


def test_whoever_withdraws_is_not_taken_off_a_session_that_is_over():
    conference = make_conference()
    leyla = make_participant(conference)
    spoken = make_appearance(make_session(conference), leyla, state=AppearanceState.CONFIRMED)
    tomorrow = make_appearance(make_session(conference, day=FRIDAY), leyla, state=AppearanceState.CONFIRMED)
    set_clock(conference, at("18:00"))

    ended(leyla)

    spoken.refresh_from_db()
    tomorrow.refresh_from_db()
    assert (spoken.state, tomorrow.state) == (AppearanceState.CONFIRMED, AppearanceState.DECLINED)


def test_who_holds_another_registration_goes_on_speaking():
    appearance = make_appearance(make_session(), state=AppearanceState.CONFIRMED)
    make_registration(RegistrationState.REGISTERED, participant=appearance.participant)

    ended(appearance.participant)

    appearance.refresh_from_db()
    assert appearance.state == AppearanceState.CONFIRMED

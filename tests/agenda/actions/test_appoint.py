"""Who is asked to speak, and the letter that asks."""

import pytest

from agenda.actions.appoint import appoint, dismiss, invite_again
from agenda.errors import (
    AnswerIsKeptError,
    AppointmentError,
    IllegalAppearanceTransitionError,
    NotPermittedError,
    SessionIsCancelledError,
    StaticLineError,
)
from agenda.models import Appearance, AppearanceRole
from agenda.states import AppearanceState, SessionState
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import TeamRole
from registration.states import RegistrationState
from tests.factories.agenda import make_appearance, make_hall, make_session, make_static_line
from tests.factories.conference import make_conference, make_officer
from tests.factories.registration import make_participant, make_registration

pytestmark = pytest.mark.django_db


def letters():
    return OutgoingMessage.objects.filter(purpose="speaker_invitation")


def ask(session, participant=None, role=AppearanceRole.PANELLIST, **given):
    participant = participant or make_participant(session.conference)
    return appoint(session.pk, participant=participant, role=role, by=None, **given)


def test_a_speaker_is_asked_by_a_letter_that_says_what_when_and_where():
    conference = make_conference()
    hall = make_hall(conference, name={"en": "Conference Hall"})
    session = make_session(conference, "11:00–12:30", rooms=[hall], title={"en": "Youth"})
    leyla = make_participant(conference, email="leyla@people.example", office_email="office@people.example")

    appearance = appoint(
        session.pk, participant=leyla, role=AppearanceRole.MODERATOR, minutes=7, by=make_officer(conference)
    )

    letter, copy = letters().order_by("recipient")
    assert copy.recipient == "office@people.example"
    assert (appearance.state, appearance.minutes, appearance.position) == (AppearanceState.INVITED, 7, 1)
    assert (letter.recipient, letter.copy_to) == ("leyla@people.example", "office@people.example")
    assert letter.about_id == appearance.pk
    for words in (
        "to moderate the session “Youth”",
        "Thursday, 20 June 2019, 11:00–12:30, Ulaanbaatar time (UTC+8)",
        "Conference Hall, Ministry of Foreign Affairs",
        "/en/ulaanbaatar-2019/speaking/",
    ):
        assert words in letter.text


@pytest.mark.parametrize("role", list(AppearanceRole))
def test_the_letter_names_the_task_of_every_role(role):
    ask(make_session(title={"en": "Youth"}), role=role)

    assert "the session “Youth”" in letters().get().text


def test_before_it_has_a_time_the_letter_says_that_it_will_be_announced():
    ask(make_session(times=None))

    assert "The time will be announced." in letters().get().text
    assert "The room will be announced." in letters().get().text


def test_nobody_is_written_to_who_must_not_be():
    session = make_session()

    ask(session, make_participant(session.conference, never_write_automatically=True))
    ask(session, make_participant(session.conference, email=""))
    appoint(session.pk, static_name={"en": "Thomas Greminger"}, role=AppearanceRole.REMARKS, by=None)

    assert session.appearances.count() == 3
    assert [letter.state for letter in letters()] == [MessageState.BY_HAND]


def test_speakers_stand_in_the_order_in_which_they_were_appointed_unless_told_otherwise():
    session = make_session()

    first, second = ask(session), ask(session)
    opening = ask(session, position=0)

    assert list(session.appearances.all()) == [opening, first, second]


def test_a_person_has_a_role_in_a_session_once_and_may_have_another():
    session = make_session()
    leyla = make_participant(session.conference)
    ask(session, leyla)

    with pytest.raises(AppointmentError, match="already has this role"):
        ask(session, leyla)
    ask(session, leyla, role=AppearanceRole.RAPPORTEUR)

    assert session.appearances.count() == 2


@pytest.mark.parametrize("both", [True, False])
def test_an_appearance_is_of_a_participant_or_a_static_line(both):
    session = make_session()
    participant = make_participant(session.conference) if both else None
    line = {"en": "D. Gerel"} if both else None

    with pytest.raises(AppointmentError, match="not both"):
        appoint(session.pk, participant=participant, static_name=line, role=AppearanceRole.REMARKS, by=None)


def test_persons_of_another_conference_and_persons_who_left_are_not_appointed():
    session = make_session()
    left = make_registration(RegistrationState.WITHDRAWN, session.conference).participant

    with pytest.raises(AppointmentError, match="does not belong"):
        ask(session, make_participant(make_conference()))
    with pytest.raises(AppointmentError, match="no longer takes part"):
        ask(session, left)


def test_nobody_is_appointed_to_a_cancelled_session():
    session = make_session(state=SessionState.CANCELLED)

    with pytest.raises(SessionIsCancelledError):
        ask(session)


def test_only_those_who_arrange_the_programme_appoint_ask_again_and_dismiss():
    appearance = make_appearance(make_session(), state=AppearanceState.CONFIRMED)
    conference = appearance.session.conference
    observer = make_officer(conference, TeamRole.OBSERVER)

    with pytest.raises(NotPermittedError):
        appoint(appearance.session_id, participant=make_participant(conference), role=AppearanceRole.CHAIR, by=observer)
    with pytest.raises(NotPermittedError):
        invite_again(appearance.pk, by=observer)
    with pytest.raises(NotPermittedError):
        dismiss(appearance.pk, by=observer)

    assert Appearance.objects.get() == appearance


def test_who_is_asked_again_receives_another_letter():
    appearance = ask(make_session())
    appearance.move_to(AppearanceState.DECLINED, by=None, reason="Other engagements")

    invite_again(appearance.pk, by=None)

    appearance.refresh_from_db()
    assert appearance.state == AppearanceState.INVITED
    assert letters().count() == 2


def test_nobody_is_asked_again_who_has_not_answered_who_left_or_whose_session_is_off():
    waiting = make_appearance(make_session())
    conference = waiting.session.conference
    with pytest.raises(IllegalAppearanceTransitionError):
        invite_again(waiting.pk, by=None)

    with pytest.raises(StaticLineError):
        invite_again(make_static_line(waiting.session).pk, by=None)

    regretted = make_appearance(waiting.session, state=AppearanceState.DECLINED)
    make_registration(RegistrationState.WITHDRAWN, conference, participant=regretted.participant)
    with pytest.raises(AppointmentError):
        invite_again(regretted.pk, by=None)

    other = make_appearance(make_session(conference, "15:00–16:00"), state=AppearanceState.DECLINED)
    other.session.__class__.objects.filter(pk=other.session_id).update(state=SessionState.CANCELLED)
    with pytest.raises(SessionIsCancelledError):
        invite_again(other.pk, by=None)


def test_an_answer_is_kept_and_all_else_can_be_taken_back():
    session = make_session()
    regretted = make_appearance(session, state=AppearanceState.DECLINED)
    confirmed = make_appearance(session, state=AppearanceState.CONFIRMED)
    line = make_static_line(session)

    with pytest.raises(AnswerIsKeptError):
        dismiss(regretted.pk, by=None)
    dismiss(confirmed.pk, by=None)
    dismiss(line.pk, by=None)

    assert list(session.appearances.all()) == [regretted]


@pytest.mark.parametrize(("language", "greeting"), [("en", "Dear Ms."), ("ru", "имеем честь"), ("mn", "Эрхэм хүндэт")])
def test_the_letter_is_written_in_the_speakers_language(language, greeting):
    session = make_session()

    ask(session, make_participant(session.conference, language=language))

    assert greeting in letters().get().text
    assert "{" not in letters().get().text

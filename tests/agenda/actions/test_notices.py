"""Whom a release is told to, and what each is told."""

import datetime

import pytest

from agenda.actions.appoint import appoint, dismiss, invite_again
from agenda.actions.describe import describe_session
from agenda.actions.release import release_agenda, restore_release
from agenda.actions.respond import confirm_appearance, decline_appearance
from agenda.actions.schedule import cancel_session, park_session, reinstate_session
from agenda.models import Appearance, AppearanceRole, ChangeNotice
from agenda.states import AppearanceState
from conference.correspondence.models import OutgoingMessage
from registration.models import Visibility
from tests.agenda.actions.letters_of_change import ZONE, S, deliver_due_now, letters, live, move, told
from tests.factories.agenda import (
    address_of,
    make_appearance,
    make_hall,
    make_release,
    make_session,
    make_static_line,
)
from tests.factories.conference import make_conference
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db

AT_TWO = f"Thursday, 20 June 2019, 14:00–15:00, {ZONE}"


@pytest.fixture
def conference():
    """Its letters of change wait ten minutes."""
    return make_conference(agenda_letters_wait=10)


class TestWhatIsTold:
    def test_the_first_release_tells_nobody_what_the_invitation_has_told(self, conference, session, officer):
        appoint(session.pk, participant=make_participant(conference), role=AppearanceRole.PANELLIST, by=officer)

        make_release(conference)

        assert letters() == []

    def test_the_first_release_tells_a_time_that_was_to_be_announced(self, conference, officer):
        parked = make_session(conference, None, title={"en": "Youth"})
        hall = make_hall(conference, name={"en": "Hall"})
        appoint(parked.pk, participant=make_participant(conference), role=AppearanceRole.PANELLIST, by=officer)
        move(parked, "09:00", [hall])

        make_release(conference)

        (letter,) = letters()
        assert told(letter) == [
            "It will be held as follows: Thursday, 20 June 2019, 09:00–10:00, Ulaanbaatar time (UTC+8).",
            "Place: Hall, Ministry of Foreign Affairs.",
        ]

    def test_time_and_place_are_told_old_and_new_in_one_letter_for_all_sessions(self, conference, officer):
        hall, small = (make_hall(conference, name={"en": name}) for name in ("Hall", "Small"))
        person = make_participant(conference)
        first = make_session(conference, "09:00–10:00", rooms=[hall], title={"en": "First"})
        second = make_session(conference, "14:00–15:00", rooms=[hall], title={"en": "Second"})
        for each in (first, second):
            make_appearance(each, person)
        make_release(conference)
        move(first, "11:00", [hall])
        move(second, "14:00", [small])

        make_release(conference)

        (letter,) = letters()
        assert told(letter) == [
            f"It will begin at 11:00 instead of 09:00 on Thursday, 20 June, and end at 12:00, {ZONE}.",
            "Place: Small, Ministry of Foreign Affairs, instead of: Hall, Ministry of Foreign Affairs.",
        ]
        assert letter.recipient == person.email

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"languages": ["en"]}, "Languages: English, with interpretation, instead of: Mongolian, English, Russian"),
            ({"attribution": "chatham_house"}, "Attribution: Chatham House Rule, instead of: attributable among"),
            ({"is_open_to_press": True}, "The press will be admitted."),
        ],
    )
    def test_the_regime_of_the_session_is_told(self, conference, session, speaker, changes, sentence):
        make_release(conference)
        describe_session(session.pk, changes=changes, by=None)

        make_release(conference)

        assert letters()[0].text.count(sentence) == 1

    @pytest.mark.parametrize(
        "changes", [{"title": {"en": "Youths"}}, {"abstract": {"en": "Mended."}}, {"number": 7}, {"capacity": 40}]
    )
    def test_words_and_numbers_are_not_told(self, conference, session, speaker, changes):
        make_release(conference)
        describe_session(session.pk, changes=changes, by=None)

        make_release(conference)

        assert letters() == []

    def test_others_who_come_and_go_are_not_told_nor_the_order(self, conference, session, speaker):
        other = make_appearance(session)
        make_release(conference)
        dismiss(other.pk, by=None)
        make_static_line(session)
        Appearance.objects.filter(pk=speaker.pk).update(position=9)

        make_release(conference)

        assert [letter.recipient for letter in letters()] == [address_of(other)]
        assert told(letters()[0]) == ["You are no longer foreseen in it as: panellist."]
        assert "METHOD:CANCEL" in letters()[0].calendar

    def test_ones_own_role_and_minutes_are_told(self, conference, session, speaker):
        make_release(conference)
        Appearance.objects.filter(pk=speaker.pk).update(role=AppearanceRole.MODERATOR, minutes=7)

        make_release(conference)

        assert told(letters()[0]) == ["Your part: moderator, instead of: panellist.", "Your time: 7 min."]

    def test_who_stays_in_one_part_has_not_lost_the_session(self, conference, session, speaker):
        chair = make_appearance(session, speaker.participant, role=AppearanceRole.CHAIR)
        make_release(conference)
        dismiss(chair.pk, by=None)

        make_release(conference)

        assert told(letters()[0]) == ["You are no longer foreseen in it as: chair."]
        assert "STATUS:CONFIRMED" in letters()[0].calendar

    def test_taken_off_and_asked_anew_the_invitation_tells(self, conference, session, speaker, officer):
        make_release(conference)
        dismiss(speaker.pk, by=None)
        appoint(session.pk, participant=speaker.participant, role=AppearanceRole.CHAIR, by=officer)

        make_release(conference)

        assert letters() == []

    def test_cancelled_reinstated_parked_and_put_back(self, conference, session, speaker):
        make_release(conference)
        cancel_session(session.pk, by=None)
        make_release(conference)
        reinstate_session(session.pk, by=None)
        deliver_due_now()
        make_release(conference)
        deliver_due_now()
        park_session(session.pk, by=None)
        make_release(conference)
        deliver_due_now()
        move(session, "16:00")
        make_release(conference)

        assert [told(letter)[0] for letter in letters()] == [
            f"It is cancelled; it had been foreseen for {AT_TWO}.",
            f"It will take place after all: {AT_TWO}.",
            f"It is no longer on the agenda; it had been foreseen for {AT_TWO}.",
            "You are foreseen in it again: Thursday, 20 June 2019, 16:00–17:00, Ulaanbaatar time (UTC+8).",
        ]
        sequences = [line for letter in letters() for line in letter.calendar.splitlines() if "SEQUENCE" in line]
        assert sequences == [f"SEQUENCE:{number}" for number in (1, 2, 3, 4)]

    def test_what_is_over_is_not_told(self, conference, session, speaker):
        make_release(conference)
        move(session, "15:00")
        conference.demonstration_offset += datetime.timedelta(days=30)
        conference.save()

        make_release(conference)

        assert letters() == []


class TestWhoIsTold:
    def test_nobody_who_regretted_or_is_a_static_line(self, conference, session, speaker):
        make_static_line(session)
        make_appearance(session, state=AppearanceState.DECLINED)
        make_release(conference)
        late = make_appearance(session)
        make_release(conference)
        late.move_to(AppearanceState.DECLINED, by=None, reason="Other engagements")
        move(session, "16:00")

        make_release(conference)

        assert [letter.recipient for letter in letters()] == [speaker.participant.email]

    def test_a_regret_that_is_taken_back_is_no_news_to_who_took_it_back(self, conference, session, speaker, officer):
        make_release(conference)
        decline_appearance(speaker.pk, reason="Other engagements", by=officer)
        make_release(conference)
        confirm_appearance(speaker.pk, by=officer)
        make_release(conference)

        assert letters() == []

    def test_asked_once_more_one_is_told_what_changed_since_that_invitation(
        self, conference, session, speaker, officer
    ):
        make_release(conference)
        decline_appearance(speaker.pk, reason="Other engagements", by=officer)
        make_release(conference)
        move(session, "16:00")
        invite_again(speaker.pk, by=officer)
        move(session, "17:00")

        make_release(conference)

        assert told(letters()[0])[0].startswith("It will begin at 17:00 instead of 16:00")

    def test_the_private_office_has_a_copy_and_who_is_not_written_to_waits_for_the_secretariat(
        self, conference, session
    ):
        principal = make_participant(conference, email="minister@mfa.example", office_email="office@mfa.example")
        discreet = make_participant(conference, email="judge@court.example", never_write_automatically=True)
        unreachable = make_participant(conference, email="")
        for person in (principal, discreet, unreachable):
            make_appearance(session, person)
        make_release(conference)
        move(session, "16:00")

        make_release(conference)

        assert sorted((letter.recipient, letter.state) for letter in letters()) == [
            ("judge@court.example", S.BY_HAND),
            ("minister@mfa.example", S.QUEUED),
            ("office@mfa.example", S.QUEUED),
        ]
        assert ChangeNotice.objects.filter(participant=unreachable).exists()

    def test_each_reads_it_in_their_own_language_and_nobody_else_is_named(self, conference, session):
        one, two = (
            make_participant(conference, language=code, family_name=name) for code, name in (("ru", "A"), ("mn", "B"))
        )
        for person in (one, two):
            make_appearance(session, person)
        make_release(conference)
        move(session, "16:00")

        make_release(conference)

        by = {letter.recipient: letter for letter in letters()}
        assert "имеем честь сообщить" in by[one.email].text
        assert "хүндэтгэн мэдэгдэж" in by[two.email].text
        everything = by[one.email].text + by[one.email].html + by[one.email].calendar
        assert two.given_names + " B" not in everything
        assert two.email not in everything


class TestOffBeforePublished:
    """Nobody knows of the session but who was invited to speak in it."""

    OFF = f"It is no longer on the agenda; it had been foreseen for {AT_TWO}."

    @pytest.fixture
    def invited(self, conference, session, officer):
        make_session(conference, "09:00–10:00")
        return appoint(session.pk, participant=make_participant(conference), role=AppearanceRole.PANELLIST, by=officer)

    @pytest.mark.parametrize("act", [cancel_session, park_session])
    def test_whom_the_invitation_told_of_it_is_told_once(self, conference, session, invited, act):
        act(session.pk, by=None)
        make_release(conference)

        assert [(letter.recipient, told(letter)) for letter in letters()] == [(address_of(invited), [self.OFF])]
        assert "METHOD:CANCEL" in letters()[0].calendar
        deliver_due_now()
        make_session(conference, "10:00–11:00")
        make_release(conference)
        assert len(letters()) == 1

    def test_the_letter_that_takes_the_place_of_a_waiting_one_tells_it_too(self, conference, session, invited, officer):
        other = make_session(conference, "16:00–17:00", title={"en": "Other"})
        appoint(other.pk, participant=invited.participant, role=AppearanceRole.CHAIR, by=officer)
        cancel_session(session.pk, by=None)
        make_release(conference)
        move(other, "17:00")
        make_release(conference)

        (letter,) = live()
        assert told(letter)[0] == self.OFF
        assert told(letter)[1].startswith("It will begin at 17:00 instead of 16:00")

    def test_put_back_they_are_told_that_it_takes_place(self, conference, session, invited):
        park_session(session.pk, by=None)
        make_release(conference)
        deliver_due_now()
        move(session, "14:00")
        make_release(conference)

        assert told(letters()[1])[0] == f"You are foreseen in it again: {AT_TWO}."

    def test_nobody_is_told_who_regretted_or_knew_of_no_time(self, conference, session, invited, officer):
        parked = make_session(conference, None)
        appoint(parked.pk, participant=make_participant(conference), role=AppearanceRole.CHAIR, by=officer)
        decline_appearance(invited.pk, reason="Other engagements", by=officer)
        for each in (session, parked):
            cancel_session(each.pk, by=None)

        make_release(conference)

        assert letters() == []

    def test_an_older_content_takes_nothing_from_who_was_invited_since(self, conference, officer):
        first = make_session(conference, "09:00–10:00")
        old = make_release(conference)
        move(first, "10:00")
        make_release(conference)
        later = make_session(conference, "14:00–15:00")
        appoint(later.pk, participant=make_participant(conference), role=AppearanceRole.PANELLIST, by=officer)

        restore_release(old.pk, by=officer)
        make_release(conference)

        assert letters() == []


def test_nobody_who_was_erased_is_written_to(conference, session, speaker, mailoutbox):
    make_release(conference)
    move(session, "16:00")
    make_release(conference)
    speaker.participant.delete()

    deliver_due_now()

    assert (mailoutbox, [letter.state for letter in letters()]) == ([], [S.CANCELLED])


def test_nobody_is_asked_to_speak_who_was_taken_off_before_the_letter_went(conference, session, officer, mailoutbox):
    asked = appoint(session.pk, participant=make_participant(conference), role=AppearanceRole.CHAIR, by=officer)
    dismiss(asked.pk, by=officer)

    deliver_due_now()

    assert mailoutbox == []


def test_whom_a_release_concerned_is_forgotten_with_the_person(conference, session, speaker):
    make_release(conference)
    move(session, "16:00")
    make_release(conference)
    speaker.participant.delete()
    assert not ChangeNotice.objects.exists()


def test_the_letters_of_hidden_persons_are_withheld_from_those_who_may_not_know(conference, session):
    from conference.correspondence.withheld import marked_for

    hidden = make_participant(conference, visibility=Visibility.HIDDEN)
    make_appearance(session, hidden)
    make_release(conference)
    move(session, "16:00")
    make_release(conference)

    (row,) = marked_for(OutgoingMessage.objects.filter(purpose="agenda_change"), conference, sees_protected=False)
    assert row.is_withheld


@pytest.mark.parametrize("count", [1, 100])
def test_a_release_costs_the_same_queries_for_one_change_and_for_a_hundred(
    conference, officer, count, django_assert_num_queries
):
    sessions = []
    for number in range(count):
        begins = f"{9 + number // 12:02}:{number % 12 * 5:02}"
        sessions.append(make_session(conference, f"{begins}–18:30"))
        make_appearance(sessions[-1])
    make_release(conference)
    conference.sessions.update(is_open_to_press=True)

    with django_assert_num_queries(35):
        release_agenda(conference.pk, by=officer)

    assert len(letters()) == count

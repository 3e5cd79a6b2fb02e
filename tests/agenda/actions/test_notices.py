"""Whom a release is told to, what each is told, and what becomes of a letter when the next release follows."""

import datetime

import pytest

from agenda.actions.appoint import appoint, dismiss, invite_again
from agenda.actions.describe import describe_session
from agenda.actions.notices import send_letters_after_all, send_letters_now
from agenda.actions.release import release_agenda
from agenda.actions.respond import confirm_appearance, decline_appearance
from agenda.actions.schedule import cancel_session, park_session, reinstate_session, schedule_session
from agenda.errors import LettersWereSentError, NotPermittedError
from agenda.models import Appearance, AppearanceRole, ChangeNotice
from agenda.states import AppearanceState
from conference.correspondence.delivery import deliver_due
from conference.correspondence.ledger import hold_message
from conference.correspondence.models import OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from conference.models import TeamRole
from registration.models import Visibility
from tests.factories.agenda import (
    address_of,
    at,
    make_appearance,
    make_hall,
    make_release,
    make_session,
    make_static_line,
)
from tests.factories.conference import make_conference, make_officer
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db

S = MessageState
ZONE = "Ulaanbaatar time (UTC+8)"
AT_TWO = f"Thursday, 20 June 2019, 14:00–15:00, {ZONE}"


@pytest.fixture
def conference():
    """Its letters of change wait ten minutes."""
    return make_conference(agenda_letters_wait=10)


@pytest.fixture
def officer(conference):
    return make_officer(conference)


def letters(**which):
    found = OutgoingMessage.objects.filter(purpose="agenda_change", **which)
    return list(found.order_by("created_at", "recipient"))


def live():
    return letters(state__in=[S.QUEUED, S.HELD, S.BY_HAND, S.SENDING, S.SENT, S.UNKNOWN])


def move(session, clock, rooms=()):
    begins = at(clock)
    schedule_session(session.pk, starts_at=begins, ends_at=begins.replace(hour=begins.hour + 1), rooms=rooms, by=None)


def told(letter):
    """The sentences between the salutation and the enclosure, without the names of sessions."""
    _head, _sep, rest = letter.text.partition("following change of the programme:\n\n")
    block = rest.partition("\n\nThe calendar entry")[0]
    return [line for line in block.splitlines() if line and not line.startswith("“")]


@pytest.fixture
def session(conference):
    return make_session(conference, "14:00–15:00", title={"en": "Youth"})


@pytest.fixture
def speaker(session):
    return make_appearance(session, state=AppearanceState.CONFIRMED)


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
        deliver_due_now(conference)
        make_release(conference)
        deliver_due_now(conference)
        park_session(session.pk, by=None)
        make_release(conference)
        deliver_due_now(conference)
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


def deliver_due_now(conference):
    OutgoingMessage.objects.filter(state=S.QUEUED).update(next_attempt_at="2020-01-01T00:00Z")
    deliver_due(Queue.MAIL)


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


class TestWhenTheNextReleaseFollows:
    def test_one_letter_takes_the_place_of_what_waits_and_tells_from_what_was_known(self, conference, session, speaker):
        make_release(conference)
        for clock in ("16:00", "17:00", "18:00"):
            move(session, clock)
            make_release(conference)

        (letter,) = live()
        assert told(letter)[0].startswith("It will begin at 18:00 instead of 14:00")
        assert [letter.state for letter in letters()] == [S.CANCELLED, S.CANCELLED, S.QUEUED]
        assert "SEQUENCE:3" in letter.calendar
        first, second, third = ChangeNotice.objects.order_by("release__number")
        assert (first.replaced_by, second.replaced_by, third.replaced_by) == (second, third, None)

    def test_when_all_is_as_it_was_nothing_is_sent(self, conference, session, speaker):
        make_release(conference)
        for clock in ("16:00", "14:00"):
            move(session, clock)
            make_release(conference)

        assert live() == []
        move(session, "17:00")
        make_release(conference)
        assert told(live()[0])[0].startswith("It will begin at 17:00 instead of 14:00")

    def test_a_letter_that_went_stays_and_the_next_tells_from_it(self, conference, session, speaker):
        make_release(conference)
        for clock in ("16:00", "14:00"):
            move(session, clock)
            make_release(conference)
            deliver_due_now(conference)

        assert [(letter.state, told(letter)[0][:40]) for letter in letters()] == [
            (S.SENT, "It will begin at 16:00 instead of 14:00 "),
            (S.SENT, "It will begin at 14:00 instead of 16:00 "),
        ]

    def test_a_waiting_letter_whose_words_hold_is_left_as_it_is(self, conference, session, speaker):
        make_release(conference)
        move(session, "16:00")
        make_release(conference)
        make_session(conference, "09:00–10:00")

        make_release(conference)

        assert [letter.state for letter in letters()] == [S.QUEUED]

    def test_a_refused_letter_has_told_nothing(self, conference, session, speaker):
        make_release(conference)
        move(session, "16:00")
        make_release(conference)
        OutgoingMessage.objects.filter(purpose="agenda_change").update(state=S.FAILED)
        move(session, "17:00")

        make_release(conference)

        assert told(live()[0])[0].startswith("It will begin at 17:00 instead of 14:00")
        assert letters()[0].state == S.CANCELLED

    @pytest.mark.parametrize("state", [S.SENDING, S.UNKNOWN])
    def test_of_a_letter_in_doubt_the_next_repeats_the_rest_and_it_is_not_sent_again(
        self, conference, session, speaker, state
    ):
        other = make_session(conference, "09:00–10:00", title={"en": "Other"})
        make_appearance(other, speaker.participant)
        make_release(conference)
        move(session, "16:00")
        move(other, "10:00")
        make_release(conference)
        OutgoingMessage.objects.filter(purpose="agenda_change").update(
            state=state, claimed_at="2020-01-01T00:00Z", lease_until="2020-01-01T00:00Z"
        )
        move(session, "14:00")

        make_release(conference)

        doubtful, letter = letters()
        assert [sentence[:39] for sentence in told(letter)] == [
            "It will begin at 10:00 instead of 09:00",
            "It will begin at 14:00 instead of 16:00",
        ]
        OutgoingMessage.objects.filter(pk=doubtful.pk).update(state=S.QUEUED)
        deliver_due_now(conference)
        assert [each.state for each in letters()] == [S.CANCELLED, S.SENT]

    def test_a_letter_that_an_officer_holds_is_held_in_its_new_words(self, conference, session, speaker, officer):
        make_release(conference)
        move(session, "16:00")
        make_release(conference)
        hold_message(letters()[0].pk, by=officer)
        move(session, "17:00")

        release_agenda(conference.pk, by=officer)

        assert [letter.state for letter in letters()] == [S.CANCELLED, S.HELD]

    def test_the_letters_go_when_they_have_waited_or_an_officer_says_so(self, conference, session, speaker, officer):
        make_release(conference)
        move(session, "16:00")
        release = make_release(conference)
        deliver_due(Queue.MAIL)
        assert [letter.state for letter in letters()] == [S.QUEUED]

        assert send_letters_now(release.pk, by=officer) == 1
        deliver_due(Queue.MAIL)

        assert [letter.state for letter in letters()] == [S.SENT]
        assert send_letters_now(release.pk, by=officer) == 0


class TestWithoutLetters:
    def test_it_is_kept_whom_it_concerned_and_the_next_tells_from_it(self, conference, session, speaker, officer):
        make_release(conference)
        move(session, "16:00")
        quiet = release_agenda(conference.pk, by=officer, without_letters=True)
        assert (quiet.is_without_letters, letters()) == (True, [])
        assert [notice.participant for notice in quiet.notices.all()] == [speaker.participant]
        move(session, "17:00")

        make_release(conference)

        assert told(letters()[0])[0].startswith("It will begin at 17:00 instead of 16:00")

    def test_what_waits_and_no_longer_holds_is_taken_back_with_it(self, conference, session, speaker, officer):
        make_release(conference)
        move(session, "16:00")
        make_release(conference)
        move(session, "17:00")
        quiet = release_agenda(conference.pk, by=officer, without_letters=True)
        assert [letter.state for letter in letters()] == [S.CANCELLED]

        send_letters_after_all(quiet.pk, by=officer)

        assert told(live()[0])[0].startswith("It will begin at 17:00 instead of 14:00")

    def test_the_letters_can_be_sent_after_all_once_and_tell_what_holds_now(
        self, conference, session, speaker, officer
    ):
        make_release(conference)
        move(session, "16:00")
        quiet = release_agenda(conference.pk, by=officer, without_letters=True)
        make_session(conference, "09:00–10:00")
        make_release(conference)

        sent = send_letters_after_all(quiet.pk, by=officer)

        assert (sent.letters_sent_by, len(letters())) == (officer, 1)
        assert told(letters()[0])[0].startswith("It will begin at 16:00 instead of 14:00")
        with pytest.raises(LettersWereSentError):
            send_letters_after_all(quiet.pk, by=officer)

    def test_whom_a_later_release_was_told_to_is_not_told_of_the_earlier(self, conference, session, speaker, officer):
        make_release(conference)
        move(session, "16:00")
        quiet = release_agenda(conference.pk, by=officer, without_letters=True)
        move(session, "17:00")
        make_release(conference)

        send_letters_after_all(quiet.pk, by=officer)

        assert len(letters()) == 1

    @pytest.mark.parametrize("act", [send_letters_after_all, send_letters_now])
    def test_only_those_who_arrange_the_programme_send_letters(self, conference, session, act):
        quiet = release_agenda(conference.pk, by=None, without_letters=True)
        with pytest.raises(NotPermittedError):
            act(quiet.pk, by=make_officer(conference, TeamRole.OBSERVER))


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

    with django_assert_num_queries(31):
        release_agenda(conference.pk, by=officer)

    assert len(letters()) == count

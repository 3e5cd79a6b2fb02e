"""What becomes of a letter of change when the next release follows, and of a release without letters."""

import pytest

from agenda.actions.appoint import appoint, dismiss
from agenda.actions.notices import send_letters_after_all, send_letters_now
from agenda.actions.release import release_agenda
from agenda.errors import LettersWereSentError, NotPermittedError
from agenda.models import AppearanceRole, ChangeNotice
from conference.correspondence.delivery import deliver_due
from conference.correspondence.ledger import hold_message
from conference.correspondence.models import OutgoingMessage, Queue
from conference.models import TeamRole
from tests.agenda.actions.letters_of_change import S, deliver_due_now, letters, live, move, told
from tests.factories.agenda import (
    make_appearance,
    make_release,
    make_session,
)
from tests.factories.conference import make_conference, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    """Its letters of change wait ten minutes."""
    return make_conference(agenda_letters_wait=10)


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
            deliver_due_now()

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
        deliver_due_now()
        assert [each.state for each in letters()] == [S.CANCELLED, S.SENT]

    def test_a_letter_that_an_officer_holds_is_held_in_its_new_words(self, conference, session, speaker, officer):
        make_release(conference)
        move(session, "16:00")
        make_release(conference)
        hold_message(letters()[0].pk, by=officer, reason="Wait.")
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

    def test_who_was_invited_while_a_letter_waits_and_is_taken_off_hears_of_both(
        self, conference, session, speaker, officer
    ):
        make_release(conference)
        move(session, "16:00")
        other = make_session(conference, "09:00–10:00", title={"en": "Other"})
        asked = appoint(other.pk, participant=speaker.participant, role=AppearanceRole.CHAIR, by=officer)
        make_release(conference)
        dismiss(asked.pk, by=officer)

        make_release(conference)

        (letter,) = live()
        assert told(letter)[0] == "You are no longer foreseen in it as: chair."
        assert told(letter)[1].startswith("It will begin at 16:00 instead of 14:00")


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

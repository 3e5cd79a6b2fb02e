"""Each speaker is told before the session what a speaker needs: once, and anew only where something has changed."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from agenda.actions.appoint import dismiss
from agenda.actions.brief import send_briefs
from agenda.actions.release import release_agenda
from agenda.actions.schedule import cancel_session, park_session, schedule_session
from agenda.emails.briefs import fingerprint_of, speaker_brief
from agenda.errors import BriefError, LostUpdateError, NothingToBriefError, NotPermittedError
from agenda.models import Appearance, AppearanceRole, SpeakerBrief, SpeakerProfile
from agenda.queries.briefs import Briefing
from agenda.states import AppearanceState
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import TeamRole
from registration.models import Visibility
from tests.factories.agenda import at, make_appearance, make_hall, make_release, make_session, make_static_line
from tests.factories.conference import make_conference, make_officer, set_clock
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


def letters(**which):
    return list(OutgoingMessage.objects.filter(purpose="speaker_brief", **which).order_by("created_at", "recipient"))


def arrive(*messages):
    """As if the mail server had taken them."""
    for message in messages or letters(state=MessageState.QUEUED):
        OutgoingMessage.objects.filter(pk=message.pk).update(state=MessageState.SENT, sent_at=message.created_at)


def move(session, clock):
    begins = at(clock)
    schedule_session(session.pk, starts_at=begins, ends_at=begins.replace(hour=begins.hour + 1), rooms=[], by=None)


@pytest.fixture
def panel(conference):
    """A moderator and two panellists, of whom one writes by an office."""
    hall = make_hall(conference, name={"en": "Conference Hall"})
    session = make_session(conference, "11:00–12:30", rooms=[hall], number=1, title={"en": "Youth"})
    make_appearance(
        session,
        make_participant(conference, given_names="Bat", family_name="Moderating", courtesy="Mr."),
        role=AppearanceRole.MODERATOR,
        state=AppearanceState.CONFIRMED,
    )
    leyla = make_participant(
        conference, family_name="First", email="leyla@people.example", office_email="office@people.example"
    )
    make_appearance(session, leyla, minutes=7)
    make_appearance(session, make_participant(conference, family_name="Second", email="second@people.example"))
    return session


def test_one_act_tells_each_speaker_and_the_private_office(panel, officer):
    briefs = send_briefs(panel.pk, by=officer)
    assert len(briefs) == 3
    assert {(brief.number, brief.sent_by) for brief in briefs} == {(1, officer)}
    assert len(letters()) == 4
    (letter,) = letters(recipient="leyla@people.example")
    assert letters(recipient="office@people.example")[0].text == letter.text
    assert letter.about_id in {brief.pk for brief in briefs}
    for words in (
        "Youth\nThematic panel 1\nThursday, 20 June 2019, 11:00–12:30, Ulaanbaatar time (UTC+8)\n",
        "Conference Hall, Ministry of Foreign Affairs\nLanguages: Mongolian, English, Russian, with interpretation",
        "Your part: panellist\nYour time: 7 minutes\nOrder of speaking: 1",
        "With you in the session:\n– Moderator: Mr. Bat MODERATING, Adviser, Institute of Public Policy",
        "– Panellist: Ms. Aigerim SECOND, ",
        "Kindly let us have by Tuesday, 18 June, 18:00, Ulaanbaatar time (UTC+8):\n– your confirmation, ",
        "or your regrets\n– a short biography",
        "/en/ulaanbaatar-2019/speaking/",
    ):
        assert words in letter.text
    assert "changed" not in letter.text
    assert all(row.brief_sent_at for row in panel.appearances.all())


@pytest.mark.parametrize("language", ["en", "ru", "mn"])
def test_it_is_written_in_the_speakers_language(conference, language):
    session = make_session(conference, title={"en": "Youth", "ru": "Молодёжь", "mn": "Залуучууд"})
    make_appearance(session, make_participant(conference, language=language))
    send_briefs(session.pk, by=None)
    (letter,) = letters()
    assert letter.language == language
    assert str({"en": "Youth", "ru": "Молодёжь", "mn": "Залуучууд"}[language]) in letter.subject


def test_of_a_chair_no_statement_is_asked_and_of_who_gave_all_nothing(conference):
    session = make_session(conference)
    person = make_participant(conference)
    make_appearance(session, person, role=AppearanceRole.CHAIR, state=AppearanceState.CONFIRMED)
    SpeakerProfile.objects.create(participant=person, biography={"en": "Words."}, portrait="a.jpg")
    send_briefs(session.pk, by=None)
    assert "Kindly let us have" not in letters()[0].text


def test_pressed_twice_it_writes_once(panel, officer):
    send_briefs(panel.pk, by=officer)
    with pytest.raises(NothingToBriefError):
        send_briefs(panel.pk, by=officer)
    assert len(letters()) == 4


def test_who_regretted_left_or_is_a_static_line_is_not_written_to(conference):
    session = make_session(conference)
    make_appearance(session, state=AppearanceState.DECLINED)
    make_static_line(session)
    with pytest.raises(NothingToBriefError):
        send_briefs(session.pk, by=None)


def test_never_automatically_is_by_hand_and_without_an_address_nothing_is_written(conference):
    session = make_session(conference)
    make_appearance(session, make_participant(conference, never_write_automatically=True, office_email="o@o.example"))
    silent = make_appearance(session, make_participant(conference, email=""))
    send_briefs(session.pk, by=None)
    (letter,) = letters()
    assert letter.state == MessageState.BY_HAND
    assert Briefing(session).due == []
    assert not SpeakerBrief.objects.filter(appearance=silent).exists()


def test_a_further_brief_says_what_has_changed_and_goes_to_whom_it_concerns(panel):
    make_release(panel.conference)
    send_briefs(panel.pk, by=None)
    arrive()
    leyla = panel.appearances.get(minutes=7)
    Appearance.objects.filter(pk=leyla.pk).update(minutes=5)
    (brief,) = send_briefs(panel.pk, by=None)
    assert (brief.appearance, brief.number) == (leyla, 2)
    (letter,) = letters(about_id=brief.pk, recipient="leyla@people.example")
    assert (
        "Since our last brief the following has changed:\n– Your time: 5 min, instead of 7 min.\n\nYouth" in letter.text
    )


def test_times_and_rooms_are_told_as_they_are_published(panel):
    make_release(panel.conference)
    send_briefs(panel.pk, by=None)
    arrive()
    move(panel, "14:00")
    assert Briefing(panel).differs
    with pytest.raises(NothingToBriefError):
        send_briefs(panel.pk, by=None)
    release_agenda(panel.conference_id, by=None, without_letters=True)
    assert len(send_briefs(panel.pk, by=None)) == 3
    (letter,) = letters(recipient="leyla@people.example", state=MessageState.QUEUED)
    assert "– It will begin at 14:00 instead of 11:00 on Thursday, 20 June, and end at 15:00" in letter.text
    assert "– The room will be announced; it is no longer: Conference Hall" in letter.text


def test_who_is_with_one_and_the_order_are_told_anew(panel):
    make_static_line(panel)
    send_briefs(panel.pk, by=None)
    arrive()
    dismiss(panel.appearances.get(minutes=7).pk, by=None)
    assert len(send_briefs(panel.pk, by=None)) == 2
    (letter,) = letters(recipient="second@people.example", state=MessageState.QUEUED)
    assert "– Order of speaking: 1, instead of: 2.\n– The panel has changed" in letter.text
    assert "FIRST" not in letter.text


def test_an_answer_a_name_of_a_room_and_a_title_write_no_further_brief(panel):
    send_briefs(panel.pk, by=None)
    panel.appearances.update(state=AppearanceState.CONFIRMED)
    panel.rooms.update(name={"en": "Hall Renamed"})
    panel.title = {"en": "Another title"}
    panel.save()
    with pytest.raises(NothingToBriefError):
        send_briefs(panel.pk, by=None)


def test_a_brief_that_has_not_gone_is_replaced_and_tells_of_no_change(panel):
    send_briefs(panel.pk, by=None)
    panel.appearances.filter(minutes=7).update(minutes=5)
    (brief,) = send_briefs(panel.pk, by=None)
    (letter,) = letters(about_id=brief.pk, recipient="leyla@people.example")
    assert "changed" not in letter.text
    former = letters(recipient="leyla@people.example", state=MessageState.CANCELLED)
    copies = letters(recipient="office@people.example", state=MessageState.CANCELLED)
    assert len(former) == len(copies) == 1


def test_of_a_row_that_kept_nothing_nothing_is_said_to_have_changed(panel):
    SpeakerBrief.objects.create(appearance=panel.appearances.get(minutes=7), number=1)
    assert len(send_briefs(panel.pk, by=None)) == 3
    (letter,) = letters(recipient="leyla@people.example")
    assert "changed" not in letter.text


def test_fellow_speakers_are_named_as_everybody_may_read_them(panel):
    hidden = make_participant(panel.conference, family_name="Secret", visibility=Visibility.HIDDEN, function="Envoy")
    make_appearance(panel, hidden)
    send_briefs(panel.pk, by=None)
    (letter,) = letters(recipient="leyla@people.example")
    assert "SECRET" not in letter.text
    assert "– Panellist: Envoy" in letter.text


def test_what_a_brief_told_before_the_first_release_no_release_tells_again(conference):
    session = make_session(conference, None)
    row = make_appearance(
        session, asked_with={"release": 0, "starts_at": None, "ends_at": None, "rooms": [], "role": "panellist"}
    )
    move(session, "10:00")
    send_briefs(session.pk, by=None)
    row.refresh_from_db()
    assert row.asked_with["starts_at"] == "2019-06-20T02:00:00+00:00"
    make_release(conference)
    assert not OutgoingMessage.objects.filter(purpose="agenda_change").exists()


def test_what_is_published_is_told_by_releases_and_no_brief_changes_that(conference):
    asked: dict[str, Any] = {"release": 0, "starts_at": None, "ends_at": None, "rooms": [], "role": "panellist"}
    row = make_appearance(make_session(conference), asked_with=asked)
    make_release(conference)
    send_briefs(row.session_id, by=None)
    row.refresh_from_db()
    assert row.asked_with == asked


def test_who_leads_stands_first_and_of_one_alone_no_order_is_told(conference):
    session = make_session(conference)
    make_appearance(session, make_participant(conference, family_name="Speaking", email="a@a.example"))
    make_appearance(
        session, make_participant(conference, family_name="Watching", email="b@b.example"), role=AppearanceRole.CHAIR
    )
    make_appearance(
        session, make_participant(conference, family_name="Leading", email="c@c.example"), role=AppearanceRole.MODERATOR
    )
    send_briefs(session.pk, by=None)
    (chair,) = letters(recipient="b@b.example")
    assert chair.text.index("LEADING") < chair.text.index("SPEAKING")
    (speaker,) = letters(recipient="a@a.example")
    assert "Order of speaking" not in speaker.text


def test_it_is_refused_where_there_is_nothing_to_be_briefed_for(conference):
    for session in (make_session(conference, None), make_session(conference, "09:00–10:00")):
        make_appearance(session)
        if session.starts_at:
            cancel_session(session.pk, by=None)
        with pytest.raises(BriefError):
            send_briefs(session.pk, by=None)
    over = make_session(conference, "11:00–12:00")
    make_appearance(over)
    set_clock(conference, "2019-06-20 12:00")
    with pytest.raises(BriefError):
        send_briefs(over.pk, by=None)
    assert letters() == []


def test_parked_after_its_release_it_is_told_as_it_was_published(panel):
    make_release(panel.conference)
    park_session(panel.pk, by=None)
    assert len(send_briefs(panel.pk, by=None)) == 3


def seen(session):
    """The fingerprint of what the page shows, not yet sent."""
    briefing = Briefing(session)
    found = [speaker_brief(briefing, plan, SpeakerBrief(appearance=plan.appearance)) for plan in briefing.due]
    return fingerprint_of(letter for letter in found if letter)


@pytest.mark.parametrize(
    "change",
    [
        lambda panel: panel.appearances.filter(minutes=7).update(minutes=5),
        lambda panel: type(panel).objects.filter(pk=panel.pk).update(title={"en": "Another title"}),
        lambda panel: panel.people.filter(family_name="Second").update(family_name="Renamed"),
        lambda panel: panel.people.filter(family_name="First").update(email="other@people.example"),
        lambda panel: panel.people.filter(family_name="First").update(office_email="other@people.example"),
        lambda panel: panel.appearances.filter(minutes=7).update(state=AppearanceState.CONFIRMED),
    ],
    ids=["minutes", "title", "name of a fellow", "address", "office", "what is asked"],
)
def test_what_is_sent_is_what_was_read(panel, officer, change):
    read = seen(panel)
    panel.people = panel.conference.participants
    change(panel)
    with pytest.raises(LostUpdateError):
        send_briefs(panel.pk, by=officer, fingerprint=read)
    assert letters() == []
    assert not SpeakerBrief.objects.exists()
    assert send_briefs(panel.pk, by=officer, fingerprint=seen(panel))


def test_a_letter_on_its_way_is_not_sent_again_once_another_tells_more(panel):
    send_briefs(panel.pk, by=None)
    leased = {"state": MessageState.SENDING, "lease_until": timezone.now() + datetime.timedelta(minutes=5)}
    OutgoingMessage.objects.filter(recipient="leyla@people.example").update(**leased)
    OutgoingMessage.objects.filter(recipient="office@people.example").update(state=MessageState.UNKNOWN)
    panel.appearances.filter(minutes=7).update(minutes=5)
    (brief,) = send_briefs(panel.pk, by=None)
    former = letters(state__in=[MessageState.SENDING, MessageState.UNKNOWN])
    assert len(former) == 2
    assert all(letter.expires_at <= timezone.now() for letter in former)
    (letter,) = letters(about_id=brief.pk, recipient="leyla@people.example")
    assert "– Your time: 5 min, instead of 7 min." in letter.text


def test_a_brief_is_of_no_use_once_the_session_is_over(panel):
    send_briefs(panel.pk, by=None)
    offset = panel.conference.demonstration_offset or datetime.timedelta()
    assert {letter.expires_at + offset for letter in letters()} == {panel.ends_at}


def test_who_has_two_parts_is_not_told_to_be_with_themselves(conference):
    session, person = make_session(conference), make_participant(conference, family_name="Twice", email="a@a.example")
    make_appearance(session, person, role=AppearanceRole.MODERATOR)
    keynote = make_appearance(session, person, role=AppearanceRole.KEYNOTE)
    other = make_appearance(session, make_participant(conference, family_name="Other", email="b@b.example"))
    send_briefs(session.pk, by=None)
    assert [letter.text.count("TWICE") for letter in letters(recipient="b@b.example")] == [2]
    for letter in letters(recipient="a@a.example"):
        assert "OTHER" in letter.text
        assert "TWICE" not in letter.text.partition("With you in the session:")[2]
    arrive()
    keynote.delete()
    assert [brief.appearance for brief in send_briefs(session.pk, by=None)] == [other]


def test_only_those_who_arrange_sessions_send_briefs(panel):
    with pytest.raises(NotPermittedError):
        send_briefs(panel.pk, by=make_officer(panel.conference, TeamRole.REGISTRATION))


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_a_worker_claims_meanwhile_counts_as_told():
    conference = make_conference()
    session = make_session(conference)
    make_appearance(session, minutes=7)
    send_briefs(session.pk, by=None)
    session.appearances.update(minutes=5)

    def brief():
        try:
            return send_briefs(session.pk, by=None)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as officer, transaction.atomic():
        letters_of_panel = OutgoingMessage.objects.filter(purpose="speaker_brief")
        letters_of_panel.update(state=MessageState.SENDING, lease_until=timezone.now() + datetime.timedelta(minutes=5))
        sent = officer.submit(brief)
        with pytest.raises(TimeoutError):
            sent.result(timeout=0.7)  # it waits for the worker
        transaction.on_commit(lambda: sent.result(timeout=20))
    (letter,) = letters(state=MessageState.QUEUED)
    assert "– Your time: 5 min, instead of 7 min." in letter.text


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_writes():
    conference = make_conference()
    session = make_session(conference)
    for _number in range(3):
        make_appearance(session)

    def press(_number):
        try:
            return len(send_briefs(session.pk, by=None))
        except NothingToBriefError:
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as officers:
        assert sorted(officers.map(press, range(4))) == [0, 0, 0, 3]
    assert len(letters()) == 3

"""The page of a panel: who has confirmed, what is outstanding, how it is made up, the briefs before they go."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda.actions.brief import send_briefs
from agenda.models import SpeakerBrief, SpeakerProfile
from agenda.states import AppearanceState
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import TeamRole
from registration.models import Visibility
from registration.states import RegistrationState
from tests.factories.agenda import make_appearance, make_release, make_session, make_static_line
from tests.factories.registration import make_participant, make_registration
from tests.registration.admin.reading import notices_of, send, text_of

pytestmark = pytest.mark.django_db


def page_of(session):
    return f"/admin/agenda/session/{session.pk}/panel/"


@pytest.fixture
def panel(conference):
    session = make_session(conference, title={"en": "Youth"})
    first = make_participant(conference, family_name="First", gender="man")
    make_appearance(session, first, state=AppearanceState.CONFIRMED)
    SpeakerProfile.objects.create(participant=first, biography={"en": "Words."}, portrait="a.jpg")
    make_appearance(session, make_participant(conference, family_name="Second", gender="man"), minutes=7)
    return session


def test_it_says_who_has_confirmed_and_what_is_outstanding_of_each(desk, panel):
    make_appearance(panel, state=AppearanceState.DECLINED)
    make_static_line(panel)
    text = text_of(desk.get(page_of(panel)))
    for words in (
        "1 of 2 Confirmed 0 of 2 Briefs sent 1 Biography outstanding 1 Portrait outstanding 1 Statement outstanding",
        "The session has no abstract yet.",
        "What is outstanding is asked for by Tuesday, 18 June.",
        "FIRST Adviser · Institute of Public Policy Panellist Confirmed Record an answer Statement not sent –",
        "Panellist 7 min Invited Record an answer Confirmation, biography, portrait not sent –",
        "Regrets Record an answer – – –",
        "Thomas Greminger Remarks Static line – – –",
    ):
        assert words in text


def test_each_letter_is_read_before_it_is_sent(desk, conference, panel):
    page = desk.get(page_of(panel))
    text = text_of(page)
    assert "Your part: panellist Your time: 7 minutes Order of speaking: 2" in text
    assert "Send 2 briefs" in text
    sent = send(desk, f"{page_of(panel)}briefs/", conference, fingerprint=page.context["fingerprint"])
    assert notices_of(sent) == ["2 briefs are written."]
    assert "has a brief of what holds now" in text_of(sent)
    assert "There is nothing to send." in text_of(sent)
    assert "Brief of a speaker" in text_of(sent)
    again = send(desk, f"{page_of(panel)}briefs/", conference, fingerprint=page.context["fingerprint"])
    assert notices_of(again) == ["Every speaker has a brief of what holds now; nothing was sent twice."]
    assert SpeakerBrief.objects.count() == OutgoingMessage.objects.count() == 2


def test_what_has_changed_since_the_page_was_shown_is_shown_again(desk, conference, panel):
    page = desk.get(page_of(panel))
    panel.appearances.filter(minutes=7).update(minutes=5)
    again = send(desk, f"{page_of(panel)}briefs/", conference, fingerprint=page.context["fingerprint"])
    assert notices_of(again) == [
        "Somebody else has changed this in the meantime; nothing was saved. Please look at it again."
    ]
    assert not OutgoingMessage.objects.exists()


def test_a_page_of_another_conference_sends_nothing(desk, other_conference, panel):
    fingerprint = desk.get(page_of(panel)).context["fingerprint"]
    send(desk, f"{page_of(panel)}briefs/", other_conference, fingerprint=fingerprint)
    assert not OutgoingMessage.objects.exists()


def test_balance_warns_of_one_sex_and_is_for_those_who_arrange_or_register(desk_of, panel):
    for role in TeamRole:
        text = text_of(desk_of(role).get(page_of(panel)))
        shown = role in {TeamRole.COORDINATOR, TeamRole.AGENDA, TeamRole.REGISTRATION, TeamRole.PROTOCOL}
        assert ("Everybody on this panel is of one sex." in text) is shown
        assert ("Men 2" in text) is shown


def test_only_those_who_arrange_send_and_record(desk_of, conference, panel):
    reader = desk_of(TeamRole.REGISTRATION)
    page = reader.get(page_of(panel))
    assert "Send 2 briefs" not in text_of(page)
    assert "Record an answer" not in text_of(page)
    refused = send(reader, f"{page_of(panel)}briefs/", conference, fingerprint=page.context["fingerprint"])
    assert refused.status_code == 403
    assert not OutgoingMessage.objects.exists()


def test_a_protected_person_is_named_to_few(desk, desk_of, conference, panel):
    hidden = make_participant(conference, family_name="Hidden-Name", function="Envoy", visibility=Visibility.HIDDEN)
    make_appearance(panel, hidden)
    text = text_of(desk.get(page_of(panel)))
    # A letter writes the name otherwise than a list.
    assert "hidden-name" not in text.casefold()
    assert text.count("Protected participant") == 2
    assert "HIDDEN-NAME" in text_of(desk_of(TeamRole.REGISTRATION).get(page_of(panel)))


def test_of_who_has_left_nothing_is_expected(desk, conference, panel):
    gone = make_registration(RegistrationState.WITHDRAWN, conference, person={"family_name": "Gone"}).participant
    make_appearance(panel, gone)
    text = text_of(desk.get(page_of(panel)))
    assert "1 of 2 Confirmed 0 of 2 Briefs sent" in text
    assert "Panellist No longer takes part Record an answer – – –" in text
    assert "Send 2 briefs" in text


def test_the_last_letter_is_the_speakers_own_and_not_the_copy(desk, panel):
    person = make_participant(panel.conference, email="own@people.example", office_email="office@people.example")
    make_appearance(panel, person)
    send_briefs(panel.pk, by=None)
    own = OutgoingMessage.objects.filter(recipient="own@people.example")
    own.update(state=MessageState.FAILED)
    OutgoingMessage.objects.filter(recipient="office@people.example").update(
        created_at=own.get().created_at + datetime.timedelta(seconds=1)
    )
    assert "Brief of a speaker Failed" in text_of(desk.get(page_of(panel)))


def test_a_draft_that_says_otherwise_is_told_of(desk, panel):
    make_release(panel.conference)
    assert "publish first" not in text_of(desk.get(page_of(panel)))
    make_appearance(panel)
    assert "publish first" in text_of(desk.get(page_of(panel)))


def test_without_a_time_the_page_says_why_nothing_can_be_sent(desk, conference):
    session = make_session(conference, None)
    assert "Nobody has been asked to speak in this session yet." in text_of(desk.get(page_of(session)))
    make_appearance(session)
    text = text_of(desk.get(page_of(session)))
    assert "The session has no time yet: there is little that a brief could say." in text


def test_it_is_nobody_elses(desk, other_conference):
    assert desk.get(page_of(make_session(other_conference))).status_code == 404


def test_it_costs_the_same_for_one_speaker_and_for_thirty(desk, conference):
    session = make_session(conference)
    counts = []
    for more in (1, 29):
        for _number in range(more):
            make_appearance(session, make_participant(conference, language="ru"))
        make_release(conference)
        desk.get(page_of(session))
        with CaptureQueriesContext(connection) as asked:
            desk.get(page_of(session))
        counts.append(len(asked))
    assert counts[0] == counts[1] < 45

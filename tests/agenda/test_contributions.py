"""What the agenda adds to the officer's first page and to a person's own pages."""

import pytest

from agenda.actions.schedule import schedule_session
from agenda.queries.counts import ProgrammeCounts, programme_counts
from agenda.states import AppearanceState, SessionState
from conference.correspondence.purposes import PURPOSES
from conference.registry import registry
from tests.factories.agenda import at, make_appearance, make_release, make_session, make_static_line
from tests.factories.conference import make_officer, make_user
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


def waiting(conference):
    officer = make_officer(conference)
    items = [item for card in registry.dashboard_cards for item in card.waiting(officer, conference)]
    ours = ("Speakers who have not answered", "Sessions without a time", "Sessions changed since the last release")
    return {str(item.label): item.count for item in items if str(item.label) in ours}


def test_the_programme_is_counted_in_one_query(conference, django_assert_num_queries):
    panel = make_session(conference)
    make_session(conference, None)
    make_session(conference, "15:00–16:00", state=SessionState.CANCELLED)
    for state in AppearanceState:
        make_appearance(panel, state=state)
    make_appearance(panel)
    make_static_line(panel)

    with django_assert_num_queries(1):
        counts = programme_counts(conference)

    assert counts == ProgrammeCounts(sessions=1, unscheduled=1, unconfirmed=2, regretted=1)


def test_the_officer_is_told_who_has_not_answered_and_what_is_not_yet_public(conference):
    session = make_session(conference)
    make_appearance(session)
    make_session(conference, None)
    assert waiting(conference) == {
        "Speakers who have not answered": 1,
        "Sessions without a time": 1,
        "Sessions changed since the last release": 1,
    }

    make_release(conference)
    assert waiting(conference)["Sessions changed since the last release"] == 0
    schedule_session(session.pk, starts_at=at("14:00"), ends_at=at("15:00"), rooms=[], by=None)
    assert waiting(conference)["Sessions changed since the last release"] == 1


def test_regrets_need_attention_and_lead_to_the_sessions_concerned(conference):
    make_appearance(make_session(conference), state=AppearanceState.DECLINED)
    officer = make_officer(conference)
    items = [item for card in registry.dashboard_cards for item in card.waiting(officer, conference)]
    [regrets] = [item for item in items if str(item.label) == "Regrets of speakers"]
    assert (regrets.count, regrets.tone, regrets.url.partition("?")[2]) == (1, "trouble", "status=regrets")


def test_the_speakers_page_is_for_speakers_and_their_private_offices(conference):
    person = make_participant(conference, email="leyla@people.example", office_email="office@people.example")
    make_appearance(make_session(conference), person)
    (own,) = [page for page in registry.own_pages if page.url_name == "agenda:speaking"]

    for address, is_for in (
        ("leyla@people.example", True),
        ("office@people.example", True),
        ("someone@people.example", False),
    ):
        assert own.is_for(make_user(address), conference) is is_for
    assert own.is_for(make_officer(conference), conference) is False


def test_the_invitation_to_speak_is_a_letter_that_the_secretariat_can_word(conference):
    purpose = PURPOSES["speaker_invitation"]

    assert purpose.is_link("speaking_link")
    assert purpose.allows("task")
    assert not purpose.allows("email")


def test_the_side_navigation_leads_to_sessions_and_releases(conference):
    make_session(conference)
    entries = [
        (entry.url_name, entry.count)
        for group in registry.navigation
        if group.key == "programme"
        for entry in group.entries(conference)
    ]

    assert ("admin:agenda_session_changelist", 1) in entries
    assert ("admin:agenda_release_changelist", None) in entries

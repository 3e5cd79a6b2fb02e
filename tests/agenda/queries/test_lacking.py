"""What a session lacks, by the database; and whether panels are of one sex, by both ways in which it is asked."""

from typing import Any

import pytest

from agenda.models import AppearanceRole, PaperKind, Session, SessionType, SpeakerRequests
from agenda.queries.balance import balance_of
from agenda.queries.lacking import lacks_of, still_to_come
from agenda.states import AppearanceState, SessionState
from conference.models import Conference
from registration.models import Visibility
from tests.factories.agenda import make_appearance, make_hall, make_paper, make_session, make_static_line
from tests.factories.conference import set_clock
from tests.factories.registration import make_participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
FULL: dict[str, Any] = {"abstract": {"en": "What it is about."}}


def lacking(session):
    """The keys of all that the session lacks."""
    held = Conference.objects.get(pk=session.conference_id)
    sessions = Session.objects.filter(still_to_come(held), pk=session.pk)
    return {lack.key for lack in lacks_of(held) if sessions.filter(lack.is_lacking).exists()}


def whole_session(conference, **changes):
    """A panel that lacks nothing."""
    session = make_session(conference, rooms=[make_hall(conference)], **FULL | changes)
    make_appearance(session, role=AppearanceRole.MODERATOR, brief_sent_at=session.created_at)
    return session


def test_a_whole_session_lacks_nothing(conference):
    assert lacking(whole_session(conference)) == set()


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"abstract": {}}, {"abstract"}),
        ({"languages": []}, {"languages"}),
    ],
)
def test_each_thing_that_is_not_there_is_lacking(conference, change, wanted):
    assert lacking(whole_session(conference, **change)) == wanted


def test_a_panel_lacks_who_leads_it_and_a_room(conference):
    assert lacking(make_session(conference, **FULL)) == {"moderator", "room"}
    # Regretted, it is as if nobody had been asked.
    session = make_session(conference, "14:00–15:00", rooms=[make_hall(conference)], **FULL)
    make_appearance(session, role=AppearanceRole.CHAIR, state=AppearanceState.DECLINED)
    assert lacking(session) == {"moderator"}
    make_static_line(session, role=AppearanceRole.CHAIR)
    assert lacking(session) == set()


def test_a_break_lacks_nothing_and_a_parked_panel_no_room(conference):
    assert lacking(make_session(conference, type=SessionType.BREAK, languages=[])) == set()
    assert lacking(make_session(conference, None, **FULL)) == {"moderator"}


def test_briefs_and_statements_are_owed_until_they_are_there(conference):
    session = whole_session(conference)
    speaker = make_appearance(session, state=AppearanceState.CONFIRMED)
    assert lacking(session) == {"brief", "statement"}
    paper = make_paper(speaker)
    assert lacking(session) == {"brief"}
    paper.ended_at = paper.uploaded_at
    paper.save()
    assert lacking(session) == {"brief", "statement"}
    speaker.state = AppearanceState.INVITED
    speaker.save()
    assert lacking(session) == {"brief"}
    speaker.state = AppearanceState.DECLINED
    speaker.save()
    assert lacking(session) == set()


def test_slides_are_no_statement_and_where_none_is_asked_none_is_owed(conference):
    session = whole_session(conference)
    given = {"brief_sent_at": session.created_at, "state": AppearanceState.CONFIRMED}
    speaker = make_appearance(session, **given)
    make_paper(speaker, kind=PaperKind.SLIDES)
    assert lacking(session) == {"statement"}
    SpeakerRequests.objects.create(conference=conference, asks_statement=False)
    assert lacking(session) == set()


def test_what_is_cancelled_or_over_lacks_nothing(conference):
    cancelled = make_session(conference, state=SessionState.CANCELLED)
    session = make_session(conference, "14:00–15:00")
    assert lacking(cancelled) == set()
    assert lacking(session)
    set_clock(conference, "2019-06-20 15:00")
    assert lacking(session) == set()


@pytest.mark.parametrize(
    ("genders", "is_single_sex", "all_known_alike"),
    [
        (["man", "мужчина"], True, False),
        (["woman", "ЭМЭГТЭЙ", "Female"], True, False),
        (["man", "woman"], False, False),
        (["man", "man", "non-binary"], False, False),
        (["non-binary", "non-binary"], False, False),
        (["man", "man", ""], False, True),
        (["man", ""], False, False),
        (["man"], False, False),
        ([], False, False),
    ],
)
def test_a_panel_is_of_one_sex_where_everybody_has_said_so(conference, genders, is_single_sex, all_known_alike):
    session = whole_session(conference)
    session.appearances.all().delete()
    for gender in genders:
        make_appearance(session, make_participant(conference, gender=gender))
    make_appearance(session, make_participant(conference, gender="woman"), state=AppearanceState.DECLINED)
    balance = balance_of(session)
    assert (balance.is_single_sex, balance.all_known_alike) == (is_single_sex, all_known_alike)
    assert ("single-sex" in lacking(session)) is is_single_sex


def test_of_static_lines_and_protected_persons_nothing_is_known(conference):
    for make in (
        lambda session: make_static_line(session, role=AppearanceRole.CHAIR),
        lambda session: make_appearance(
            session, make_participant(conference, gender="man", visibility=Visibility.HIDDEN)
        ),
    ):
        session = make_session(conference)
        for _number in range(2):
            make_appearance(session, make_participant(conference, gender="man"))
        assert balance_of(session).is_single_sex
        assert "single-sex" in lacking(session)
        make(session)
        assert balance_of(session).all_known_alike
        assert "single-sex" not in lacking(session)


def test_one_person_in_two_parts_is_no_panel(conference):
    session, person = make_session(conference), make_participant(conference, gender="man")
    make_appearance(session, person)
    make_appearance(session, person, role=AppearanceRole.MODERATOR)
    assert not balance_of(session).is_single_sex
    assert "single-sex" not in lacking(session)

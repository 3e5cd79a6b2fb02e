"""The list of speakers: what it shows, how it is cut, what it costs, for whom; and the file of it."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from agenda.actions.appoint import appoint
from agenda.actions.brief import send_briefs
from agenda.models import AppearanceRole
from agenda.states import AppearanceState, SessionState
from conference.correspondence.models import OutgoingMessage
from conference.jobs.models import FileMade
from conference.models import TeamRole
from registration.models import Visibility
from tests.factories.agenda import FRIDAY, make_appearance, make_paper, make_profile, make_session, make_static_line
from tests.factories.conference import set_clock
from tests.factories.registration import make_participant
from tests.registration.admin.reading import chips_of, rows_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
LIST = "/admin/agenda/speaker/"


def test_a_row_tells_answers_sessions_what_is_outstanding_and_the_last_letter(desk, conference):
    session = make_session(conference, title={"en": "Youth"})
    person = make_participant(conference, family_name="First")
    appoint(session.pk, participant=person, role=AppearanceRole.PANELLIST, by=None)
    other = make_session(conference, "09:00–10:00", day=FRIDAY, title={"en": "Media"})
    make_appearance(other, person, state=AppearanceState.CONFIRMED, role=AppearanceRole.KEYNOTE)
    text = text_of(desk.get(LIST))
    for words in (
        "Ms. Aigerim FIRST Adviser Institute of Public Policy",
        "Not answered Confirmed",
        "Youth Thursday, 20 June, 11:00 · panellist Media Friday, 21 June, 09:00 · keynote speaker",
        "Confirmation, biography, portrait, statement, brief not sent",
        "Invitation to speak Queued",
    ):
        assert words in text
    send_briefs(session.pk, by=None)
    send_briefs(other.pk, by=None)
    text = text_of(desk.get(LIST))
    assert "Brief of a speaker Queued" in text
    assert "brief not sent" not in text.partition("Speaker Answer")[2]


def test_a_letter_that_came_back_does_not_count_as_sent(desk, conference):
    session = make_session(conference, title={"en": "Youth"})
    appoint(session.pk, participant=make_participant(conference), role=AppearanceRole.PANELLIST, by=None)
    OutgoingMessage.objects.update(state="sent", sent_at=timezone.now(), came_back_at=timezone.now())
    assert "Invitation to speak Sent, and came back" in text_of(desk.get(LIST))
    panel = desk.get(reverse("admin:agenda_session_panel", args=[session.pk]))
    assert "Sent, and came back" in text_of(panel)


def test_whoever_was_never_asked_and_what_is_cancelled_or_over_is_not_counted(desk, conference):
    make_participant(conference)
    make_static_line(make_session(conference))
    make_appearance(make_session(conference, "14:00–15:00", state=SessionState.CANCELLED))
    assert rows_of(desk.get(LIST)) == []
    spoken = make_appearance(make_session(conference, "09:00–10:00"), state=AppearanceState.CONFIRMED)
    assert chips_of(desk.get(LIST)) == {
        "Confirmed": 1,
        "No biography": 1,
        "No portrait": 1,
        "Statement outstanding": 1,
        "Brief not sent": 1,
    }
    set_clock(conference, "2019-06-20 10:00")
    page = desk.get(LIST)
    assert (rows_of(page), chips_of(page)) == ([spoken.participant_id], {"Confirmed": 1})


@pytest.mark.parametrize(
    ("parameter", "value", "wanted"),
    [
        ("status", "invited", {"asked"}),
        ("status", "confirmed", {"whole", "bare"}),
        ("status", "declined", {"regrets"}),
        ("lacks", "biography", {"asked", "bare"}),
        ("lacks", "portrait", {"asked", "bare"}),
        ("lacks", "statement", {"bare"}),
        ("lacks", "brief", {"asked", "bare"}),
        ("status", "nonsense", {"asked", "whole", "bare", "regrets"}),
        ("lacks", "'", {"asked", "whole", "bare", "regrets"}),
    ],
)
def test_filters_show_only_what_they_name(desk, conference, parameter, value, wanted):
    session = make_session(conference)
    giving = make_participant(conference)
    whole = make_appearance(session, giving, state=AppearanceState.CONFIRMED, brief_sent_at=session.created_at)
    make_profile(giving)
    make_paper(whole)
    rows = {
        "whole": whole,
        "asked": make_appearance(session),
        "bare": make_appearance(session, state=AppearanceState.CONFIRMED),
        "regrets": make_appearance(session, state=AppearanceState.DECLINED),
    }
    assert set(rows_of(desk.get(LIST, {parameter: value}))) == {rows[name].participant_id for name in wanted}


def test_search_finds_by_name_and_nobody_who_is_withheld(desk, desk_of, conference):
    session = make_session(conference)
    found = make_appearance(session, make_participant(conference, family_name="Öberg"))
    hidden = make_participant(conference, family_name="Oberst", visibility=Visibility.HIDDEN)
    make_appearance(session, hidden)
    assert rows_of(desk.get(LIST, {"q": "ober"})) == [found.participant_id]
    page = desk.get(LIST)
    assert "OBERST" not in text_of(page)
    assert rows_of(page)[0] == hidden.pk
    assert set(rows_of(desk_of(TeamRole.REGISTRATION).get(LIST, {"q": "ober"}))) == {found.participant_id, hidden.pk}


def test_of_who_regretted_no_brief_is_outstanding(desk, conference):
    make_appearance(make_session(conference), state=AppearanceState.DECLINED)
    text = text_of(desk.get(LIST)).partition("Speaker Answer")[2]
    assert "Regrets" in text
    assert "rief not sent" not in text


@pytest.mark.parametrize("count", [1, 100])
def test_the_list_costs_the_same_for_one_and_for_a_hundred(desk, conference, django_assert_max_num_queries, count):
    session = make_session(conference)
    for _number in range(count):
        make_appearance(session)
    desk.get(LIST)
    with django_assert_max_num_queries(15):
        assert len(rows_of(desk.get(LIST))) == min(count, 50)


@pytest.mark.parametrize("role", TeamRole)
def test_every_officer_reads_the_speakers_of_their_conference_alone(desk_of, conference, other_conference, role):
    mine = make_appearance(make_session(conference))
    make_appearance(make_session(other_conference))
    page = desk_of(role).get(LIST)
    assert rows_of(page) == [mine.participant_id]
    may_open = role in {TeamRole.COORDINATOR, TeamRole.AGENDA}
    assert (f"/admin/agenda/session/speakers/{mine.participant_id}/" in page.content.decode()) is may_open
    may_take = may_open or role in {TeamRole.REGISTRATION, TeamRole.PROTOCOL}
    assert ("As a file" in text_of(page)) is may_take


def file_of(client, conference, query=""):
    answer = client.post(
        f"{LIST}as-a-file/{query}",
        {
            "_conference": str(conference.pk),
            "do": "make",
            "reason": "For the briefing",
            "form": "csv",
            "column": ["name", "email", "answers", "sessions", "outstanding", "last_letter"],
        },
    )
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=","))


def test_the_list_is_taken_as_a_file(desk, conference):
    session = make_session(conference, title={"en": "Youth"})
    asked = make_participant(conference, family_name="Asked", email="asked@people.example")
    appoint(session.pk, participant=asked, role=AppearanceRole.PANELLIST, by=None)
    make_appearance(session, state=AppearanceState.DECLINED)
    hidden = make_participant(conference, family_name="Secret", visibility=Visibility.HIDDEN, email="secret@p.example")
    make_appearance(session, hidden)
    text = "\n".join("|".join(row) for row in file_of(desk, conference, "?status=invited"))
    assert "Ms. Aigerim ASKED|asked@people.example|Not answered: 1|Youth (panellist, Thursday, 20 June, 11:00)|" in text
    assert "Confirmation, biography, portrait, brief not sent|Invitation to speak: queued" in text
    assert "Protected participant||Not answered: 1|" in text
    assert "Regrets" not in text
    assert "SECRET" not in text
    assert FileMade.objects.get().rows == 2

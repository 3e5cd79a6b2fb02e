"""The list of sessions: what it shows, how it is cut, what it costs, for whom."""

from typing import Any

import pytest

from agenda.models import AppearanceRole, SessionType
from agenda.states import AppearanceState, SessionState
from conference.models import TeamRole, Topic
from tests.factories.agenda import FRIDAY, make_appearance, make_session, make_static_line
from tests.factories.registration import make_participant
from tests.registration.admin.reading import chips_of, rows_of, text_of

LIST = "/admin/agenda/session/"


def test_a_row_tells_when_what_where_and_who_has_not_answered(desk, conference, hall):
    session = make_session(conference, "09:00–10:30", rooms=[hall], number=1, title={"en": "Youth"})
    make_appearance(session)
    make_appearance(session, state=AppearanceState.DECLINED)
    make_static_line(session, role=AppearanceRole.CHAIR)
    text = text_of(desk.get(LIST))
    assert "Thursday, 20 June 09:00–10:30 Youth Thematic panel 1 Conference Hall 2 1 to confirm Scheduled" in text


@pytest.mark.parametrize("count", [1, 100])
def test_the_list_costs_the_same_for_one_and_for_a_hundred(
    desk, conference, hall, django_assert_max_num_queries, count
):
    for number in range(count):
        make_appearance(make_session(conference, "09:00–10:30" if number % 2 else None, number=number))
    desk.get(LIST)
    with django_assert_max_num_queries(16):
        assert len(rows_of(desk.get(LIST))) == min(count, 50)


def test_chips_count_days_what_is_open_and_types(desk, conference):
    make_appearance(make_session(conference))
    make_session(conference, day=FRIDAY, type=SessionType.PLENARY)
    make_session(conference, None)
    make_session(conference, state=SessionState.CANCELLED)
    assert chips_of(desk.get(LIST)) == {
        "Thursday, 20 June": 2,
        "Friday, 21 June": 1,
        "Speakers to confirm": 1,
        "Not scheduled": 1,
        "Cancelled": 1,
        "No chair or moderator": 3,
        "No abstract": 3,
        "No room": 2,
        "Brief not sent": 1,
        "Plenary session": 1,
        "Thematic panel": 3,
    }


@pytest.mark.parametrize(
    ("parameter", "value", "wanted"),
    [
        ("day", "2019-06-21", "friday"),
        ("status", "to-confirm", "open"),
        ("status", "regrets", "friday"),
        ("status", "unscheduled", "parked"),
        ("status", "cancelled", "cancelled"),
        ("type", "press", "friday"),
    ],
)
def test_filters_show_only_what_they_name(desk, conference, parameter, value, wanted):
    rows = {
        "open": make_session(conference),
        "friday": make_session(conference, "00:30–01:00", day=FRIDAY, type=SessionType.PRESS),
        "parked": make_session(conference, None),
        "cancelled": make_session(conference, state=SessionState.CANCELLED),
    }
    make_appearance(rows["open"])
    make_appearance(rows["friday"], state=AppearanceState.DECLINED)
    assert rows_of(desk.get(LIST, {parameter: value})) == [rows[wanted].pk]


@pytest.mark.parametrize(
    ("lacks", "wanted"),
    [
        ("moderator", {"bare", "asked"}),
        ("abstract", {"bare"}),
        ("room", {"bare"}),
        ("languages", {"bare"}),
        ("brief", {"asked"}),
        ("statement", {"asked"}),
        ("single-sex", {"led"}),
    ],
)
def test_what_is_lacking_is_asked_for(desk, conference, hall, lacks, wanted):
    full: dict[str, Any] = {"abstract": {"en": "Words."}, "rooms": [hall]}
    rows = {
        "bare": make_session(conference, languages=[]),
        "asked": make_session(conference, "14:00–15:00", **full),
        "led": make_session(conference, "16:00–17:00", **full),
        "break": make_session(conference, "18:00–18:30", type=SessionType.BREAK, languages=[]),
    }
    make_appearance(rows["asked"], state=AppearanceState.CONFIRMED)
    for role in (AppearanceRole.CHAIR, AppearanceRole.MODERATOR):
        woman = make_participant(conference, gender="woman")
        make_appearance(rows["led"], woman, role=role, brief_sent_at=rows["led"].created_at)
    page = desk.get(LIST, {"lacks": lacks})
    assert set(rows_of(page)) == {rows[name].pk for name in wanted}


def test_how_panels_are_made_up_is_for_those_who_arrange_or_register(desk_of, conference):
    session = make_session(conference)
    for _number in range(2):
        make_appearance(session, make_participant(conference, gender="man"))
    make_session(conference, "14:00–15:00")
    for role in TeamRole:
        page = desk_of(role).get(LIST, {"lacks": "single-sex"})
        shown = role in {TeamRole.COORDINATOR, TeamRole.AGENDA, TeamRole.REGISTRATION, TeamRole.PROTOCOL}
        assert (chips_of(page).get("Single-sex panel") == 1) is shown
        assert (len(rows_of(page)) == 1) is shown


def test_topics_are_the_conferences_own(desk, conference, other_conference):
    topic = Topic.objects.create(conference=conference, name={"en": "Media"})
    Topic.objects.create(conference=other_conference, name={"en": "Elsewhere"})
    session = make_session(conference, topic=topic)
    make_session(conference)
    page = desk.get(LIST, {"topic": str(topic.pk)})
    assert rows_of(page) == [session.pk]
    assert "Elsewhere" not in text_of(page)


@pytest.mark.parametrize("value", ["nonsense", "'", "2019-99-99"])
@pytest.mark.parametrize("parameter", ["day", "status", "lacks", "type", "topic"])
def test_a_made_up_filter_breaks_nothing(desk, conference, parameter, value):
    session = make_session(conference)
    assert rows_of(desk.get(LIST, {parameter: value})) == [session.pk]


@pytest.mark.parametrize("words", ["youth", "нээлт", "МОЛОДЁЖЬ"])
def test_search_finds_titles_in_any_language(desk, conference, words):
    found = make_session(conference, title={"en": "Youth", "mn": "Нээлт", "ru": "Молодёжь"})
    make_session(conference, title={"en": "Other"})
    assert rows_of(desk.get(LIST, {"q": words})) == [found.pk]


@pytest.mark.parametrize("role", TeamRole)
def test_every_officer_reads_the_sessions_of_their_conference_alone(desk_of, conference, other_conference, role):
    mine = make_session(conference)
    make_session(other_conference)
    assert rows_of(desk_of(role).get(LIST)) == [mine.pk]

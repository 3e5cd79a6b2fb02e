"""The page of conflicts, its acknowledgements, and what it is found from."""

from typing import Any

import pytest
from django.urls import reverse

from agenda.actions.acknowledge import acknowledge_conflict, withdraw_acknowledgement
from agenda.actions.schedule import schedule_session
from agenda.conflicts import open_conflicts, standing_of
from agenda.models import (
    AcknowledgedConflict,
    AppearanceRole,
    InterpreterTeam,
    SessionType,
    Unavailability,
    WalkingTime,
)
from conference.models import TeamRole
from registration.models import Visibility
from tests.agenda.admin.forms import answers_of, save
from tests.factories.agenda import (
    at,
    make_absence,
    make_appearance,
    make_hall,
    make_session,
    make_static_line,
    make_team,
)
from tests.factories.conference import make_officer, make_venue
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db
PAGE = "/admin/agenda/acknowledgedconflict/"


@pytest.fixture
def leyla(conference):
    return make_participant(conference, courtesy="Ms.", given_names="Leyla", family_name="Aslanbeyli", language="en")


@pytest.fixture
def twice(conference, leyla):
    """The second of two sessions in which Leyla is at once."""
    panels = [
        make_session(conference, title={"en": "Youth"}),
        make_session(conference, "12:00–13:00", title={"en": "Dialogue"}),
    ]
    for panel in panels:
        make_appearance(panel, role=AppearanceRole.MODERATOR)
        make_appearance(panel, leyla)
    return panels[1]


def text_of(page: Any) -> str:
    return " ".join(page.content.decode().split())


def acknowledge(client, conference, **answers):
    (conflict,) = open_conflicts(conference)
    given = {"_conference": str(conference.pk), "key": conflict.key, "reason": "She leaves at noon."} | answers
    return client.post(f"{PAGE}acknowledge/", given, follow=True)


def test_a_conflict_is_said_in_a_sentence_with_the_ways_to_mend_it(desk, twice):
    page = text_of(desk.get(PAGE))
    assert "One conflict is neither mended nor acknowledged." in page
    assert "Thursday, 20 June" in page
    assert "Ms. Leyla ASLANBEYLI is in “Youth” (11:00–12:30) and in “Dialogue” (12:00–13:00) at the same time." in page
    assert reverse("admin:agenda_session_change", args=[twice.pk]) in page
    answer = twice.appearances.get(participant__family_name="Aslanbeyli")
    assert reverse("admin:agenda_session_answer", args=[answer.pk]) in page


def test_it_is_acknowledged_with_a_reason_and_the_page_says_by_whom(desk, conference, twice):
    page = text_of(acknowledge(desk, conference))
    assert "The conflict is acknowledged, until anything of it changes." in page
    assert "No conflict is open: nothing here holds back a release." in page
    assert "She leaves at noon." in page
    assert "Bolormaa · " in page

    kept = AcknowledgedConflict.objects.get()
    answer = desk.post(f"{PAGE}{kept.pk}/withdraw/", {"_conference": str(conference.pk)}, follow=True)
    assert "The acknowledgement is withdrawn; the conflict is open again." in text_of(answer)
    assert "Withdrawn by Bolormaa on " in text_of(answer)
    assert len(open_conflicts(conference)) == 1


def test_without_a_reason_the_page_says_so_where_it_is_lacking(desk, conference, twice):
    page = acknowledge(desk, conference, reason=" ")
    assert "Please give the reason in a few words" in text_of(page)
    assert '<details class="conflict-acknowledge" open>' in text_of(page)
    assert not AcknowledgedConflict.objects.exists()


def test_what_was_mended_meanwhile_is_not_acknowledged(desk, conference, twice):
    (conflict,) = open_conflicts(conference)
    schedule_session(twice.pk, starts_at=at("12:30"), ends_at=at("13:00"), rooms=[], by=None)
    given = {"_conference": str(conference.pk), "key": conflict.key, "reason": "She leaves at noon."}
    assert "This conflict is no longer there" in text_of(desk.post(f"{PAGE}acknowledge/", given, follow=True))


def test_a_form_of_another_conference_changes_nothing(desk, conference, other_conference, twice):
    page = acknowledge(desk, conference, _conference=str(other_conference.pk))
    assert "This form belongs to another conference. Nothing was changed." in text_of(page)
    assert len(open_conflicts(conference)) == 1
    kept = acknowledge_conflict(conference.pk, open_conflicts(conference)[0].key, reason="Known.", by=None)
    desk.post(f"{PAGE}{kept.pk}/withdraw/", {"_conference": str(other_conference.pk)})
    assert open_conflicts(conference) == ()


def test_whoever_does_not_schedule_reads_and_changes_nothing(desk_of, conference, twice):
    observer = desk_of(TeamRole.OBSERVER)
    assert "Let it stand" not in text_of(observer.get(PAGE))
    assert "Your role in this conference does not permit that." in text_of(acknowledge(observer, conference))
    assert "Your role in this conference does not permit that." in text_of(acknowledge(observer, conference, reason=""))
    assert len(open_conflicts(conference)) == 1


def test_another_hosts_acknowledgement_is_not_there(desk_of, conference, other_conference, twice):
    kept = acknowledge_conflict(conference.pk, open_conflicts(conference)[0].key, reason="Known.", by=None)
    theirs = desk_of(TeamRole.COORDINATOR, of=other_conference)
    answer = theirs.post(f"{PAGE}{kept.pk}/withdraw/", {"_conference": str(other_conference.pk)})
    assert answer.status_code == 404


def test_what_holds_no_longer_stays_on_record(desk, conference, twice):
    acknowledge(desk, conference)
    schedule_session(twice.pk, starts_at=at("12:30"), ends_at=at("13:00"), rooms=[], by=None)
    page = text_of(desk.get(PAGE))
    assert "The conflict was mended, or something of it has changed since." in page
    assert "Nothing in the programme contradicts itself" in page


def test_a_protected_person_is_named_to_few_and_the_reason_is_theirs_too(desk, desk_of, conference, leyla, twice):
    leyla.visibility = Visibility.HIDDEN
    leyla.save()
    make_absence(leyla, "11:00–12:00", note="Her flight from Baku")
    officer = make_officer(conference, TeamRole.AGENDA, email="other@secretariat.example")
    for conflict in open_conflicts(conference):
        acknowledge_conflict(conference.pk, conflict.key, reason="Leyla knows.", by=officer)
    withdraw_acknowledgement(AcknowledgedConflict.objects.earliest("pk").pk, by=officer)
    page = text_of(desk.get(PAGE))
    assert "Protected participant is in “Youth”" in page
    for secret in ("Leyla", "ASLANBEYLI", "Baku"):
        assert secret not in page
    told = text_of(desk_of(TeamRole.AGENDA, TeamRole.REGISTRATION).get(PAGE))
    assert "Leyla knows." in told
    assert "Her flight from Baku" in told


def test_every_kind_has_its_sentence(desk, conference, leyla):
    small, far = make_hall(conference, seats_at_table=10), make_venue(conference)
    everybody: dict[str, Any] = {"type": SessionType.SOCIAL, "is_whole_conference": True}
    sessions = [
        make_session(conference, "09:00–10:00", title={"en": "Photograph"}, **everybody),
        make_session(conference, "09:30–10:30", title={"en": "Dialogue"}, rooms=[small], capacity=11, languages=["mn"]),
        make_session(conference, "10:35–11:30", title={"en": "Cities"}, rooms=[far.rooms.create(name={"en": "Onon"})]),
        make_session(conference, "11:00–12:00", title={"en": "Youth"}),
    ]
    for session in sessions[1:]:
        make_appearance(session, leyla, role=AppearanceRole.CHAIR)
    for session in sessions[:2]:
        make_static_line(session, "Thomas Greminger")
    make_absence(leyla, "11:45–13:00", note="Another meeting")
    make_team(conference, *sessions, languages=["ru"], minutes_a_day=100, minutes_without_rest=90)
    page = text_of(desk.get(PAGE))
    for sentence in (
        "Ms. Leyla ASLANBEYLI leads “Cities” (10:35–11:30) and “Youth” (11:00–12:00) at the same time.",
        "is in “Youth” (11:00–12:00), but is not available from Thursday, 20 June, 11:45 to Thursday, 20 June, 13:00.",
        "Another meeting",
        "has 5 min from the end of “Dialogue” (09:30–10:30)",
        "in Onon; the way takes 20 min.",
        "“Dialogue” (09:30–10:30) is held in Mongolian, but of Ms. Leyla ASLANBEYLI we know only: English;",
        "The interpreters “Team A” work in “Photograph” (09:00–10:00) and in “Dialogue” (09:30–10:30)",
        "The interpreters “Team A” work for 3 h 55 min on this day; at most 1 h 40 min are agreed.",
        "The interpreters “Team A” work for 3 h without a rest; at most 1 h 30 min are agreed.",
        "None of the interpreters of “Dialogue” (09:30–10:30) works in: Mongolian.",
        "“Photograph” (09:00–10:00) is for the whole conference; “Dialogue” (09:30–10:30) is held beside it.",
        "11 may enter “Dialogue” (09:30–10:30)",
        "A static line names Thomas Greminger both in “Photograph” (09:00–10:00)",
    ):
        assert sentence in page
    kinds = {each.kind for each in standing_of(conference).conflicts}
    assert len(kinds) == 11


def test_a_session_shows_its_own_conflicts(desk, conference, twice):
    other = make_session(conference, "15:00–16:00", type=SessionType.SIDE_EVENT)
    assert "Conflicts of this session" in text_of(desk.get(reverse("admin:agenda_session_change", args=[twice.pk])))
    assert "Conflicts of this session" not in text_of(desk.get(reverse("admin:agenda_session_change", args=[other.pk])))


def test_the_first_page_and_the_navigation_count_what_is_open(desk, conference, twice):
    page = text_of(desk.get("/admin/"))
    assert "Conflicts in the programme" in page
    assert '<span>Conflicts</span> <span class="side-count">1</span>' in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_thirty(desk, conference, leyla, count, django_assert_max_num_queries):
    for number in range(count):
        session = make_session(conference, f"09:{number:02}–20:00")
        make_appearance(session, make_participant(conference))
    standing_of(conference)
    with django_assert_max_num_queries(16):
        assert desk.get(PAGE).status_code == 200


def test_interpreters_are_entered_and_assigned_on_the_page_of_a_session(desk, conference, twice):
    url = reverse("admin:agenda_interpreterteam_add")
    fields = {"name": "Team A", "languages": ["mn", "en"], "minutes_a_day": "360"}
    page = save(desk, url, conference, **fields, minutes_without_rest="180", rest_minutes="20")
    assert page.status_code == 200
    team = InterpreterTeam.objects.get()
    save(desk, reverse("admin:agenda_session_change", args=[twice.pk]), conference, interpreters=[str(team.pk)])
    assert list(twice.interpreter_teams.all()) == [team]
    again = save(desk, url, conference, **fields, minutes_without_rest="180", rest_minutes="20")
    assert "There is a team with this name already." in text_of(again)
    assert "Team A" in text_of(desk.get(reverse("admin:agenda_interpreterteam_changelist")))


def test_no_team_of_another_conference_is_assigned(desk, conference, other_conference, twice):
    theirs = make_team(other_conference)
    save(desk, reverse("admin:agenda_session_change", args=[twice.pk]), conference, interpreters=[str(theirs.pk)])
    assert not twice.interpreter_teams.exists()


def test_a_time_of_absence_is_entered_for_a_person_of_the_conference(desk, conference, other_conference, leyla):
    url = reverse("admin:agenda_unavailability_add")
    times = {"starts_at_0": "2019-06-20", "starts_at_1": "09:00", "ends_at_0": "2019-06-20", "ends_at_1": "13:40"}
    stranger = make_participant(other_conference)
    save(desk, url, conference, participant=str(stranger.pk), **times, note="Arrives late")
    assert not Unavailability.objects.exists()
    backwards = times | {"ends_at_1": "08:00"}
    page = save(desk, url, conference, participant=str(leyla.pk), **backwards)
    assert "The person must be available again after the time begins." in text_of(page)
    save(desk, url, conference, participant=str(leyla.pk), **times, note="Arrives late")
    entered = Unavailability.objects.get()
    assert entered.starts_at.astimezone(conference.zone).strftime("%H:%M") == "09:00"
    listed = text_of(desk.get(reverse("admin:agenda_unavailability_changelist")))
    assert "Ms. Leyla ASLANBEYLI" in listed
    assert "Thursday, 20 June, 13:40" in listed


def test_of_a_protected_persons_absence_the_hours_alone_are_shown(desk, desk_of, conference, leyla):
    leyla.visibility = Visibility.HIDDEN
    leyla.save()
    away = make_absence(leyla, "09:00–11:00", note="Her flight from Baku")
    change = reverse("admin:agenda_unavailability_change", args=[away.pk])
    for url in (reverse("admin:agenda_unavailability_changelist"), change):
        page = text_of(desk.get(url))
        assert "Protected participant" in page
        assert "Leyla" not in page
        assert "Baku" not in page
    assert "note" not in answers_of(desk.get(change))
    assert "Her flight from Baku" in text_of(desk_of(TeamRole.AGENDA, TeamRole.REGISTRATION).get(change))


def test_a_way_is_entered_once_and_with_two_ends_or_none(desk, conference):
    palace, hotel = (make_venue(conference, name={"en": name}) for name in ("Palace", "Hotel"))
    url = reverse("admin:agenda_walkingtime_add")
    ends = {"first": str(palace.pk), "second": str(hotel.pk)}
    one_end = save(desk, url, conference, first=str(palace.pk), second="", minutes="10")
    assert "Choose both venues, or neither." in text_of(one_end)
    save(desk, url, conference, **ends, minutes="10")
    back = save(desk, url, conference, first=ends["second"], second=ends["first"], minutes="12")
    assert "The time for this way is entered already; change it there." in text_of(back)
    save(desk, url, conference, first="", second="", minutes="15")
    assert WalkingTime.objects.count() == 2
    listed = text_of(desk.get(reverse("admin:agenda_walkingtime_changelist")))
    assert "Palace – Hotel" in listed
    assert "Between any two venues" in listed


def test_a_way_that_is_entered_takes_another_time(desk, conference):
    palace, hotel = (make_venue(conference, name={"en": name}) for name in ("Palace", "Hotel"))
    ways = [
        WalkingTime.objects.create(conference=conference, first=palace, second=hotel, minutes=10),
        WalkingTime.objects.create(conference=conference, minutes=15),
    ]
    for way in ways:
        save(desk, reverse("admin:agenda_walkingtime_change", args=[way.pk]), conference, minutes="20")
    assert list(WalkingTime.objects.values_list("minutes", "version")) == [(20, 2), (20, 2)]


def test_who_deletes_a_team_reads_which_sessions_lose_it(desk, conference):
    team = make_team(conference, make_session(conference, title={"en": "Dialogue"}), name="Booth A")

    text = desk.get(reverse("admin:agenda_interpreterteam_delete", args=[team.pk])).content.decode()

    assert "Sessions that lose their interpreters" in text
    assert "Dialogue" in text
    assert "relationship" not in text

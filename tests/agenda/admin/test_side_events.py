"""The officer's list of proposed side events, the page of one, the decisions with their letters, and the call."""

import pytest
from django.urls import reverse

from agenda.models import Session, SideEventCall, SideEventEquipment, SideEventProposal
from agenda.states import SideEventState
from conference.correspondence.models import OutgoingMessage
from conference.models import TeamRole
from registration.models import Participant, Visibility
from tests.factories.side_events import make_call, make_equipment, make_host_delegation, make_proposal, propose
from tests.registration.admin.reading import send, text_of

pytestmark = pytest.mark.django_db
S = SideEventState
LIST = reverse("admin:agenda_sideeventproposal_changelist")
CALL = reverse("admin:agenda_sideeventproposal_call")


@pytest.fixture
def desk(desk_of):
    return desk_of(TeamRole.AGENDA)


@pytest.fixture
def proposal(conference):
    return make_proposal(conference)


def page_of(proposal):
    return reverse("admin:agenda_sideeventproposal_change", args=[proposal.pk])


def decide(proposal, key):
    return reverse("admin:agenda_sideeventproposal_decide", args=[proposal.pk, key])


def hide(proposal):
    Participant.objects.filter(pk=proposal.participant_id).update(visibility=Visibility.HIDDEN)


def test_the_list_counts_and_is_cut_by_status(desk, conference, proposal):
    other = make_proposal(conference, "Lakeland Trust")
    SideEventProposal.objects.filter(pk=other.pk).update(state=S.DECLINED, reason="No room.")
    page = text_of(desk.get(LIST))
    assert "Undecided 1" in page
    assert "Not accepted 1" in page
    assert page.index("Steppe Dialogue Centre") < page.index("Lakeland Trust")
    cut = text_of(desk.get(LIST, {"status": "declined"}))
    assert ("Lakeland Trust" in cut, "Steppe Dialogue Centre" in cut) == (True, False)
    assert "Lakeland Trust" in text_of(desk.get(LIST, {"status": "made-up"}))
    assert "Lakeland Trust" not in text_of(desk.get(LIST, {"q": "dialogue"}))


@pytest.mark.parametrize("count", [1, 100])
def test_the_list_costs_the_same_for_one_and_for_a_hundred(desk, conference, django_assert_max_num_queries, count):
    for number in range(count):
        make_proposal(conference, f"Centre {number}")
    desk.get(LIST)
    with django_assert_max_num_queries(15):
        assert desk.get(LIST).status_code == 200


def test_the_navigation_and_the_first_page_count_what_waits(desk, proposal):
    page = text_of(desk.get(reverse("admin:index")))
    assert "Side events to decide" in page


def test_the_page_says_what_is_proposed_by_whom_and_what_was_written(desk, proposal):
    page = text_of(desk.get(page_of(proposal)))
    for text in ("Youth Voices from the Steppe", "Steppe Dialogue Centre", "Bat-Erdene Sarantuya", "Accept", "Decline"):
        assert text in page
    assert "your proposal of a side event" in page


def test_the_letter_is_shown_before_it_goes_and_then_the_session_is_made(desk, conference, proposal):
    url = decide(proposal, "accept")
    assert "Steppe Dialogue Centre" in desk.get(url).content.decode()
    given = {"organiser_en": "Steppe Dialogue Centre", "reason": "Welcome.", "seen_version": "1"}
    shown = send(desk, url, conference, **given)
    assert "Nothing has been sent yet" in text_of(shown)
    assert "Welcome." in text_of(shown)
    assert not Session.objects.exists()
    send(desk, url, conference, **given, send="1")
    session = Session.objects.get()
    assert str(session.organiser) == "Steppe Dialogue Centre"
    assert OutgoingMessage.objects.filter(purpose="side_event_accepted").count() == 1
    beside = text_of(desk.get(reverse("admin:agenda_session_change", args=[session.pk])))
    assert "Proposed by" in beside
    assert reverse("admin:agenda_session_change", args=[session.pk]) in desk.get(page_of(proposal)).content.decode()


def test_a_room_without_a_time_and_a_day_without_an_hour_are_told(desk, conference, hall, proposal):
    url = decide(proposal, "accept")
    page = text_of(send(desk, url, conference, room=str(hall.pk), seen_version="1", send="1"))
    assert "give day and begin as well" in page
    page = text_of(send(desk, url, conference, day="2019-06-20", seen_version="1", send="1"))
    assert "Give day and begin" in page
    assert not Session.objects.exists()


def test_it_is_placed_at_once_where_a_slot_is_chosen(desk, conference, hall, proposal):
    send(
        desk,
        decide(proposal, "accept"),
        conference,
        day="2019-06-20",
        begins="13:00",
        room=str(hall.pk),
        seen_version="1",
        send="1",
    )
    session = Session.objects.get()
    assert [booking.room for booking in session.bookings.all()] == [hall]


def test_without_a_reason_nothing_is_declined(desk, conference, proposal):
    url = decide(proposal, "decline")
    assert "This field is required" in text_of(send(desk, url, conference, reason="", seen_version="1", send="1"))
    send(desk, url, conference, reason="No room is left.", seen_version="1", send="1")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == (S.DECLINED, "No room is left.")


def test_a_stale_page_is_refused_with_what_was_typed(desk, conference, proposal):
    SideEventProposal.objects.filter(pk=proposal.pk).update(version=2)
    page = send(desk, decide(proposal, "decline"), conference, reason="No room is left.", seen_version="1", send="1")
    assert "Somebody else has changed this" in text_of(page)
    assert "No room is left." in page.content.decode()


def test_changes_are_asked_for_until_a_moment(desk, conference, proposal):
    url = decide(proposal, "ask")
    given = {"reason": "Shorter, please.", "until_day": "2019-06-05", "until_time": "18:00", "seen_version": "1"}
    send(desk, url, conference, **given, send="1")
    proposal.refresh_from_db()
    assert proposal.state == S.CHANGES_ASKED
    assert proposal.changes_until.astimezone(conference.zone).strftime("%d %H:%M") == "05 18:00"


def test_what_the_table_does_not_have_leads_back(desk, proposal):
    assert desk.get(decide(proposal, "reconsider")).url == page_of(proposal)
    assert desk.get(decide(proposal, "made-up")).status_code == 404


def test_the_page_of_another_conference_decides_nothing(desk, conference, other_conference, proposal):
    page = send(desk, decide(proposal, "decline"), other_conference, reason="No.", seen_version="1", send="1")
    assert "belongs to another conference" in text_of(page)
    proposal.refresh_from_db()
    assert proposal.state == S.PROPOSED


def test_of_a_protected_person_only_who_may_know_who_it_is_reads_and_decides(desk, desk_of, proposal):
    hide(proposal)
    page = text_of(desk.get(page_of(proposal)))
    listed = text_of(desk.get(LIST))
    for text in ("Youth Voices", "Steppe Dialogue Centre", "Bat-Erdene"):
        assert text not in page
        assert text not in listed
    assert "Protected participant" in listed
    assert "Protected participant" not in text_of(desk.get(LIST, {"q": "Youth"}))
    assert desk.get(decide(proposal, "accept")).status_code == 403
    both = desk_of(TeamRole.AGENDA, TeamRole.REGISTRATION)
    assert "Youth Voices" in text_of(both.get(page_of(proposal)))
    assert both.get(decide(proposal, "accept")).status_code == 200


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.REGISTRATION])
def test_who_does_not_arrange_the_programme_reads_alone(desk_of, proposal, role):
    reader = desk_of(role)
    assert "Youth Voices" in text_of(reader.get(page_of(proposal)))
    assert decide(proposal, "accept") not in reader.get(page_of(proposal)).content.decode()
    assert reader.get(decide(proposal, "accept")).status_code == 403
    assert reader.get(CALL).status_code == 403


def test_the_call_is_said_on_the_venues_clock(desk, conference):
    given = {
        "is_offered": "on",
        "opens_day": "2019-06-03",
        "opens_time": "09:00",
        "closes_day": "2019-06-07",
        "closes_time": "18:00",
        "longest_minutes": "75",
        "longest_text": "1500",
        "explanation_en": "At lunch time.",
        "seen_version": "1",
    }
    send(desk, CALL, conference, **given)
    call = SideEventCall.objects.get()
    assert (call.is_offered, call.longest_minutes, str(call.explanation)) == (True, 75, "At lunch time.")
    seen, closes_at = str(call.version), call.closes_at
    assert closes_at is not None
    assert closes_at.astimezone(conference.zone).isoformat() == "2019-06-07T18:00:00+08:00"
    page = send(desk, CALL, conference, **given | {"closes_day": "2019-06-02", "seen_version": seen})
    assert "cannot close before they open" in text_of(page)
    page = send(
        desk, CALL, conference, **given | {"closes_day": "", "closes_time": "", "seen_version": str(call.version)}
    )
    assert "Say when proposals open and when they close" in text_of(page)


def test_a_stale_call_is_refused(desk, conference):
    call = make_call(conference)
    SideEventCall.objects.filter(pk=call.pk).update(version=5)
    page = send(desk, CALL, conference, longest_minutes="75", longest_text="1500", seen_version="1")
    assert "Somebody else changed this" in text_of(page)


def test_equipment_is_entered_and_offered(desk, conference):
    add = reverse("admin:agenda_sideeventequipment_add")
    send(desk, add, conference, name_en="Projector", position="1", seen_version="1")
    assert str(SideEventEquipment.objects.get(conference=conference)) == "Projector"


def test_equipment_that_somebody_asked_for_is_not_deleted(desk, conference):
    asked, idle = make_equipment(conference, "Projector"), make_equipment(conference, "Flip chart")
    make_proposal(conference, equipment=[asked])
    for each, is_left in ((asked, True), (idle, False)):
        url = reverse("admin:agenda_sideeventequipment_delete", args=[each.pk])
        assert ("Side events proposed: 1" in text_of(desk.get(url))) == is_left
        send(desk, url, conference, post="yes")
        assert SideEventEquipment.objects.filter(pk=each.pk).exists() == is_left


def test_a_delegations_proposal_leads_to_the_delegation(desk, conference):
    make_call(conference)
    delegation = make_host_delegation(conference)
    proposal = propose(conference, "focal.point@mission.example")
    page = desk.get(page_of(proposal)).content.decode()
    assert reverse("admin:registration_delegation_change", args=[delegation.pk]) in page
    assert "focal.point@mission.example" in page

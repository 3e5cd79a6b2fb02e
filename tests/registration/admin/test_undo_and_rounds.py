"""At the desk: undoing what was decided, the waiting list in its order, rounds of decisions."""

import pytest
from django.test import Client
from django.urls import reverse

from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import TeamRole
from registration.models import DecisionAct, DecisionRound, Registration, Route, Visibility
from registration.states import RegistrationState as S
from registration.states import RoundState, Track
from tests.agenda.admin.forms import save
from tests.factories.conference import make_officer
from tests.factories.registration import make_category, make_delegation, make_registration
from tests.registration.admin.reading import links_said, notices_of, send, text_of


def url(name, *args):
    return reverse(f"admin:registration_{name}", args=args)


def chosen(*rows):
    return [f"{row.pk}:{row.version}" for row in rows]


def states_of(*rows):
    return [Registration.objects.get(pk=row.pk).state for row in rows]


@pytest.fixture
def waiting_letters(conference):
    conference.decision_letters_wait = 10
    conference.save()


@pytest.mark.usefixtures("waiting_letters")
def test_a_decision_on_many_offers_its_undo_which_takes_the_letters_back(desk: Client, conference):
    rows = [make_registration(S.UNDER_REVIEW, conference) for _ in range(2)]
    page = send(desk, url("registration_decide", "confirm"), conference, chosen=chosen(*rows))
    act = DecisionAct.objects.get()
    assert url("decisionact_change", act.pk) in links_said(page)
    words = text_of(desk.get(url("decisionact_change", act.pk)))
    assert "2 letters wait until" in words
    page = send(desk, url("decisionact_undo", act.pk), conference, reason="The wrong list.")
    assert notices_of(page) == ["2 are as they were before.", "2 letters were taken back."]
    assert states_of(*rows) == [S.UNDER_REVIEW, S.UNDER_REVIEW]
    assert set(OutgoingMessage.objects.values_list("state", flat=True)) == {MessageState.CANCELLED}
    assert "Undone on" in text_of(page)


def test_one_decision_offers_its_undo_too(desk: Client, conference):
    row = make_registration(S.UNDER_REVIEW, conference)
    page = send(desk, url("registration_move", row.pk, "confirm"), conference, version=row.version)
    assert "Undo, until" in links_said(page)


def test_an_observer_may_read_it_and_not_undo(conference, sign_in, desk: Client):
    row = make_registration(S.UNDER_REVIEW, conference)
    send(desk, url("registration_move", row.pk, "confirm"), conference, version=row.version)
    act = DecisionAct.objects.get()
    observer = sign_in(make_officer(conference, TeamRole.OBSERVER))
    assert "Undo this decision" not in text_of(observer.get(url("decisionact_change", act.pk)))
    page = send(observer, url("decisionact_undo", act.pk), conference)
    assert notices_of(page) == ["Your role in this conference does not permit that."]
    assert observer.get(url("decisionact_undo", act.pk)).status_code == 405


@pytest.mark.parametrize("count", [1, 100])
def test_the_lists_cost_the_same_for_one_and_for_a_hundred(
    desk: Client, conference, django_assert_max_num_queries, count
):
    category = make_category(conference, Route.APPLICATION, places=0)
    delegation = make_delegation(conference, quota=0)
    found = DecisionRound.objects.create(conference=conference, category=category, title="First")
    for number in range(count):
        row = make_registration(S.UNDER_REVIEW, conference, category=category)
        act = DecisionAct.objects.create(conference=conference, decision="confirm")
        row.transitions.update(act=act)
        if number % 2:
            make_registration(S.WAITLISTED, delegation=delegation, waited_for=S.COMPLETE)
        else:
            make_registration(S.WAITLISTED, conference, category=category, track=Track.APPLICATION)
    pages = {
        url("decisionact_changelist"): 12,
        url("registration_waiting"): 18,
        url("decisionround_changelist"): 12,
        url("decisionround_change", found.pk): 12,
    }
    desk.get(url("registration_waiting"))
    for address, most in pages.items():
        with django_assert_max_num_queries(most):
            assert desk.get(address).status_code == 200


def test_the_waiting_list_stands_in_its_order_with_who_gives_places(desk: Client, conference):
    category = make_category(conference, Route.APPLICATION, places=0)
    for name in ("Lena", "Omar"):
        make_registration(
            S.WAITLISTED,
            conference,
            category=category,
            track=Track.APPLICATION,
            person={"given_names": name, "family_name": "Sample"},
        )
    words = text_of(desk.get(url("registration_waiting")))
    assert words.index("Ms. Lena SAMPLE") < words.index("Ms. Omar SAMPLE")
    assert "0 places are free. A place that becomes free is given automatically, in this order." in words


def test_an_empty_waiting_list_says_what_will_be_there(desk: Client, conference):
    assert "Nobody waits for a place." in text_of(desk.get(url("registration_waiting")))


def test_a_round_is_begun_filled_previewed_and_released(desk: Client, conference):
    category = make_category(conference, Route.APPLICATION)
    rows = [make_registration(S.UNDER_REVIEW, conference, category=category) for _ in range(2)]
    send(desk, url("decisionround_add"), conference, category=str(category.pk), title="First round")
    found = DecisionRound.objects.get()
    record = url("decisionround_record", found.pk)
    page = send(desk, record, conference, chosen=[str(rows[0].pk)], outcome="registered")
    assert notices_of(page) == ["Recorded for 1; nobody is told yet."]
    page = send(desk, record, conference, chosen=[str(rows[1].pk)], outcome="declined", reason="")
    assert notices_of(page) == ["Please give the reason; it is kept with the decision."]
    send(desk, record, conference, chosen=[str(rows[1].pk)], outcome="declined", reason="No place is left.")
    assert states_of(*rows) == [S.UNDER_REVIEW, S.UNDER_REVIEW]
    page = desk.get(url("decisionround_release", found.pk))
    assert page.context["letters_total"] == 2
    assert not OutgoingMessage.objects.exists()
    found.refresh_from_db()
    page = send(desk, url("decisionround_release", found.pk), conference, version=found.version)
    assert notices_of(page) == ["2 decisions are released."]
    assert states_of(*rows) == [S.REGISTERED, S.DECLINED]
    assert desk.get(url("decisionround_release", found.pk)).status_code == 302


def test_the_preview_names_whom_it_cannot_register(desk: Client, conference):
    category = make_category(conference, Route.APPLICATION, places=0)
    row = make_registration(S.UNDER_REVIEW, conference, category=category, person={"family_name": "Late"})
    found = DecisionRound.objects.create(conference=conference, category=category, title="First")
    send(desk, url("decisionround_record", found.pk), conference, chosen=[str(row.pk)], outcome="registered")
    assert "LATE: All places in the category “Civil society” are taken." in text_of(
        desk.get(url("decisionround_release", found.pk))
    )


def test_a_round_is_dropped_and_a_wrong_choice_is_told(desk: Client, conference):
    found = DecisionRound.objects.create(
        conference=conference, category=make_category(conference, Route.APPLICATION), title="First"
    )
    page = send(desk, url("decisionround_record", found.pk), conference, outcome="approved")
    assert notices_of(page) == ["Please choose what shall become of those you have ticked."]
    assert "Nothing is recorded in this round; nothing is lost." in text_of(
        desk.get(url("decisionround_drop", found.pk))
    )
    page = send(desk, url("decisionround_drop", found.pk), conference, version=found.version)
    assert notices_of(page) == ["The round is dropped; nobody was told anything."]
    found.refresh_from_db()
    assert found.state == RoundState.DROPPED


def test_before_a_round_is_dropped_it_is_said_what_is_lost(desk: Client, conference):
    category = make_category(conference, Route.APPLICATION)
    rows = [make_registration(S.UNDER_REVIEW, conference, category=category) for _ in range(2)]
    found = DecisionRound.objects.create(conference=conference, category=category, title="First")
    record, drop = url("decisionround_record", found.pk), url("decisionround_drop", found.pk)
    send(desk, record, conference, chosen=[str(row.pk) for row in rows], outcome="declined", reason="No place.")
    words = text_of(desk.get(drop))
    assert "2 recorded decisions are lost, with their reasons; nobody was told of them." in words
    assert "Decline 2 With a reason 2" in words
    page = send(desk, drop, conference, version="1")
    assert "Somebody else has changed this meanwhile" in notices_of(page)[0]
    found.refresh_from_db()
    assert found.state == RoundState.OPEN
    send(desk, drop, conference, version=found.version)
    assert desk.get(drop).status_code == 302
    found.refresh_from_db()
    assert found.state == RoundState.DROPPED


def test_protected_applicants_are_not_named_in_a_round(coordinator_desk: Client, conference):
    category = make_category(conference, Route.APPLICATION)
    row = make_registration(
        S.UNDER_REVIEW, conference, category=category, person={"family_name": "Secret", "visibility": Visibility.HIDDEN}
    )
    found = DecisionRound.objects.create(conference=conference, category=category, title="First")
    page = coordinator_desk.get(url("decisionround_change", found.pk))
    assert "SECRET" not in text_of(page)
    send(
        coordinator_desk, url("decisionround_record", found.pk), conference, chosen=[str(row.pk)], outcome="registered"
    )
    assert not found.decisions.exists()


PROMOTED = "1 who waited has been given a place, and is told by letter."


def who_waits(conference, **category):
    chosen = make_category(conference, Route.APPLICATION, **category)
    return make_registration(S.WAITLISTED, conference, category=chosen, track=Track.APPLICATION)


def test_more_places_typed_into_a_category_are_given_at_once_and_the_officer_is_told(
    coordinator_desk: Client, conference
):
    row, other = (who_waits(conference, places=0) for _ in range(2))
    page = save(coordinator_desk, url("participantcategory_change", row.category_id), conference, places="1")
    assert PROMOTED in notices_of(page)
    assert states_of(row, other) == [S.REGISTERED, S.WAITLISTED]
    assert OutgoingMessage.objects.get().purpose == "registration_confirmed"
    page = save(coordinator_desk, url("participantcategory_change", row.category_id), conference, position="7")
    assert PROMOTED not in notices_of(page)
    assert states_of(other) == [S.WAITLISTED]


def test_a_category_that_gives_places_automatically_from_now_on_gives_those_that_are_free(
    coordinator_desk: Client, conference
):
    row = who_waits(conference, places=3, promotes_automatically=False)
    address = url("participantcategory_change", row.category_id)
    save(coordinator_desk, address, conference, places="4")
    assert states_of(row) == [S.WAITLISTED]
    save(coordinator_desk, address, conference, promotes_automatically="on")
    assert states_of(row) == [S.REGISTERED]


def test_a_larger_capacity_typed_into_the_conference_is_given_at_once(coordinator_desk: Client, conference):
    row = who_waits(conference)
    conference.capacity = 0
    conference.save()
    address = reverse("admin:conference_conference_change", args=[conference.pk])
    page = save(coordinator_desk, address, conference, capacity="1")
    assert PROMOTED in notices_of(page)
    assert states_of(row) == [S.REGISTERED]
    assert OutgoingMessage.objects.get().purpose == "registration_confirmed"


def test_a_refused_form_gives_nobody_a_place(coordinator_desk: Client, conference):
    row = who_waits(conference, places=0)
    address = url("participantcategory_change", row.category_id)
    save(coordinator_desk, address, conference, places="1", seen_version="0")
    assert states_of(row) == [S.WAITLISTED]

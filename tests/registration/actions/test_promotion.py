"""A place that becomes free goes to the first in line, at once, once, and never beyond the quota."""

import datetime

import pytest
from django.utils import timezone

from registration.actions.decide import promote
from registration.actions.promotion import give_free_places
from registration.actions.withdraw import withdraw_registration
from registration.errors import OutOfTurnError
from registration.models import Decision, DelegationRole, Registration, Route
from registration.queries.waiting import place_told, places_in_line, waiting_in_order, who_comes_first
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.conference import make_state
from tests.factories.registration import make_category, make_delegation, make_registration


def waiting(minutes, conference=None, **changes):
    """Who waits since so many minutes."""
    row = make_registration(S.WAITLISTED, conference, **changes)
    Registration.objects.filter(pk=row.pk).update(state_since=timezone.now() - datetime.timedelta(minutes=minutes))
    row.refresh_from_db()
    return row


def states(*rows):
    return [Registration.objects.get(pk=row.pk).state for row in rows]


def test_who_withdraws_makes_room_for_the_first_in_line(conference, officer, letters):
    category = make_category(conference, Route.APPLICATION, places=1)
    leaving = make_registration(S.REGISTERED, conference, category=category, track=Track.APPLICATION)
    later, first = (
        waiting(minutes, conference, category=category, track=Track.APPLICATION, waited_for=S.REGISTERED)
        for minutes in (5, 50)
    )
    withdraw_registration(leaving.pk, by=officer)
    assert states(first, later) == [S.REGISTERED, S.WAITLISTED]
    assert ("registration_confirmed", first.participant.email) in letters()
    step = first.transitions.latest("pk")
    assert (step.origin, step.target, step.by) == (S.WAITLISTED, S.REGISTERED, None)


def test_a_member_returns_to_what_they_waited_for_and_is_told(conference, officer, letters):
    delegation = make_delegation(conference, quota=1)
    leaving = make_registration(S.COMPLETE, delegation=delegation)
    member = waiting(9, delegation=delegation, waited_for=S.NOMINATED)
    withdraw_registration(leaving.pk, by=officer)
    assert states(member) == [S.COMPLETE]
    assert ("promoted", member.participant.email) in letters()


def test_a_seat_of_a_delegation_goes_to_that_delegation_alone(conference, officer):
    here, there = make_delegation(conference, quota=1), make_delegation(conference, make_state("KZ"), quota=1)
    leaving = make_registration(S.COMPLETE, delegation=here)
    make_registration(S.COMPLETE, delegation=there)
    theirs = waiting(90, delegation=there, waited_for=S.COMPLETE)
    ours = waiting(9, delegation=here, waited_for=S.COMPLETE)
    withdraw_registration(leaving.pk, by=officer)
    assert states(theirs, ours) == [S.WAITLISTED, S.COMPLETE]


def test_a_place_of_the_conference_goes_to_whoever_waits_longest_in_any_category(conference, officer):
    conference.capacity = 1
    conference.save()
    leaving = make_registration(S.COMPLETE, delegation=make_delegation(conference, quota=None))
    member = waiting(5, delegation=make_delegation(conference, make_state("KZ"), quota=None), waited_for=S.COMPLETE)
    applicant = waiting(50, conference, track=Track.APPLICATION, waited_for=S.REGISTERED)
    withdraw_registration(leaving.pk, by=officer)
    assert states(applicant, member) == [S.REGISTERED, S.WAITLISTED]


def test_who_cannot_take_it_keeps_the_place_in_line_and_the_next_gets_it(conference, officer):
    category = make_category(conference, Route.APPLICATION, places=1)
    leaving = make_registration(S.REGISTERED, conference, category=category, track=Track.APPLICATION)
    lacking, ready = (
        waiting(minutes, conference, category=category, track=Track.APPLICATION, person={"function": function})
        for minutes, function in ((50, ""), (5, "Adviser"))
    )
    withdraw_registration(leaving.pk, by=officer)
    assert states(lacking, ready) == [S.WAITLISTED, S.REGISTERED]


def test_where_an_officer_gives_places_nobody_else_does(conference, officer):
    delegation = make_delegation(conference, quota=1)
    make_category(conference, promotes_automatically=False)
    leaving = make_registration(S.COMPLETE, delegation=delegation)
    member = waiting(9, delegation=delegation, waited_for=S.COMPLETE)
    withdraw_registration(leaving.pk, by=officer)
    assert states(member) == [S.WAITLISTED]
    assert promote(member.pk, by=officer).state == S.COMPLETE


def test_who_takes_no_seat_makes_no_room(conference, officer):
    delegation = make_delegation(conference, quota=1)
    make_registration(S.COMPLETE, delegation=delegation)
    driver = make_registration(S.COMPLETE, delegation=delegation, role=DelegationRole.SUPPORT, is_outside_quota=True)
    member = waiting(9, delegation=delegation, waited_for=S.COMPLETE)
    withdraw_registration(driver.pk, by=officer)
    assert states(member) == [S.WAITLISTED]


def test_more_places_go_to_as_many_as_there_are_and_asked_twice_to_no_more(conference):
    category = make_category(conference, Route.APPLICATION, places=0)
    line = [waiting(60 - n, conference, category=category, track=Track.APPLICATION) for n in range(4)]
    category.places = 2
    category.save()
    assert [row.pk for row in give_free_places(conference)] == [line[0].pk, line[1].pk]
    assert give_free_places(conference) == []
    assert states(*line) == [S.REGISTERED, S.REGISTERED, S.WAITLISTED, S.WAITLISTED]


def test_an_officer_who_passes_over_somebody_says_why(conference, officer):
    category = make_category(conference, Route.APPLICATION, places=5)
    first, second = (waiting(minutes, conference, category=category, track=Track.APPLICATION) for minutes in (50, 5))
    assert who_comes_first(second) == [first]
    with pytest.raises(OutOfTurnError) as refusal:
        promote(second.pk, by=officer)
    assert str(refusal.value).startswith("1 person comes before")
    promoted = promote(second.pk, by=officer, reason="Speaks in the opening panel.")
    step = promoted.transitions.latest("pk")
    assert step.act is not None
    assert (step.reason, step.by, step.act.decision) == ("Speaks in the opening panel.", officer, Decision.PROMOTE)


def test_nobody_is_passed_over_whose_delegation_is_full(conference, officer):
    full = make_delegation(conference, quota=0)
    waiting(90, delegation=full, waited_for=S.COMPLETE)
    other = waiting(9, delegation=make_delegation(conference, make_state("KZ"), quota=1), waited_for=S.COMPLETE)
    assert who_comes_first(other) == []
    assert promote(other.pk, by=officer).state == S.COMPLETE


def test_the_place_in_line_is_counted_in_the_category_and_in_the_delegation(conference):
    delegation = make_delegation(conference, quota=0)
    line = [waiting(60 - n, delegation=delegation, waited_for=S.COMPLETE) for n in range(2)]
    places = places_in_line(list(waiting_in_order(conference)))
    last = places[line[1].pk]
    assert (last.in_category, last.of_category, last.in_delegation, last.of_delegation) == (2, 2, 2, 2)


def test_who_waits_is_told_the_place_only_where_the_category_says_so(conference):
    category = make_category(conference, Route.APPLICATION)
    waiting(50, conference, category=category, track=Track.APPLICATION)
    row = waiting(5, conference, category=category, track=Track.APPLICATION)
    assert place_told(row) == ""
    row.category.tells_waiting_position = True
    assert place_told(row) == "You are number 2 of 2 on the waiting list."
    row.state = S.REGISTERED
    assert place_told(row) == ""

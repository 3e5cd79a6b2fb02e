"""Places that become free at the same moment: each is given once, to the first in line, and never beyond the quota."""

import datetime
import uuid

import pytest
from django.utils import timezone

from conference.correspondence.models import OutgoingMessage
from registration.actions.grant_seats import grant_seats
from registration.actions.nominate import nominate
from registration.actions.promotion import give_free_places
from registration.actions.withdraw import withdraw_registration
from registration.errors import LostUpdateError
from registration.models import Delegation, DelegationRole, Registration, RegistrationTransition, Route
from registration.states import HOLDING_A_SEAT, Track
from registration.states import RegistrationState as S
from tests.factories.conference import make_state
from tests.factories.registration import make_category, make_delegation, make_registration, new_participant
from tests.registration.actions.racing import at_once, kinds, while_another_waits

pytestmark = pytest.mark.django_db(transaction=True)


def in_line(count, **where):
    """So many who wait, the first for the longest."""
    rows = [make_registration(S.WAITLISTED, **where) for _ in range(count)]
    for minutes, row in enumerate(reversed(rows), start=1):
        since = timezone.now() - datetime.timedelta(minutes=minutes)
        Registration.objects.filter(pk=row.pk).update(state_since=since)
    return rows


def withdrawing(rows, by):
    return [lambda row=row: withdraw_registration(row.pk, by=by) for row in rows]


def states(rows):
    return [Registration.objects.get(pk=row.pk).state for row in rows]


def times_promoted(rows):
    return RegistrationTransition.objects.filter(registration__in=rows, origin=S.WAITLISTED).count()


def seated(delegation):
    return Registration.objects.filter(delegation=delegation, state__in=HOLDING_A_SEAT).count()


def test_two_who_withdraw_at_once_make_room_for_the_one_who_waits_once(conference, officer):
    delegation = make_delegation(conference, quota=2)
    leaving = [make_registration(S.COMPLETE, delegation=delegation) for _ in range(2)]
    line = in_line(1, delegation=delegation, waited_for=S.COMPLETE)
    assert kinds(at_once(withdrawing(leaving, officer))) == {S.WITHDRAWN: 2}
    assert states(line) == [S.COMPLETE]
    assert times_promoted(line) == 1
    assert OutgoingMessage.objects.filter(purpose="promoted").count() == 1


def test_as_many_as_withdraw_at_once_are_promoted_each_once_in_order(conference, officer):
    delegation = make_delegation(conference, quota=5)
    leaving = [make_registration(S.COMPLETE, delegation=delegation) for _ in range(5)]
    line = in_line(7, delegation=delegation, waited_for=S.COMPLETE)
    assert kinds(at_once(withdrawing(leaving, officer))) == {S.WITHDRAWN: 5}
    assert states(line) == [S.COMPLETE] * 5 + [S.WAITLISTED] * 2
    assert (times_promoted(line), seated(delegation)) == (5, 5)


def test_withdrawals_in_several_categories_give_each_place_of_the_conference_once(conference, officer):
    conference.capacity = 4
    conference.save()
    delegations = [make_delegation(conference, make_state(code), quota=None) for code in ("KG", "KZ")]
    leaving = [make_registration(S.COMPLETE, delegation=delegation) for delegation in delegations for _ in range(2)]
    line = [
        *in_line(3, conference=conference, track=Track.APPLICATION, waited_for=S.REGISTERED),
        *in_line(3, delegation=delegations[0], waited_for=S.COMPLETE),
    ]
    assert kinds(at_once(withdrawing(leaving, officer))) == {S.WITHDRAWN: 4}
    assert times_promoted(line) == 4
    assert Registration.objects.filter(conference=conference, state__in=HOLDING_A_SEAT).count() == 4


def nominating(delegation, officer):
    person, token = new_participant(), uuid.uuid4()
    return lambda: nominate(delegation.pk, person=person, role=DelegationRole.DELEGATE, by=officer, form_token=token)


def test_who_is_nominated_while_another_withdraws_does_not_pass_who_waits(conference, officer):
    delegation = make_delegation(conference, quota=1)
    leaving = make_registration(S.COMPLETE, delegation=delegation)
    line = in_line(1, delegation=delegation, waited_for=S.COMPLETE)
    made = while_another_waits(
        lambda: withdraw_registration(leaving.pk, by=officer),
        nominating(delegation, officer),
    )
    assert (states(line), made.state, seated(delegation)) == ([S.COMPLETE], S.WAITLISTED, 1)


def test_withdrawals_and_nominations_at_once_fill_the_quota_and_no_more(conference, officer):
    delegation = make_delegation(conference, quota=3)
    leaving = [make_registration(S.COMPLETE, delegation=delegation) for _ in range(3)]
    line = in_line(1, delegation=delegation, waited_for=S.COMPLETE)
    acts = [*withdrawing(leaving, officer), *[nominating(delegation, officer) for _ in range(5)]]
    assert all(isinstance(outcome, Registration) for outcome in at_once(acts))
    assert (states(line), times_promoted(line), seated(delegation)) == ([S.COMPLETE], 1, 3)


def test_more_seats_granted_while_others_withdraw_are_filled_and_no_more(conference, officer):
    delegation = make_delegation(conference, quota=2)
    leaving = [make_registration(S.COMPLETE, delegation=delegation) for _ in range(2)]
    line = in_line(6, delegation=delegation, waited_for=S.COMPLETE)
    granting = [lambda: grant_seats(delegation.pk, quota=4, note="", by=officer, version=1) for _ in range(2)]
    outcomes = at_once([*withdrawing(leaving, officer), *granting])
    assert kinds(outcomes) == {S.WITHDRAWN: 2, Delegation: 1, LostUpdateError: 1}
    assert states(line) == [S.COMPLETE] * 4 + [S.WAITLISTED] * 2
    assert (times_promoted(line), seated(delegation)) == (4, 4)


def test_more_places_of_a_category_given_while_others_withdraw_are_given_once(conference, officer):
    category = make_category(conference, Route.APPLICATION, places=2)
    leaving = [make_registration(S.REGISTERED, conference, category=category, track=Track.APPLICATION) for _ in "12"]
    line = in_line(6, conference=conference, category=category, track=Track.APPLICATION, waited_for=S.REGISTERED)
    category.places = 4
    category.save()
    at_once([*withdrawing(leaving, officer), *[lambda: give_free_places(conference) for _ in range(3)]])
    assert states(line) == [S.REGISTERED] * 4 + [S.WAITLISTED] * 2
    assert (times_promoted(line), seated(None)) == (4, 4)

"""How many seats a delegation has, at the table and behind; fewer than are taken; one more for a reason."""

import pytest
from django.db import IntegrityError

from registration.actions.grant_seats import grant_seats, seat_beyond_quota
from registration.errors import (
    IllegalTransitionError,
    LostUpdateError,
    NotPermittedError,
    ReasonRequiredError,
    RegistrationError,
)
from registration.models import Delegation, SeatDecision, SeatType
from registration.queries.places import seats, waiting_list_of
from registration.states import RegistrationState as S
from tests.factories.registration import make_delegation, make_registration

AT_TABLE, BEHIND = SeatType.AT_TABLE, SeatType.BEHIND


@pytest.fixture
def delegation(conference):
    delegation = make_delegation(conference, quota=4)
    for role in ("head", "delegate", "adviser"):
        make_registration(S.COMPLETE, delegation=delegation, role=role)
    make_registration(S.COMPLETE, delegation=delegation, role="interpreter", is_outside_quota=True)
    return delegation


@pytest.fixture
def granting(delegation, officer):
    def act(quota, *, by=officer, version=1, **changes):
        return grant_seats(delegation.pk, quota=quota, note="", by=by, version=version, **changes)

    return act


def decisions(delegation):
    return [(each.quota_before, each.quota, each.used, each.reason) for each in delegation.seat_decisions.all()]


def test_each_change_of_number_is_kept_with_who_and_why(granting, delegation, officer):
    granting(6, reason=" By Note No. 31. ")
    assert decisions(delegation) == [(4, 6, 3, "By Note No. 31.")]
    assert SeatDecision.objects.get().by == officer


def test_a_note_alone_is_no_change_of_number(granting, delegation):
    granting(4)
    assert decisions(delegation) == []


def test_fewer_seats_than_are_taken_leave_a_stated_overhang_only_if_the_officer_says_so_and_why(granting, delegation):
    with pytest.raises(RegistrationError, match="3 seats are taken, 2 more than you would grant; nothing was saved"):
        granting(1, reason="The hall is small")
    with pytest.raises(ReasonRequiredError):
        granting(1, leaves_overhang=True, reason=" ")
    assert decisions(delegation) == []
    granting(1, leaves_overhang=True, reason="The hall is small")
    delegation.refresh_from_db()
    assert (seats(delegation).over, seats(delegation).left, SeatDecision.objects.get().over) == (2, 0, 2)


def test_above_the_quota_a_note_is_still_written(granting):
    granting(1, leaves_overhang=True, reason="The hall is small")
    assert granting(1, version=2).version == 3


def test_the_database_keeps_no_overhang_without_a_reason(delegation):
    with pytest.raises(IntegrityError, match="fewer_seats_than_are_taken_have_a_reason"):
        SeatDecision.objects.create(delegation=delegation, quota=1, used=2)


def test_the_database_keeps_nobody_beyond_the_quota_without_a_reason(delegation):
    with pytest.raises(IntegrityError, match="who_is_seated_beyond_the_quota_is_so_for_a_reason"):
        SeatDecision.objects.create(
            delegation=delegation, quota=4, used=2, registration=delegation.registrations.first()
        )


def test_the_first_in_rank_sit_at_the_table_once_seats_are_told_apart(granting, delegation):
    granting(4, seats_at_table=2)
    by_role = dict(delegation.registrations.values_list("role", "seat_type"))
    assert by_role == {"head": AT_TABLE, "delegate": AT_TABLE, "adviser": BEHIND, "interpreter": ""}
    delegation.refresh_from_db()
    counted = seats(delegation)
    assert (counted.left_of(AT_TABLE), counted.left_of(BEHIND)) == (0, 1)
    granting(4, version=2)
    assert set(delegation.registrations.values_list("seat_type", flat=True)) == {""}


@pytest.mark.parametrize("quota", [None, 3])
def test_there_are_no_more_seats_at_the_table_than_in_all(quota, granting):
    with pytest.raises(RegistrationError, match="more seats at the table than seats in all"):
        granting(quota, seats_at_table=4)


def test_the_database_keeps_no_more_seats_at_the_table_than_in_all(delegation):
    with pytest.raises(IntegrityError, match="seats_at_the_table_are_part_of_the_seats"):
        Delegation.objects.update(seats_at_table=5)


def test_more_seats_go_to_those_in_line_in_their_order(granting, delegation, letters):
    Delegation.objects.update(quota=3)
    waiting = [make_registration(S.WAITLISTED, delegation=delegation, waited_for=S.NOMINATED) for _ in range(3)]
    granted = granting(5)
    assert [purpose for purpose, _to in letters()] == ["promoted", "promoted"]
    assert seats(granted).is_full
    assert list(waiting_list_of(delegation)) == waiting[2:]
    granting(4, version=2, leaves_overhang=True, reason="The hall is small")
    assert list(waiting_list_of(delegation)) == waiting[2:]


@pytest.fixture
def waiting(delegation):
    Delegation.objects.update(quota=3)
    return make_registration(S.WAITLISTED, delegation=delegation, waited_for=S.NOMINATED)


def test_one_who_waits_is_seated_beyond_the_quota_for_a_reason_that_is_kept(waiting, officer, letters):
    seated = seat_beyond_quota(waiting.pk, reason=" The minister's chief of staff ", by=officer, version=1)
    assert (seated.state, seated.waited_for) == (S.COMPLETE, "")
    assert letters() == [("promoted", seated.participant.email)]
    assert seated.transitions.get(target=S.NOMINATED).reason == "The minister's chief of staff"
    decision = SeatDecision.objects.get()
    assert (decision.registration, decision.over, decision.quota_before, decision.quota) == (seated, 1, 3, 3)


def test_a_seat_beyond_the_quota_has_a_reason(waiting, officer):
    with pytest.raises(ReasonRequiredError):
        seat_beyond_quota(waiting.pk, reason=" ", by=officer)


def test_only_officers_who_decide_seat_anybody_beyond_the_quota_and_on_what_they_saw(waiting, officer, observer):
    with pytest.raises(NotPermittedError):
        seat_beyond_quota(waiting.pk, reason="Please", by=observer)
    with pytest.raises(LostUpdateError):
        seat_beyond_quota(waiting.pk, reason="Please", by=officer, version=7)


def test_only_who_waits_in_a_delegation_is_seated_beyond_its_quota(delegation, conference, officer):
    seated = make_registration(S.COMPLETE, delegation=delegation)
    with pytest.raises(IllegalTransitionError):
        seat_beyond_quota(seated.pk, reason="Please", by=officer)
    applicant = make_registration(S.WAITLISTED, conference)
    with pytest.raises(RegistrationError, match="Only the members of a delegation"):
        seat_beyond_quota(applicant.pk, reason="Please", by=officer)

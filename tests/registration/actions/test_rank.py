"""The order of rank within a delegation is the State's own; the head always stands first."""

import pytest

from registration.actions.rank import move_member, return_to_order_of_roles
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.queries.rank import BY_RANK, in_rank, places_within, with_rank
from registration.states import RegistrationState as S
from tests.factories.conference import make_user
from tests.factories.registration import make_delegation, make_focal_point, make_registration


@pytest.fixture
def delegation(conference):
    return make_delegation(conference)


@pytest.fixture
def frida(delegation):
    return make_user(make_focal_point(delegation).email)


@pytest.fixture
def members(delegation):
    return {role: make_registration(S.COMPLETE, delegation=delegation, role=role) for role in ("adviser", "delegate")}


def roles(delegation):
    delegation.refresh_from_db()
    return [each.role for each in in_rank(delegation, delegation.registrations.all())]


def test_without_an_order_of_its_own_a_delegate_stands_before_an_adviser(delegation, members):
    assert roles(delegation) == ["delegate", "adviser"]


def test_a_member_is_moved_and_the_others_stand_around(delegation, members, frida):
    make_registration(S.COMPLETE, delegation=delegation, role="support")
    move_member(members["adviser"].pk, place=1, seen_place=2, by=frida)
    assert roles(delegation) == ["adviser", "delegate", "support"]
    move_member(members["adviser"].pk, place=99, seen_place=1, by=frida)
    assert roles(delegation) == ["delegate", "support", "adviser"]


def test_the_head_stays_first(delegation, members, frida):
    head = make_registration(S.COMPLETE, delegation=delegation, role="head")
    for pk, place, seen in ((head.pk, 2, 1), (members["adviser"].pk, 1, 3)):
        with pytest.raises(RegistrationError, match="The head of delegation always stands first"):
            move_member(pk, place=place, seen_place=seen, by=frida)
    move_member(members["adviser"].pk, place=2, seen_place=3, by=frida)
    assert roles(delegation) == ["head", "adviser", "delegate"]


def test_a_move_repeated_moves_nobody_twice(delegation, members, frida):
    move_member(members["adviser"].pk, place=1, seen_place=2, by=frida)
    with pytest.raises(LostUpdateError):
        move_member(members["adviser"].pk, place=1, seen_place=2, by=frida)


def test_who_has_left_has_no_place(delegation, frida):
    gone = make_registration(S.WITHDRAWN, delegation=delegation)
    with pytest.raises(RegistrationError, match="has no place in its order"):
        move_member(gone.pk, place=1, seen_place=1, by=frida)


def test_the_order_of_roles_comes_back_when_asked_for(delegation, members, frida):
    move_member(members["adviser"].pk, place=1, seen_place=2, by=frida)
    return_to_order_of_roles(delegation.pk, by=frida)
    assert roles(delegation) == ["delegate", "adviser"]


def test_nobody_else_orders_a_delegation(delegation, members, observer):
    for stranger in (observer, make_user()):
        with pytest.raises(NotPermittedError):
            move_member(members["adviser"].pk, place=1, seen_place=2, by=stranger)
        with pytest.raises(NotPermittedError):
            return_to_order_of_roles(delegation.pk, by=stranger)


@pytest.mark.parametrize("has_own_order", [False, True])
def test_lists_and_files_sort_as_the_delegation_stands(delegation, has_own_order):
    for role, position in (("support", 1), ("delegate", 3), ("head", 2), ("adviser", 2), ("adviser", 1)):
        make_registration(S.COMPLETE, delegation=delegation, role=role, position=position)
    delegation.has_own_order = has_own_order
    delegation.save()
    gone = make_registration(S.WITHDRAWN, delegation=delegation, role="delegate")
    stands = [each.pk for each in in_rank(delegation, delegation.registrations.all()) if each != gone]
    rows = with_rank(delegation.registrations.exclude(pk=gone.pk)).order_by(*BY_RANK)
    assert [row.pk for row in rows] == stands
    places = places_within([delegation.pk])
    assert [places[pk] for pk in stands] == [1, 2, 3, 4, 5]
    assert gone.pk not in places

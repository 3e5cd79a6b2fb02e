"""A member is asked, at the member's own address, to add what is outstanding."""

import pytest

from registration.actions.ask_member import ask_member, asked_mark
from registration.errors import NotPermittedError, RegistrationError
from registration.models import Participant
from registration.states import RegistrationState as S
from tests.factories.conference import make_user
from tests.factories.registration import make_delegation, make_focal_point, make_registration


@pytest.fixture
def delegation(conference):
    return make_delegation(conference)


@pytest.fixture
def frida(delegation):
    return make_user(make_focal_point(delegation).email)


def member(delegation, state=S.NOMINATED, **person):
    return make_registration(state, delegation=delegation, person={"email": "erin@ministry.example"} | person)


def test_a_member_is_written_to_and_the_page_says_since_when(delegation, frida, letters):
    asked = ask_member(member(delegation).pk, by=frida)
    assert asked.asked_member_at is not None
    assert letters() == [("member_asked", "erin@ministry.example")]


def test_a_submit_repeated_writes_once_and_a_new_request_writes_again(delegation, frida, letters):
    registration = member(delegation)
    asked = ask_member(registration.pk, by=frida)
    ask_member(registration.pk, by=frida)
    assert len(letters()) == 1
    ask_member(registration.pk, by=frida, seen_asked=asked_mark(asked))
    assert len(letters()) == 2


def test_a_member_without_an_address_is_given_one(delegation, frida, letters):
    ask_member(member(delegation, email="").pk, email=" Erin@Ministry.example", by=frida)
    assert Participant.objects.get().email == "erin@ministry.example"
    assert letters() == [("member_asked", "erin@ministry.example")]


def test_a_member_without_an_address_is_not_asked_without_one(delegation, frida):
    with pytest.raises(RegistrationError, match="Enter the member’s e-mail address; nothing was sent"):
        ask_member(member(delegation, email="").pk, by=frida)


def test_the_private_office_is_asked_where_the_member_has_no_address(delegation, frida, letters):
    ask_member(member(delegation, email="", office_email="office@ministry.example").pk, by=frida)
    assert letters() == [("member_asked", "office@ministry.example")]


def test_a_focal_point_sends_nobody_elses_page_to_another_address(delegation, frida, letters):
    with pytest.raises(RegistrationError, match="An e-mail address opens the person’s own page"):
        ask_member(member(delegation).pk, email=frida.email, by=frida)
    assert letters() == []


def test_who_is_never_written_to_is_not_asked(delegation, frida):
    with pytest.raises(RegistrationError, match="not to be written to"):
        ask_member(member(delegation, never_write_automatically=True).pk, by=frida)


@pytest.mark.parametrize("state", [S.REGISTERED, S.WITHDRAWN])
def test_who_is_confirmed_or_has_left_is_not_asked(state, delegation, frida):
    with pytest.raises(RegistrationError, match="is no longer filled in"):
        ask_member(member(delegation, state).pk, by=frida)


def test_nobody_else_asks(delegation, conference, observer):
    for registration in (member(delegation), make_registration(S.SUBMITTED, conference)):
        with pytest.raises(NotPermittedError):
            ask_member(registration.pk, by=observer)

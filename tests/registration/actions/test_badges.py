"""The code for the door follows every move of a registration: only who is registered has one that opens."""

import re
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conference.correspondence.compose import fill_secrets
from conference.correspondence.models import OutgoingMessage
from registration.actions.badges import issue_badge, valid_badge, void_badges
from registration.actions.decide import confirm_registration
from registration.actions.nominate import substitute_member
from registration.actions.withdraw import withdraw_registration
from registration.errors import RegistrationError
from registration.models import Badge, Registration
from registration.models.badge import VoidReason, code_of, new_code
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.conference import make_user
from tests.factories.registration import make_delegation, make_focal_point, make_registration, new_participant


def badge_of(registration: Registration) -> Badge:
    badge = valid_badge(registration)
    assert badge is not None
    return badge


def test_a_code_has_eighty_bits_in_characters_that_nobody_confuses():
    assert code_of((1 << 80) - 1) == "Z" * 16
    assert len({code_of(1 << bit) for bit in range(80)}) == 80
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{16}", new_code())
    assert new_code() != new_code()


def test_a_code_is_read_in_groups_of_four():
    assert str(Badge(code="ABCDEFGHJKLMNPQR")) == "ABCD-EFGH-JKLM-NPQR"


def test_who_is_confirmed_has_a_code_from_that_moment(conference, officer):
    registration = make_registration(S.COMPLETE, conference)
    assert valid_badge(registration) is None
    confirmed = confirm_registration(registration.pk, by=officer)
    badge = badge_of(confirmed)
    assert (badge.issued_by, badge.voided_at) == (officer, None)


def test_the_letter_carries_the_code_and_the_ledger_does_not(conference, officer):
    registration = confirm_registration(make_registration(S.UNDER_REVIEW, conference).pk, by=officer)
    code = badge_of(registration).shown
    message = OutgoingMessage.objects.get(purpose="registration_confirmed")
    assert code not in message.text + message.html
    assert code in fill_secrets(message.text, message.secrets)


def test_a_focal_point_is_sent_the_code_of_a_member_without_an_address(conference, officer):
    delegation = make_delegation(conference)
    make_focal_point(delegation)
    member = make_registration(S.COMPLETE, delegation=delegation, person={"email": ""})
    confirm_registration(member.pk, by=officer)
    message = OutgoingMessage.objects.get(purpose="member_confirmed")
    assert badge_of(member).shown in fill_secrets(message.text, message.secrets)


def test_a_substituted_members_code_is_dead_and_the_new_one_comes_with_the_confirmation(conference, officer):
    delegation = make_delegation(conference)
    frida = make_user(make_focal_point(delegation).email)
    member = make_registration(S.REGISTERED, delegation=delegation)
    old = badge_of(member)
    successor = substitute_member(member.pk, person=new_participant(), by=frida, form_token=uuid.uuid4())
    old.refresh_from_db()
    assert (old.voided_by, old.void_reason) == (frida, VoidReason.REPLACED)
    assert old.voided_at is not None
    assert list(Badge.objects.valid()) == []
    assert successor.state == S.COMPLETE
    confirm_registration(successor.pk, by=officer)
    assert [badge.registration_id for badge in Badge.objects.valid()] == [successor.pk]
    assert badge_of(successor).code != old.code


def test_who_withdraws_has_no_code_any_more(conference):
    registration = make_registration(S.REGISTERED, conference, track=Track.APPLICATION)
    carol = make_user(registration.participant.email)
    withdraw_registration(registration.pk, by=carol)
    badge = registration.badges.get()
    assert (badge.voided_by, badge.void_reason) == (carol, VoidReason.WITHDRAWN)


@pytest.mark.parametrize(("track", "back"), [(Track.NOMINATION, S.COMPLETE), (Track.APPLICATION, S.UNDER_REVIEW)])
def test_who_goes_back_from_registered_has_no_code_and_a_new_one_when_confirmed_again(track, back, conference, officer):
    delegation = make_delegation(conference) if track == Track.NOMINATION else None
    registration = make_registration(S.REGISTERED, conference, track=track, delegation=delegation)
    old = badge_of(registration)
    registration.move_to(back, by=officer)
    assert valid_badge(registration) is None
    assert registration.badges.get().void_reason == VoidReason.NOT_CONFIRMED
    registration.move_to(S.REGISTERED, by=officer)
    assert badge_of(registration).code != old.code


def test_other_moves_touch_no_code(conference, officer):
    registration = make_registration(S.SUBMITTED, conference)
    registration.move_to(S.UNDER_REVIEW, by=officer)
    assert not Badge.objects.exists()


def test_a_lost_badge_is_replaced_by_a_new_one(conference, officer):
    registration = make_registration(S.REGISTERED, conference)
    old = badge_of(registration)
    new = issue_badge(registration, by=officer)
    old.refresh_from_db()
    assert (old.void_reason, valid_badge(registration)) == (VoidReason.REISSUED, new)
    assert void_badges(registration, by=officer) == 1
    assert void_badges(registration, by=officer) == 0
    assert valid_badge(registration) is None


def test_nobody_is_issued_a_code_who_is_not_registered(conference, officer):
    with pytest.raises(RegistrationError, match=r"^Only who is registered has a badge\.$"):
        issue_badge(make_registration(S.COMPLETE, conference), by=officer)


def test_a_code_left_over_opens_nothing_for_who_is_not_registered(conference):
    registration = make_registration(S.COMPLETE, conference)
    Badge.objects.issue(registration, by=None)
    assert valid_badge(registration) is None


def test_a_registration_has_one_valid_badge(conference):
    registration = make_registration(S.REGISTERED, conference)
    with pytest.raises(IntegrityError, match="registration_has_one_valid_badge"), transaction.atomic():
        Badge.objects.issue(registration, by=None)


@pytest.mark.parametrize("code", ["ABCD", "ABCDEFGHJKLMNPQ0", "abcdefghjklmnpqr"])
def test_a_code_is_sixteen_readable_characters(code, conference):
    registration = make_registration(S.COMPLETE, conference)
    with pytest.raises(IntegrityError, match="badge_code_is_sixteen_readable_characters"), transaction.atomic():
        Badge.objects.create(registration=registration, code=code)


def test_a_void_badge_says_why(conference):
    registration = make_registration(S.COMPLETE, conference)
    with pytest.raises(IntegrityError, match="void_badge_says_why"), transaction.atomic():
        Badge.objects.create(registration=registration, voided_at=timezone.now())


def test_badges_are_seen_by_whose_they_are_and_by_the_team(conference, officer, observer):
    registration = make_registration(S.REGISTERED, conference, person={"office_email": "office@ministry.example"})
    badge = valid_badge(registration)
    for reader in (make_user(registration.participant.email), make_user("office@ministry.example"), officer, observer):
        assert list(Badge.objects.visible_to(reader, registration)) == [badge]
    assert list(Badge.objects.visible_to(make_user(), registration)) == []

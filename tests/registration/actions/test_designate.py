"""Who answers for a delegation."""

import re

import pytest
from django.utils import timezone

from conference.correspondence.models import OutgoingMessage
from conference.models import TeamRole
from registration.actions.designate import designate_focal_point, name_backup, replace_focal_point
from registration.errors import InvitationNotValidError, NotPermittedError, RegistrationError
from registration.models import Delegation, FocalPoint, FocalPointRank, Invitation
from registration.queries.invitations import find_by_code, find_by_link
from registration.states import InvitationState as I
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.registration import make_focal_point, make_invitation, make_participant

FRIDA = {
    "name": "Frida Example",
    "function": "Second Secretary",
    "email": "Frida@MFA.example",
    "phone": "+996 312 000000",
    "language": "ru",
}


@pytest.fixture
def invitation(conference):
    return make_invitation(conference)


def test_a_state_designates_its_focal_point_with_the_code_of_the_note(invitation, letters):
    focal_point = designate_focal_point(invitation.pk, code=invitation.designation_code, **FRIDA)
    invitation.refresh_from_db()
    assert (focal_point.rank, focal_point.email) == (FocalPointRank.PRIMARY, "frida@mfa.example")
    assert (invitation.state, invitation.designation_used_at is not None) == (I.ACCEPTED, True)
    assert letters() == [("focal_point_designated", "frida@mfa.example")]


def test_the_code_can_be_read_out_on_the_telephone(invitation):
    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}", invitation.designation_code)


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_the_code_may_be_typed_in_any_way(invitation, typed):
    assert (
        designate_focal_point(invitation.pk, code=typed(invitation.designation_code), **FRIDA).name == "Frida Example"
    )


def test_a_wrong_code_is_refused_with_a_sentence(invitation):
    with pytest.raises(InvitationNotValidError, match="This code is not the one of the invitation"):
        designate_focal_point(invitation.pk, code="2345-6789-ABCD", **FRIDA)
    assert FocalPoint.objects.count() == 0


def test_a_code_is_used_once(invitation):
    designate_focal_point(invitation.pk, code=invitation.designation_code, **FRIDA)
    with pytest.raises(InvitationNotValidError, match="already used to designate a focal point"):
        designate_focal_point(invitation.pk, code=invitation.designation_code, **FRIDA)


def test_an_expired_code_is_refused(invitation):
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(InvitationNotValidError, match="no longer valid"):
        designate_focal_point(invitation.pk, code=invitation.designation_code, **FRIDA)


def test_a_personal_invitation_has_no_delegation_to_answer_for(conference):
    invitation = make_invitation(to=make_participant(conference))
    with pytest.raises(Delegation.DoesNotExist):
        designate_focal_point(invitation.pk, code="", **FRIDA)


def test_an_invitation_accepted_by_telephone_stays_accepted(invitation):
    invitation.move_to(I.ACCEPTED, by=None)
    designate_focal_point(invitation.pk, code=invitation.designation_code, **FRIDA)
    assert invitation.transitions.count() == 2


def test_who_was_named_before_is_replaced(invitation):
    former = make_focal_point(invitation.delegation)
    designate_focal_point(invitation.pk, code=invitation.designation_code, **FRIDA)
    former.refresh_from_db()
    assert former.ended_at is not None


def test_the_secretariat_replaces_a_focal_point_and_the_former_access_ends(conference, invitation, officer, letters):
    former = make_focal_point(invitation.delegation)
    backup = make_focal_point(invitation.delegation, rank=FocalPointRank.BACKUP)
    replace_focal_point(invitation.delegation.pk, rank=FocalPointRank.PRIMARY, by=officer, **FRIDA)
    visible = [
        Delegation.objects.visible_to(make_user(email), conference).exists()
        for email in (former.email, backup.email, "frida@mfa.example")
    ]
    assert visible == [False, True, True]
    assert letters() == [("focal_point_designated", "frida@mfa.example")]


def test_only_the_secretariat_replaces_a_focal_point(conference, invitation):
    frida = make_user(make_focal_point(invitation.delegation).email)
    for other in (frida, make_officer(conference, TeamRole.AGENDA)):
        with pytest.raises(NotPermittedError):
            replace_focal_point(invitation.delegation.pk, rank=FocalPointRank.BACKUP, by=other, **FRIDA)


def test_a_link_is_found_by_its_token_and_in_its_conference_alone(conference, invitation):
    assert find_by_link(invitation.link_token, conference=conference) == invitation
    with pytest.raises(InvitationNotValidError, match="This invitation link is not known"):
        find_by_link(invitation.link_token, conference=make_conference())
    with pytest.raises(InvitationNotValidError, match="This invitation link is not known"):
        find_by_link(invitation.link_token[:-1])


def test_an_expired_link_says_whom_to_write_to(invitation):
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(InvitationNotValidError, match="Please write to Conference Secretariat, secretariat@conference"):
        find_by_link(invitation.link_token)


def test_an_invitation_without_end_does_not_expire(invitation):
    Invitation.objects.update(expires_at=None)
    assert find_by_link(invitation.link_token) == invitation


def test_a_code_is_found_however_it_was_typed(conference, invitation):
    assert find_by_code(invitation.designation_code.lower(), conference=conference) == invitation
    with pytest.raises(InvitationNotValidError, match="This code is not known"):
        find_by_code("2345-6789-ABCD", conference=conference)


def test_the_primary_names_a_backup_and_both_are_written_to(conference, letters):
    primary = make_focal_point(email="gulnara@mfa.example")
    backup = name_backup(primary.delegation.pk, by=make_user(primary.email), **FRIDA)
    assert (backup.rank, backup.email) == (FocalPointRank.BACKUP, "frida@mfa.example")
    assert sorted(OutgoingMessage.objects.values_list("purpose", "recipient")) == [
        ("backup_named", "gulnara@mfa.example"),
        ("focal_point_designated", "frida@mfa.example"),
    ]


def test_another_backup_takes_the_place_of_the_former(conference):
    primary = make_focal_point()
    by = make_user(primary.email)
    former = name_backup(primary.delegation.pk, by=by, **FRIDA)
    name_backup(primary.delegation.pk, by=by, **FRIDA | {"email": "henry@mfa.example"})
    former.refresh_from_db()
    assert former.ended_at is not None


def test_a_backup_or_an_officer_names_no_backup_in_the_name_of_the_state(conference, officer):
    primary = make_focal_point()
    backup = make_focal_point(primary.delegation, rank=FocalPointRank.BACKUP)
    for stranger in (make_user(backup.email), officer, make_user()):
        with pytest.raises(NotPermittedError):
            name_backup(primary.delegation.pk, by=stranger, **FRIDA)


def test_one_address_answers_for_a_delegation_in_one_rank_alone(conference):
    primary = make_focal_point(email="frida@mfa.example")
    with pytest.raises(RegistrationError, match="This address is the other focal point’s already"):
        name_backup(primary.delegation.pk, by=make_user(primary.email), **FRIDA)

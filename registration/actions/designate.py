"""Who answers for a delegation: designated by the State with the code of its note, replaced by the Secretariat."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from conference.correspondence import outbox
from conference.models import User, normalise_email
from registration import emails
from registration.errors import InvitationNotValidError, NotPermittedError, RegistrationError
from registration.models import Delegation, FocalPoint, FocalPointRank, Invitation
from registration.models.invitation import designation_digest
from registration.permissions import can_appoint_focal_points, is_primary_focal_point
from registration.queries.invitations import refuse_if_expired
from registration.states import InvitationState


@transaction.atomic
def designate_focal_point(
    invitation_id: UUID, *, code: str, name: str, function: str, email: str, phone: str, language: str
) -> FocalPoint:
    """Designates the primary focal point with the one-time code of the invitation, which is thereby accepted.

    Locks invitation and delegation. Raises ``InvitationNotValidError`` for a code that is wrong, used or expired.
    """
    delegation = _lock(Delegation.objects.filter(invitations=invitation_id))
    locked = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related("conference")
    invitation = locked.get(pk=invitation_id)
    _refuse_code(invitation, code)
    invitation.designation_used_at = timezone.now()
    invitation.save(update_fields=["designation_used_at"])
    if invitation.state != InvitationState.ACCEPTED:
        invitation.move_to(InvitationState.ACCEPTED, by=None)
    return _put_in_charge(
        FocalPoint(
            delegation=delegation,
            rank=FocalPointRank.PRIMARY,
            name=name,
            function=function,
            email=normalise_email(email),
            phone=phone,
            language=language,
        )
    )


@transaction.atomic
def replace_focal_point(
    delegation_id: UUID,
    *,
    rank: FocalPointRank,
    name: str,
    function: str,
    email: str,
    phone: str,
    language: str,
    by: User,
) -> FocalPoint:
    """Puts a focal point in charge, as a State asked the Secretariat to; the access of the former one ends at once.

    Locks the delegation. Raises ``NotPermittedError``.
    """
    delegation = _lock(Delegation.objects.filter(pk=delegation_id))
    if not can_appoint_focal_points(by, delegation.conference):
        raise NotPermittedError
    return _put_in_charge(
        FocalPoint(
            delegation=delegation,
            rank=rank,
            name=name,
            function=function,
            email=normalise_email(email),
            phone=phone,
            language=language,
        )
    )


@transaction.atomic
def name_backup(
    delegation_id: UUID, *, name: str, function: str, email: str, phone: str, language: str, by: User
) -> FocalPoint:
    """The primary focal point names who stands in; both are written to, and a former backup's access ends at once.

    Locks the delegation. Raises ``NotPermittedError`` for all but the primary; ``RegistrationError`` for the primary's
    own address.
    """
    delegation = _lock(Delegation.objects.filter(pk=delegation_id))
    if not is_primary_focal_point(by, delegation):
        raise NotPermittedError
    backup = _put_in_charge(
        FocalPoint(
            delegation=delegation,
            rank=FocalPointRank.BACKUP,
            name=name,
            function=function,
            email=normalise_email(email),
            phone=phone,
            language=language,
        )
    )
    primary = delegation.focal_points.get(rank=FocalPointRank.PRIMARY, ended_at__isnull=True)
    primary.delegation = delegation
    outbox.enqueue_all(emails.backup_named(primary, backup))
    return backup


def _lock(chosen: QuerySet[Delegation]) -> Delegation:
    delegations = chosen.select_related("conference", "state", "organisation")
    return delegations.select_for_update(of=("self",), no_key=True).get()


def _refuse_code(invitation: Invitation, code: str) -> None:
    refuse_if_expired(invitation)
    if not constant_time_compare(invitation.designation_digest or "", designation_digest(code)):
        raise InvitationNotValidError(
            _(
                "This code is not the one of the invitation. Please copy it from the most recent note; "
                "hyphens do not matter."
            )
        )
    if invitation.designation_used_at is not None:
        raise InvitationNotValidError(
            _("This code was already used to designate a focal point. To replace them, please write to %(email)s.")
            % {"email": invitation.conference.contact_email}
        )


def _put_in_charge(focal_point: FocalPoint) -> FocalPoint:
    """Ends the former one's access; one address answers for a delegation in one rank alone."""
    present = focal_point.delegation.focal_points.filter(ended_at__isnull=True)
    if present.exclude(rank=focal_point.rank).filter(email=focal_point.email).exists():
        raise RegistrationError(
            _("This address is the other focal point’s already; please give another. Nothing was saved.")
        )
    focal_point.delegation.focal_points.filter(rank=focal_point.rank, ended_at__isnull=True).update(
        ended_at=timezone.now()
    )
    focal_point.save(force_insert=True)
    outbox.enqueue_all(emails.focal_point_designated(focal_point))
    return focal_point

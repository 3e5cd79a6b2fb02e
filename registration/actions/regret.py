"""A State's or organisation's regret, by the code that its invitation bears."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from registration.errors import InvitationNotValidError
from registration.models import Invitation
from registration.queries.invitations import find_by_code
from registration.states import InvitationState


@transaction.atomic
def regret_by_code(invitation_id: UUID, *, code: str, reason: str) -> Invitation:
    """Keeps that the invitee will not be represented; the code stays good, should they decide otherwise.

    Locks the invitation. Raises ``InvitationNotValidError`` for a code that is wrong, used or expired.
    """
    locked = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related("conference")
    invitation = locked.get(pk=invitation_id)
    if find_by_code(code, conference=invitation.conference).pk != invitation.pk:
        raise InvitationNotValidError(_("This code belongs to another invitation; please copy it from your own note."))
    if invitation.designation_used_at is not None:
        raise InvitationNotValidError(
            _("A focal point was already designated with this code. Please write to %(email)s.")
            % {"email": invitation.conference.contact_email}
        )
    if invitation.state != InvitationState.DECLINED:
        invitation.move_to(InvitationState.DECLINED, by=None, reason=reason.strip())
    return invitation

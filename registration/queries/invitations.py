"""Invitations as their addressees find them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference
from registration.errors import InvitationNotValidError
from registration.models import Invitation
from registration.models.invitation import designation_digest, digest


def find_by_link(token: str, *, conference: Conference | None = None) -> Invitation:
    """The invitation of a link, with what its page shows; reading it consumes nothing.

    Raises ``InvitationNotValidError`` with a sentence for a link that is unknown (also one that was cut off, cancelled,
    or sent for another conference) or expired.
    """
    found = Invitation.objects.for_listing().filter(link_digest=digest(token))
    if conference is not None:
        found = found.filter(conference=conference)
    invitation = found.first()
    if invitation is None:
        raise InvitationNotValidError(
            _(
                "This invitation link is not known. Please copy it whole from the most recent letter; if it still does "
                "not open, please write to the Secretariat."
            )
        )
    refuse_if_expired(invitation)
    return invitation


def find_by_code(code: str, *, conference: Conference) -> Invitation:
    """The invitation whose note bears a designation code, however it was typed.

    Raises ``InvitationNotValidError`` with a sentence for a code that is unknown or expired.
    """
    found = Invitation.objects.for_listing().filter(conference=conference)
    invitation = found.filter(designation_digest=designation_digest(code)).first()
    if invitation is None:
        raise InvitationNotValidError(
            _(
                "This code is not known. Please copy it from the most recent note, twelve letters and figures; "
                "hyphens do not matter."
            )
        )
    refuse_if_expired(invitation)
    return invitation


def refuse_if_expired(invitation: Invitation) -> None:
    """Raises ``InvitationNotValidError`` where the invitation's link and code are no longer valid."""
    if invitation.expires_at is not None and invitation.expires_at <= timezone.now():
        raise InvitationNotValidError(
            _("This invitation is no longer valid. Please write to %(name)s, %(email)s.")
            % {"name": str(invitation.conference.contact_name), "email": invitation.conference.contact_email}
        )

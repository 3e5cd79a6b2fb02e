"""What stands behind the link of an invitation: found, or one page that says what happened."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.views.pages import page
from registration.errors import InvitationNotValidError
from registration.models import Invitation
from registration.models.invitation import digest
from registration.queries.invitations import find_by_link


class LinkNotOpenError(Exception):
    """Carries the page to show instead."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def invitation_behind(request: HttpRequest, conference: Conference, token: str) -> Invitation:
    """The invitation of a link. Raises ``LinkNotOpenError``: 404 for an unknown one, 410 for one expired or used."""
    try:
        invitation = find_by_link(token, conference=conference)
    except InvitationNotValidError as error:
        is_known = Invitation.objects.filter(conference=conference, link_digest=digest(token)).exists()
        raise LinkNotOpenError(not_valid(request, conference, str(error), status=410 if is_known else 404)) from error
    if is_used(invitation):
        sentence = _("This invitation has already been answered with its link or code; it opens nothing any more.")
        raise LinkNotOpenError(not_valid(request, conference, sentence, status=410))
    return invitation


def is_used(invitation: Invitation) -> bool:
    """Whether a focal point was designated, or the person registered; a regret can still be taken back."""
    if invitation.delegation_id:
        return invitation.designation_used_at is not None
    return invitation.registrations.exists()


def not_valid(request: HttpRequest, conference: Conference, sentence: str, *, status: int) -> HttpResponse:
    """Unknown, expired or used: what happened, what to do and whom to write to; nothing of what the link was for."""
    context = {"sentence": sentence}
    return page(request, "registration/not_valid.html", conference, context, current="registration", status=status)

"""What stands behind the link of an invitation: found, or one page that says what happened."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.permissions import Actor
from conference.views.pages import page
from registration.errors import InvitationNotValidError
from registration.models import Invitation
from registration.models.invitation import digest
from registration.permissions import is_addressee, is_focal_point
from registration.queries.invitations import find_by_link


class LinkNotOpenError(Exception):
    """Carries the page to show instead."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def invitation_behind(request: HttpRequest, conference: Conference, token: str) -> Invitation:
    """The invitation of a link. Raises ``LinkNotOpenError``: 404 for an unknown one, 410 for one that has expired.

    Whoever has used it, and is signed in, is led to the page that came of it. To others a person's link says after its
    use what it said before, or a letter that was forwarded would tell who registered; the code of a note, which names
    nobody, says that it opens nothing any more.
    """
    try:
        invitation = find_by_link(token, conference=conference)
    except InvitationNotValidError as error:
        is_known = Invitation.objects.filter(conference=conference, link_digest=digest(token)).exists()
        raise LinkNotOpenError(not_valid(request, conference, str(error), status=410 if is_known else 404)) from error
    if not is_used(invitation):
        return invitation
    if _is_whose_it_was(request.user, invitation):
        raise LinkNotOpenError(HttpResponseRedirect(_page_it_led_to(invitation, conference)))
    if invitation.delegation_id:
        sentence = _("This invitation has already been answered with its link or code; it opens nothing any more.")
        raise LinkNotOpenError(not_valid(request, conference, sentence, status=410))
    return invitation


def _is_whose_it_was(user: Actor, invitation: Invitation) -> bool:
    """Whether the page that the link led to is the user's own."""
    if invitation.delegation_id:
        return is_focal_point(user, invitation.delegation)
    return is_addressee(user, invitation)


def _page_it_led_to(invitation: Invitation, conference: Conference) -> str:
    if invitation.delegation_id:
        return reverse("registration:delegation-members", args=[conference.slug, invitation.delegation_id])
    return reverse("registration:own", args=[conference.slug])


def is_used(invitation: Invitation) -> bool:
    """Whether a focal point was designated, or the person registered; a regret can still be taken back."""
    if invitation.delegation_id:
        return invitation.designation_used_at is not None
    return invitation.registrations.exists()


def not_valid(request: HttpRequest, conference: Conference, sentence: str, *, status: int) -> HttpResponse:
    """Unknown, expired or used: what happened, what to do and whom to write to; nothing of what the link was for."""
    context = {"sentence": sentence}
    return page(request, "registration/not_valid.html", conference, context, current="registration", status=status)

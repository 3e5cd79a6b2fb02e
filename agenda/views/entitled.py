"""What whoever asks is entitled to, as every view must ask it."""

from django.http import HttpRequest

from agenda.queries.documents import NOBODY_IN_PARTICULAR
from agenda.queries.entitlement import Entitlement
from conference.models import Conference
from conference.officer_session import is_verified_officer


def entitlement_of(request: HttpRequest, held: Conference) -> Entitlement:
    """An officer who has not given the second factor is nobody yet, here as in the admin."""
    if getattr(request.user, "is_staff", False) and not is_verified_officer(request):
        return NOBODY_IN_PARTICULAR
    return Entitlement.of(request.user, held)

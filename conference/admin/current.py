"""The admin works in one conference at a time; this says in which."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.permissions import conferences_of

SESSION_KEY = "admin_conference"
FORM_FIELD = "_conference"


def current_conference(request: HttpRequest) -> Conference | None:
    """The conference that the officer works in: the one chosen, else the first of theirs. One query a request."""
    cached: Conference | None = getattr(request, "_admin_conference", None)
    if cached is not None:
        return cached
    mine = conferences_of(request.user)
    chosen = mine.filter(pk=request.session[SESSION_KEY]).first() if SESSION_KEY in request.session else None
    conference = chosen or mine.first()
    request._admin_conference = conference  # type: ignore[attr-defined]
    return conference


def required_conference(request: HttpRequest) -> Conference:
    """As above, for pages that make no sense without one."""
    conference = current_conference(request)
    if conference is None:
        raise PermissionDenied(_("You are on the team of no conference."))
    return conference


def choose_conference(request: HttpRequest, slug: str) -> bool:
    """Changes the conference; false where the officer is not on its team."""
    conference = conferences_of(request.user).filter(slug=slug).first()
    if conference is None:
        return False
    request.session[SESSION_KEY] = str(conference.pk)
    return True


def is_of_current_conference(request: HttpRequest) -> bool:
    """Whether a submitted form was made in the conference the officer works in now (another tab may have changed it)."""
    sent = request.POST.get(FORM_FIELD, "")
    conference = current_conference(request)
    return not sent or (conference is not None and sent == str(conference.pk))

"""The admin works in one conference at a time; this says in which."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from conference.models import Conference, TeamRole, User
from conference.permissions import ROLES_THAT_SEE_PROTECTED, conferences_of, roles_in

SESSION_KEY = "admin_conference"
FORM_FIELD = "_conference"


def current_conference(request: HttpRequest) -> Conference | None:
    """The conference that the officer works in: the one chosen, else the first of theirs. One query a request."""
    cached: Conference | None = getattr(request, "_admin_conference", None)
    if cached is not None:
        return cached
    mine, wanted = own_conferences(request), request.session.get(SESSION_KEY)
    conference = next((each for each in mine if str(each.pk) == wanted), None) or next(iter(mine), None)
    request._admin_conference = conference  # type: ignore[attr-defined]  # noqa: SLF001  cached on the request
    return conference


def own_conferences(request: HttpRequest) -> list[Conference]:
    """Those on whose team the officer is, as the switch in the top bar shows them; one query a request."""
    cached: list[Conference] | None = getattr(request, "_own_conferences", None)
    if cached is None:
        cached = list(conferences_of(request.user))
        request._own_conferences = cached  # type: ignore[attr-defined]  # noqa: SLF001  cached on the request
    return cached


def officer(request: HttpRequest) -> User:
    """Who acts; the admin lets nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def required_conference(request: HttpRequest) -> Conference:
    """As above, for pages that make no sense without one."""
    conference = current_conference(request)
    if conference is None:
        raise PermissionDenied(_("You are on the team of no conference."))
    return conference


def current_roles(request: HttpRequest) -> frozenset[TeamRole]:
    """The officer's roles in the current conference; every line of the navigation asks, the database is asked once."""
    cached: frozenset[TeamRole] | None = getattr(request, "_admin_roles", None)
    if cached is not None:
        return cached
    conference = current_conference(request)
    roles = roles_in(request.user, conference) if conference else frozenset[TeamRole]()
    request._admin_roles = roles  # type: ignore[attr-defined]  # noqa: SLF001  cached on the request
    return roles


def sees_protected(request: HttpRequest) -> bool:
    """Whether protected persons are named to this officer; asked once a request, not once a row."""
    return bool(current_roles(request) & ROLES_THAT_SEE_PROTECTED)


def choose_conference(request: HttpRequest, slug: str) -> bool:
    """Changes the conference; false where the officer is not on its team."""
    conference = conferences_of(request.user).filter(slug=slug).first()
    if conference is None:
        return False
    request.session[SESSION_KEY] = str(conference.pk)
    return True


def is_of_current_conference(request: HttpRequest) -> bool:
    """Whether a submitted form was made in the conference the officer works in now; another tab may have changed it."""
    conference = current_conference(request)
    return conference is not None and request.POST.get(FORM_FIELD) == str(conference.pk)

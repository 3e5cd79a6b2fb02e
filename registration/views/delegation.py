"""The delegation's page, for its focal points alone."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from conference.models import Conference
from conference.permissions import Actor
from conference.views.pages import get_conference, page, signed_in
from registration.models import Delegation
from registration.views.actors import signed_in_user
from registration.views.delegation_page import delegation_page, formal_name, group_text


def delegations_of(actor: Actor, conference: Conference) -> QuerySet[Delegation]:
    """Those whose focal point the actor is; an officer of the team sees delegations in the admin, not here."""
    if not actor.is_authenticated:
        return Delegation.objects.none()
    return (
        Delegation.objects.visible_to(actor, conference)
        .filter(focal_points__email=actor.email, focal_points__ended_at__isnull=True)
        .select_related("conference", "category", "state", "organisation")
        .prefetch_related("state__names", "organisation__names", "focal_points", "invitations")
        .order_by("created_at")
        .distinct()
    )


@signed_in
def delegation(request: HttpRequest, conference: str) -> HttpResponse:
    """To the one delegation whose focal point one is, or a choice between several; for others nothing is here."""
    shown = get_conference(conference)
    own = list(delegations_of(request.user, shown))
    if not own:
        raise Http404
    choices = [
        {
            "name": formal_name(each),
            "detail": group_text(each),
            "url": reverse("registration:delegation-members", args=[shown.slug, each.pk]),
        }
        for each in own
    ]
    if len(choices) == 1:
        return HttpResponseRedirect(choices[0]["url"])
    return page(request, "registration/delegations.html", shown, {"choices": choices}, current="registration")


@signed_in
def members(request: HttpRequest, conference: str, delegation: UUID) -> HttpResponse:
    """The page of one delegation."""
    shown = get_conference(conference)
    own = get_object_or_404(delegations_of(request.user, shown), pk=delegation)
    context = {"delegation": delegation_page(own, shown, signed_in_user(request))}
    return page(request, "registration/delegation.html", shown, context, current="registration")

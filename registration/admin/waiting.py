"""The waiting list in its order: who waits for what since when, and whether a place is free."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import required_conference
from conference.admin.scoped import ScopedAdmin
from conference.models import Conference
from registration.actions.promotion import give_free_places
from registration.admin.move_table import MOVES, may_make
from registration.admin.naming import delegations_by_name, person_line
from registration.admin.registration_filters import categories_of
from registration.admin.tones import time_since
from registration.models import ParticipantCategory, Registration
from registration.queries.places import places_left
from registration.queries.waiting import full_delegations, places_in_line, promoted_text, waiting_in_order
from registration.states import RegistrationState


def told_of_promotions(request: HttpRequest, conference: Conference) -> None:
    """Gives the places that are free now to who waits for them, and says to how many."""
    if sentence := promoted_text(len(give_free_places(conference))):
        messages.success(request, sentence)


def waiting_view(model_admin: ScopedAdmin) -> Callable[..., HttpResponse]:
    """The page; places are given on the page of each."""

    def view(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        context = {
            **model_admin.admin_site.each_context(request),
            "title": _("Waiting list"),
            "opts": model_admin.opts,
            "lines": list(_lines(request)),
        }
        return TemplateResponse(request, "admin/registration/registration/waiting.html", context)

    return view


def _lines(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """One line for each category in which somebody waits."""
    conference = required_conference(request)
    found = list(waiting_in_order(conference).select_related("participant"))
    places, names = places_in_line(found), delegations_by_name(request)
    full = full_delegations(row.delegation_id for row in found if row.delegation_id)
    for category in categories_of(request).values():
        category.conference = conference
        rows = [row for row in found if row.category_id == category.pk]
        if rows:
            yield {
                "category": category,
                "places_text": places_text(category),
                "rows": [_row(request, row, places[row.pk], names, full, category) for row in rows],
            }


def places_text(category: ParticipantCategory) -> str:
    """How many places are free, and who gives them."""
    left = places_left(category)
    free = (
        _("No limit of places.")
        if left is None
        else ngettext("%(left)d place is free.", "%(left)d places are free.", left) % {"left": left}
    )
    how = (
        _("A place that becomes free is given automatically, in this order.")
        if category.promotes_automatically
        else _("An officer gives each place.")
    )
    return f"{free} {how}"


def _row(
    request: HttpRequest, row: Registration, place: Any, names: Any, full: set[Any], category: ParticipantCategory
) -> dict[str, Any]:
    row.conference, row.category = category.conference, category
    delegation = names.get(row.delegation_id)
    waits_for = RegistrationState(row.waited_for).label if row.waited_for else ""
    return {
        "registration": row,
        "person": person_line(request, row.participant),
        "place": place,
        "delegation": delegation.text if delegation else "",
        "is_full": row.delegation_id in full,
        "waits_for": capfirst(str(waits_for)),
        "since": time_since(row.state_since),
        "may_give": may_make(request, MOVES["promote"], row),
    }

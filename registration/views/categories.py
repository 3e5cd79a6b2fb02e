"""The ways to take part, each with its route, its dates and what is to be done."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.views.pages import public_page
from conference.views.rendered_once import rendered_once
from registration.models import ParticipantCategory, Route
from registration.queries.places import places_left
from registration.queries.windows import registration_window


@dataclass(frozen=True)
class Way:
    """One way to take part, as the page prints it."""

    name: str
    description: str
    route: str
    what_to_do: str
    window: str
    tag_text: str
    url: str = ""
    link_text: str = ""


@rendered_once()
def categories(request: HttpRequest, shown: Conference) -> HttpResponse:
    """Whom the conference is open to, and by which route."""
    ways = [way_of(category, shown) for category in shown.categories.all() if category.route != Route.ON_THE_SPOT]
    context = {"ways": ways, "window": registration_window(shown).sentence}
    return public_page(request, "registration/categories.html", shown, context, current="registration")


def way_of(category: ParticipantCategory, conference: Conference) -> Way:
    """A category with its route in words and whether it is open."""
    window = registration_window(conference, category)
    is_full = category.route == Route.APPLICATION and places_left(category) == 0
    can_apply = category.route == Route.APPLICATION and window.is_open and not is_full
    return Way(
        name=str(category.name),
        description=str(category.description),
        route=category.get_route_display(),
        what_to_do=what_to_do(category),
        window=_("All places in this category are taken.") if is_full else str(window.sentence),
        tag_text=_tag(is_open=window.is_open, is_full=is_full),
        **_link(category, conference, can_apply=can_apply),
    )


def what_to_do(category: ParticipantCategory) -> str:
    """What a route asks of those who come by it."""
    return {
        Route.NOMINATION: _(
            "The focal point nominates the members of the delegation on its own page. A State or organisation "
            "designates its focal point with the code that stands in its invitation."
        ),
        Route.INVITATION: _(
            "Kindly open the link in the letter of invitation; it leads to your form. Should you no longer have the "
            "letter, the Secretariat will gladly send it again."
        ),
        Route.APPLICATION: _("Whoever works on the subject may apply. The Secretariat answers every application."),
        Route.ON_THE_SPOT: _("The Secretariat registers on the spot."),
    }[Route(category.route)]


def _tag(*, is_open: bool, is_full: bool) -> str:
    """What stands in one's way; nothing where the way is open."""
    if not is_open:
        return _("Not open")
    return _("Full") if is_full else ""


def _link(category: ParticipantCategory, conference: Conference, *, can_apply: bool) -> dict[str, str]:
    if can_apply:
        return {
            "url": reverse("registration:form", args=[conference.slug, category.slug]),
            "link_text": _("Apply to take part"),
        }
    if category.route == Route.NOMINATION:
        return {
            "url": reverse("registration:designate", args=[conference.slug]),
            "link_text": _("Designate a focal point"),
        }
    return {}

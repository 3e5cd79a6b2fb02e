"""What every page of a conference shares: its heading, the language switch, the navigation, the account link."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.formats import date_range_text, language_name
from conference.models import Conference, User
from conference.registry import registry

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass(frozen=True)
class ConferenceHeading:
    """A conference as pages print it, in the active language."""

    slug: str
    title_text: str
    short_title_text: str
    hosts_text: str
    place_text: str
    dates_text: str
    emblem: Mapping[str, str] | None
    contact_name: str
    contact_email: str
    contact_phone: str
    is_demonstration: bool
    demonstration_notice: str

    @classmethod
    def of(cls, conference: Conference) -> "ConferenceHeading":
        return cls(
            slug=conference.slug,
            title_text=str(conference.title),
            short_title_text=str(conference.short_title),
            hosts_text=str(conference.hosts),
            place_text=str(conference.place),
            dates_text=date_range_text(conference.starts_on, conference.ends_on),
            emblem={"url": reverse("emblem", args=[conference.slug])} if conference.emblem else None,
            contact_name=str(conference.contact_name),
            contact_email=conference.contact_email,
            contact_phone=conference.contact_phone,
            is_demonstration=conference.is_demonstration,
            demonstration_notice=str(conference.demonstration_notice),
        )


def get_conference(slug: str) -> Conference:
    """The conference at an address; one that is not public is not there."""
    try:
        return Conference.objects.for_public_pages().get(slug=slug)
    except Conference.DoesNotExist as error:
        raise Http404 from error


def current_conference() -> Conference | None:
    """The conference that the bare address of the site leads to: the latest public one."""
    return Conference.objects.for_public_pages().first()


def languages_of(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """The language switch: this same page in each language of the conference, the host's first."""
    active = get_language()
    rest = request.get_full_path().split("/", 2)[2] if request.path.count("/") > 1 else ""
    return [
        {
            "code": code,
            "label": language_name(code),
            "url": f"/{code}/{rest}",
            "current": code == active,
        }
        for code in conference.languages
    ]


def navigation_of(conference: Conference, current: str) -> list[dict[str, Any]]:
    """The conference's pages that everybody may open."""
    entries = (
        ("landing", _("Conference"), "conference:landing", False),
        ("agenda", _("Agenda"), "agenda:agenda", False),
        ("speakers", _("Speakers"), "agenda:speakers", False),
        ("documents", _("Documents"), "agenda:documents", False),
        ("registration", _("Registration"), "registration:categories", True),
    )
    return [
        {"label": label, "url": reverse(name, args=[conference.slug]), "current": key == current, "emphasis": emphasis}
        for key, label, name, emphasis in entries
    ]


def own_pages_of(user: User, conference: Conference) -> list[dict[str, str]]:
    """The pages that this person has in the conference: registration, delegation, speaking."""
    return [
        {"label": str(own.label), "url": reverse(own.url_name, args=[conference.slug])}
        for own in registry.own_pages
        if own.is_for(user, conference)
    ]


def sign_in_url(conference: Conference, next_url: str) -> str:
    """The sign-in page, from which one comes back to ``next_url``."""
    return f"{reverse('accounts:sign-in')}?{urlencode({'conference': conference.slug, 'next': next_url})}"


def accent_url_of(conference: Conference) -> str:
    """Bears the colours, so that a browser which keeps the old ones asks for the new ones at once."""
    colours = f"{conference.accent}{conference.accent_on_dark}".replace("#", "-").strip("-")
    return f"{reverse('accent', args=[conference.slug])}?{colours}" if conference.accent else ""


def _shared(request: HttpRequest, conference: Conference, current: str) -> dict[str, Any]:
    return {
        "conference": ConferenceHeading.of(conference),
        "languages": languages_of(request, conference),
        "navigation": navigation_of(conference, current),
        "accent_url": accent_url_of(conference),
        "account": {
            "label": _("Sign in"),
            "url": sign_in_url(conference, reverse("registration:own", args=[conference.slug])),
        },
    }


def page(
    request: HttpRequest,
    template: str,
    conference: Conference,
    context: Mapping[str, Any] | None = None,
    *,
    current: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page for one person: knows who is signed in, shows notices, may carry forms.

    A view that has looked up the person's own pages hands them on as ``own_pages``.
    """
    shared = _shared(request, conference, current)
    if request.user.is_authenticated:
        if "own_pages" not in (context or {}):
            shared["own_pages"] = own_pages_of(request.user, conference)
        shared["account"] = {
            "label": _("My page"),
            "url": reverse("registration:own", args=[conference.slug]),
            "signed_in_as": request.user.email,
        }
    return render(request, template, {**shared, **(context or {})}, status=status)


def public_page(
    request: HttpRequest,
    template: str,
    conference: Conference,
    context: Mapping[str, Any] | None = None,
    *,
    current: str = "",
) -> HttpResponse:
    """A page that is the same for everybody: rendered without request, so it can touch neither session nor user."""
    shared = _shared(request, conference, current)
    content = render_to_string(template, {**shared, **(context or {})})
    return HttpResponse(content, headers={"Content-Language": get_language() or ""})


def signed_in(view: View[P]) -> View[P]:
    """Sends whoever is not signed in to the sign-in page and back; the view's ``conference`` argument is the slug."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        conference = get_conference(str(kwargs["conference"]))
        return HttpResponseRedirect(sign_in_url(conference, request.get_full_path()))

    return wrapped

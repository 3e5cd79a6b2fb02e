"""The first pages: the site's bare address, the conference, its emblem and its accent."""

from collections.abc import Iterable
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from conference.clock import conference_today
from conference.formats import day_text, moment_text
from conference.models import Conference
from conference.registry import KnownDate, registry
from conference.views.pages import current_conference, get_conference, public_page
from conference.views.rendered_once import rendered_once

ACCENT_CSS = """:root {{ --accent: {light}; --accent-strong: {light}; --accent-soft: var(--sunken); }}
@media (prefers-color-scheme: dark) {{
  :root {{ --accent: {dark}; --accent-strong: {dark}; --on-accent: var(--paper); }}
}}
"""


def root(request: HttpRequest) -> HttpResponse:
    """Leads to the current conference in the visitor's language."""
    conference = current_conference()
    if conference is None:
        return render(request, "conference/no_conference.html")
    with override(conference.language_or_default(get_language_from_request(request))):
        response = HttpResponseRedirect(reverse("conference:landing", args=[conference.slug]))
    response["Vary"] = "Accept-Language"
    return response


@rendered_once()
def landing(request: HttpRequest, shown: Conference) -> HttpResponse:
    """What the conference is about, where and when, and how one takes part."""
    context = {
        "description": str(shown.description),
        "topics": [str(topic) for topic in shown.topics.all()],
        "venues": list(shown.venues.all()),
        "dates": dates_of(shown, [date for dates in registry.public_dates for date in dates(shown)]),
    }
    return public_page(request, "conference/landing.html", shown, context, current="landing")


def dates_of(conference: Conference, others: Iterable[KnownDate] = ()) -> list[dict[str, Any]]:
    """The dates that an invitee must know, in the venue's time; the next one to come is marked."""
    today = conference_today(conference)
    closes_on = conference.registration_closes_at.astimezone(conference.zone).date()
    known = [
        (conference.reply_by, "", _("Replies to invitations are kindly requested.")),
        (closes_on, moment_text(conference.registration_closes_at, conference.zone), _("Registration closes.")),
        (conference.starts_on, "", _("The conference opens.")),
        (conference.ends_on, "", _("The conference closes.")),
    ]
    dates: list[dict[str, Any]] = [
        {"on": on, "date_text": text or day_text(on), "text": what, "is_past": on < today}
        for on, text, what in known
        if on
    ]
    for other in others:
        on = other.at.astimezone(conference.zone).date()
        text = moment_text(other.at, conference.zone)
        dates.append({"on": on, "date_text": text, "text": other.text, "url": other.url, "is_past": on < today})
    dates.sort(key=lambda date: date["on"])
    for date in dates:
        if not date["is_past"]:
            date["is_next"] = True
            break
    return dates


@rendered_once(seconds=3600)
def accent(_request: HttpRequest, shown: Conference) -> HttpResponse:
    """A conference's own accent as a style sheet; the colours were checked when they were entered."""
    if not shown.accent:
        raise Http404
    css = ACCENT_CSS.format(light=shown.accent, dark=shown.accent_on_dark or shown.accent)
    return HttpResponse(css, content_type="text/css")


def emblem(_request: HttpRequest, conference: str) -> FileResponse:
    """The approved emblem, the one file that is public."""
    shown = get_conference(conference)
    if not shown.emblem:
        raise Http404
    response = FileResponse(shown.emblem.open("rb"))
    response["Cache-Control"] = "public, max-age=3600"
    return response

"""A participant's own calendar: the page with its address, and the file at that address."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from agenda.actions.own_feed import renew_own_feed, revoke_own_feed
from agenda.feeds.addresses import own_calendar_at, subscription_to
from agenda.feeds.own import feed_at
from agenda.feeds.own import own_calendar as calendar_of_feed
from agenda.models import OwnFeed
from agenda.queries.own_choices import principals_of
from agenda.views.choose import own_person
from agenda.views.feeds import CALENDAR, file_of
from agenda.views.speaking import user_of
from conference.clock import on_the_clock
from conference.formats import day_text
from conference.models import Conference
from conference.views.pages import get_conference, page, signed_in
from registration.models import Participant


@require_safe
@signed_in
def own_calendar(request: HttpRequest, conference: str) -> HttpResponse:
    """The address to subscribe to, of each participant of the signed-in address; made anew or revoked here."""
    held = get_conference(conference)
    people = principals_of(user_of(request), held)
    feeds = {feed.participant_id: feed for feed in OwnFeed.objects.filter(participant__in=people)}
    context = {
        "calendars": [_calendar(person, feeds.get(person.pk), held) for person in people],
        "has_several": len(people) > 1,
        "agenda_url": reverse("agenda:own", args=[held.slug]),
    }
    return page(request, "agenda/own_calendar.html", held, context, current="agenda")


@require_POST
@signed_in
def renew(request: HttpRequest, conference: str) -> HttpResponse:
    """Makes an address, or another one; the former opens nothing from then on."""
    held, user = get_conference(conference), user_of(request)
    renew_own_feed(own_person(request, user, held).pk, by=user)
    messages.success(request, _("The address is made. An address that you had before opens nothing any more."))
    return HttpResponseRedirect(reverse("agenda:own-calendar", args=[held.slug]))


@require_POST
@signed_in
def revoke(request: HttpRequest, conference: str) -> HttpResponse:
    """Closes the calendar at once."""
    held, user = get_conference(conference), user_of(request)
    revoke_own_feed(own_person(request, user, held).pk, by=user)
    messages.success(request, _("The calendar is closed: its address opens nothing any more."))
    return HttpResponseRedirect(reverse("agenda:own-calendar", args=[held.slug]))


@require_safe
def own_ics(request: HttpRequest, conference: str, token: str) -> HttpResponse:
    """The file, for whoever has the address; one that was revoked is as one that never was. Never kept on the way."""
    held = get_conference(conference)
    feed = feed_at(token, held)
    if feed is None:
        raise Http404
    language = held.language_or_default(request.GET.get("lang") or feed.participant.language)
    with override(language):
        response = file_of(calendar_of_feed(feed, held), CALENDAR, f"{held.slug}-my-agenda.ics", language)
    response["Cache-Control"] = "private, no-store"
    return response


def _calendar(person: Participant, feed: OwnFeed | None, held: Conference) -> dict[str, Any]:
    """What the page says of one calendar. ``is_stale``: the private office or the site's key is another one."""
    if feed is not None:
        feed.participant = person
    token = feed.token if feed else ""
    is_open = feed is not None and feed.digest is not None
    found = {"person": person, "is_open": is_open, "is_stale": is_open and not token}
    if feed is not None and token:
        path = reverse("agenda-files:own-ics", args=[held.slug, token])
        found |= {
            "url": own_calendar_at(held, token),
            "subscribe_url": subscription_to(path),
            "since": day_text(on_the_clock(held, feed.made_at).date(), with_year=True),
        }
    return found

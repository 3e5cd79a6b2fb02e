"""What a person's own page prints: one participation in full, or, where an address has several, which they are."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.clock import conference_now, on_the_clock
from conference.formats import date_range_text, day_text, zone_text
from conference.models import Conference, User
from conference.views.landing import dates_of
from conference.views.pages import own_pages_of
from registration.models import Registration
from registration.queries.own import (
    concerning,
    other_conferences,
    own_invitations,
    own_messages,
    own_registrations,
)
from registration.states import LIVE
from registration.views.own_letters import letters_of
from registration.views.own_standing import Standing, label_of, standing
from registration.views.standing import is_on_behalf, tone_of


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One of several participations, as the list shows it."""

    name: str
    label: str
    tone: str
    status: str
    since: str
    url: str
    is_on_behalf: bool


@dataclass(frozen=True, kw_only=True)
class OwnPage:
    """The whole page, in the active language."""

    address: str
    standings: list[Entry]
    #: The one that the page is about, where there is one.
    single: Standing | None
    #: All others of the address, where the page is about one.
    others: list[Entry] = field(default_factory=list)
    invitations: list[dict[str, str]]
    letters: list[dict[str, str]]
    dates: list[dict[str, Any]]
    zone_text: str
    own_pages: list[dict[str, str]]
    other_pages: list[dict[str, str]]
    elsewhere: list[dict[str, str]]


def own_page(user: User, conference: Conference, about: Registration | None = None) -> OwnPage:
    """Reads everything of the person's once: about one registration, or about whatever the address has.

    An address with one participation that goes on, or with one at all, sees that one at once.
    """
    registrations = list(own_registrations(user, conference))
    chosen = about or _the_one(registrations)
    letters = own_messages(user, conference)
    if about is not None and len(registrations) > 1:
        letters = letters.filter(concerning(about.participant))
    entries = [entry(each, user, conference) for each in registrations]
    here = reverse("registration:own", args=[conference.slug])
    own_pages = own_pages_of(user, conference)
    return OwnPage(
        address=user.email,
        standings=entries,
        single=standing(chosen, user, conference) if chosen else None,
        others=[one for each, one in zip(registrations, entries, strict=True) if chosen and each.pk != chosen.pk],
        invitations=[] if about else _invitations(user, conference),
        letters=letters_of(letters, conference),
        dates=dates_of(conference),
        zone_text=zone_text(conference.zone, conference_now(conference)),
        own_pages=own_pages,
        other_pages=[own for own in own_pages if own["url"] != here],
        elsewhere=[_elsewhere(each) for each in other_conferences(user, conference)],
    )


def entry(registration: Registration, user: User, conference: Conference) -> Entry:
    """Whose it is, as what, and where it stands."""
    return Entry(
        name=registration.participant.formal_name,
        label=label_of(registration),
        tone=tone_of(registration),
        status=capfirst(registration.get_state_display()),
        since=day_text(on_the_clock(conference, registration.state_since).date()),
        url=reverse("registration:own-one", args=[conference.slug, registration.pk]),
        is_on_behalf=is_on_behalf(registration, user),
    )


def _the_one(registrations: list[Registration]) -> Registration | None:
    going_on = [registration for registration in registrations if registration.state in LIVE]
    chosen = going_on or registrations
    return chosen[0] if len(chosen) == 1 else None


def _invitations(user: User, conference: Conference) -> list[dict[str, str]]:
    return [
        {
            "name": each.addressee,
            "by_text": _("Kindly reply by %(day)s.") % {"day": day_text(each.reply_by)} if each.reply_by else "",
            "url": reverse("registration:invitation", args=[conference.slug, each.link_token]),
        }
        for each in own_invitations(user, conference)
    ]


def _elsewhere(conference: Conference) -> dict[str, str]:
    return {
        "label": str(conference.short_title),
        "detail": date_range_text(conference.starts_on, conference.ends_on),
        "url": reverse("registration:own", args=[conference.slug]),
    }

"""The agenda of who takes part: what the public sees, and what is for participants or for those entitled alone."""

from collections.abc import Container, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda.models import Listing
from agenda.queries.documents import documents_of_session
from agenda.queries.known_agenda import KnownAgenda, known_agenda, link_to_follow
from agenda.queries.own_choices import principals_of
from agenda.queries.published import Day, PublishedSession
from agenda.views.choices import Choices
from agenda.views.document_lines import chain_lines
from agenda.views.entitled import entitlement_of
from agenda.views.filters import AgendaFilter
from agenda.views.presentation import row_of
from agenda.views.programme import Programme
from agenda.views.public import clock_of, day_tabs, release_line
from agenda.views.session_facts import definitions_of, session_in_full
from agenda.views.speaking import user_of
from conference.formats import date_range_text, day_text, zone_text
from conference.models import Conference
from conference.views.pages import get_conference, page, signed_in
from registration.models import Participant

#: What an address of the own agenda may ask for.
ASKED = frozenset({"show", "whose", "day", "topic", "room", "language", "type", "q"})
MINE = "mine"
AUDIENCES = {Listing.PARTICIPANTS: "accent", Listing.ENTITLED: "waiting"}


@require_safe
@signed_in
def own_agenda(request: HttpRequest, conference: str) -> HttpResponse:
    """Every session that this person may know of, or those chosen; who sees no more than the public is told why."""
    held = get_conference(conference)
    known = known_agenda(held, entitlement_of(request, held))
    published, people = known.published, principals_of(user_of(request), held)
    person, kept = whose(request, people)
    choices = Choices.of(person, known, held) if person else None
    is_mine = choices is not None and request.GET.get("show") == MINE
    if is_mine:
        kept["show"] = MINE
    programme = Programme(published)
    chosen = AgendaFilter.of(request.GET.dict(), programme, kept)
    shown = {one.id for one in chosen.sessions if choices is None or not is_mine or choices.is_mine(one)}
    context = {
        "release": release_line(published),
        "days": [_day(day, known, held, choices, shown) for day in programme.days if _is_shown(day, shown)],
        "filter": chosen,
        "tabs": day_tabs(programme, chosen),
        "parts": _parts(chosen, choices, is_mine=is_mine) if choices else [],
        "is_mine": is_mine,
        "people": [_person(one, person, chosen) for one in people] if len(people) > 1 else [],
        "person": person,
        "clashes": choices.clashes if choices else [],
        "clock": clock_of(programme),
        "zone": zone_text(held.zone, published.sessions[0].starts_at) if published.sessions else "",
        "dates": date_range_text(held.starts_on, held.ends_on),
        "why": _why(known),
        "own_url": reverse("registration:own", args=[held.slug]),
        "agenda_url": reverse("agenda:own", args=[held.slug]),
        "back": urlencode({name: value for name, value in request.GET.items() if name in ASKED}),
    }
    return page(request, "agenda/own_agenda.html", held, context, current="agenda")


@require_safe
@signed_in
def own_session(request: HttpRequest, conference: str, pk: UUID) -> HttpResponse:
    """One of them, with the address to follow it online for who is entitled to it. Any other is not there."""
    held = get_conference(conference)
    entitled = entitlement_of(request, held)
    known = known_agenda(held, entitled)
    found = known.published.session(pk)
    if found is None:
        raise Http404
    people = principals_of(user_of(request), held)
    context = {
        **session_in_full(found, held),
        "audience": _audience(known, found),
        "entry": _("Not open to your category.") if _is_kept_out(known, found) else "",
        "definitions": _definitions(known, found, held),
        "choices": [_choice(one, known, found, held) for one in people] if not found.is_break else [],
        "has_several": len(people) > 1,
        "online": _online(known, found, held),
        "documents": chain_lines(documents_of_session(found.id, entitled, held), held, says_for_whom=True),
        "release": release_line(known.published),
    }
    return page(request, "agenda/own_session.html", held, context, current="agenda")


def _choice(person: Participant, known: KnownAgenda, found: PublishedSession, held: Conference) -> dict[str, Any]:
    """Of one person, on the page of one session."""
    choices = Choices.of(person, known, held)
    return {
        **choices.of_session(found),
        "person": person,
        "clashes": choices.clashes_with(found) if choices.is_mine(found) else [],
    }


def whose(request: HttpRequest, people: Sequence[Participant]) -> tuple[Participant | None, dict[str, str]]:
    """For whom the address chooses, and what of the address says so; the first, where it does not say."""
    asked = next((one for one in people if str(one.pk) == request.GET.get("whose")), None)
    return (asked, {"whose": str(asked.pk)}) if asked else (next(iter(people), None), {})


def own_session_url(held: Conference, session_id: UUID) -> str:
    return reverse("agenda:own-session", args=[held.slug, session_id])


def _parts(chosen: AgendaFilter, choices: Choices, *, is_mine: bool) -> list[dict[str, Any]]:
    """All sessions, or one's own, with how many they are."""
    own = sum(choices.is_mine(session) for session in choices.known.published.sessions)
    return [
        {"label": _("All sessions"), "url": chosen.url(show=""), "current": not is_mine},
        {"label": _("My sessions"), "detail": str(own), "url": chosen.url(show=MINE), "current": is_mine},
    ]


def _person(one: Participant, person: Participant | None, chosen: AgendaFilter) -> dict[str, Any]:
    return {"label": one.formal_name, "url": chosen.url(whose=str(one.pk)), "current": one == person}


def _is_shown(day: Day, shown: Container[UUID]) -> bool:
    return any(session.id in shown for slot in day.slots for session in slot.sessions)


def _day(
    day: Day, known: KnownAgenda, held: Conference, choices: Choices | None, shown: Container[UUID]
) -> dict[str, Any]:
    rows = []
    for slot in day.slots:
        row = row_of(slot, held)
        pairs = zip(row["sessions"], slot.sessions, strict=True)
        entries = [
            {**entry, **_beside(known, session, held), "choice": choices.of_session(session) if choices else {}}
            for entry, session in pairs
            if session.id in shown
        ]
        if entries:
            rows.append(row | {"sessions": entries})
    return {"date": day.date.isoformat(), "heading": capfirst(day_text(day.date, with_year=True)), "rows": rows}


def _beside(known: KnownAgenda, session: PublishedSession, held: Conference) -> dict[str, Any]:
    """What the participants' agenda says of a session more than the public one."""
    words = {
        Listing.PARTICIPANTS: _("For participants, not on the public agenda."),
        Listing.ENTITLED: _("For those entitled alone, not on the public agenda."),
    }
    notes = [words.get(known.listing_of(session.id), "")]
    if _is_kept_out(known, session):
        notes.append(_("Not open to your category."))
    if session.is_hybrid and not session.is_cancelled and known.may_enter(session.id):
        notes.append(_("The address to follow it online is on the session’s page."))
    is_plain = session.is_break and not session.is_hybrid
    return {
        "url": "" if is_plain else own_session_url(held, session.id),
        "note": " ".join(note for note in notes if note),
    }


def _audience(known: KnownAgenda, found: PublishedSession) -> dict[str, str]:
    """The tag of a session that is not for everybody."""
    listing = known.listing_of(found.id)
    texts = {Listing.PARTICIPANTS: _("For participants"), Listing.ENTITLED: _("For those entitled")}
    return {"text": texts[listing], "tone": AUDIENCES[listing]} if listing in AUDIENCES else {}


def _definitions(known: KnownAgenda, found: PublishedSession, held: Conference) -> list[dict[str, str]]:
    """As on the public page. Where it is followed online stands apart; the topic's page tells of public sessions."""
    is_public = known.listing_of(found.id) == Listing.PUBLIC
    return definitions_of(found, held, leads_to_topic=is_public, says_online=False)


def _is_kept_out(known: KnownAgenda, found: PublishedSession) -> bool:
    """Whether somebody who takes part may nevertheless not enter."""
    return known.entitled.is_participant and not found.is_break and not known.may_enter(found.id)


def _online(known: KnownAgenda, found: PublishedSession, held: Conference) -> dict[str, str]:
    """Where it is followed, or why not; nothing of a session that is held in the room alone, or not at all."""
    if not found.is_hybrid or found.is_cancelled:
        return {}
    link = link_to_follow(found.id, held, known.entitled)
    if link:
        return {"link": link, "text": _("For you alone: kindly do not pass this address on.")}
    if known.may_enter(found.id):
        return {"text": _("The address will stand here as soon as the Secretariat has entered it.")}
    return {"text": _("The address is given to those who may enter the session.")}


def _why(known: KnownAgenda) -> dict[str, str]:
    """Why one sees as much as one does."""
    entitled = known.entitled
    if entitled.is_team:
        return {"title": _("You see every session, as the Secretariat does.")}
    if entitled.is_participant:
        return {}
    if entitled.is_of_delegation:
        text = _("The addresses to follow sessions online are given to the members of your delegation themselves.")
        return {"title": _("As a focal point you see what participants see."), "text": text}
    if entitled.speaks_in:
        text = _("What is for all participants follows once you are registered.")
        return {"title": _("You see the public agenda and the sessions in which you speak."), "text": text}
    text = _("What is for participants alone follows as soon as your registration is confirmed.")
    return {"title": _("You see the public agenda."), "text": text}

"""The agenda of who takes part: what the public sees, and what is for participants or for those entitled alone."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda.models import Listing
from agenda.queries.documents import documents_of_session
from agenda.queries.known_agenda import KnownAgenda, known_agenda, link_to_follow
from agenda.queries.published import Day, PublishedSession
from agenda.views.document_lines import chain_lines
from agenda.views.entitled import entitlement_of
from agenda.views.presentation import row_of
from agenda.views.public import release_line
from agenda.views.session_facts import definitions_of, session_in_full
from conference.formats import date_range_text, day_text, zone_text
from conference.models import Conference
from conference.views.pages import get_conference, page, signed_in

AUDIENCES = {Listing.PARTICIPANTS: "accent", Listing.ENTITLED: "waiting"}


@require_safe
@signed_in
def own_agenda(request: HttpRequest, conference: str) -> HttpResponse:
    """Every session that this person may know of; who sees no more than the public is told why."""
    held = get_conference(conference)
    known = known_agenda(held, entitlement_of(request, held))
    published = known.published
    context = {
        "release": release_line(published),
        "days": [_day(day, known, held) for day in published.days()],
        "zone": zone_text(held.zone, published.sessions[0].starts_at) if published.sessions else "",
        "dates": date_range_text(held.starts_on, held.ends_on),
        "why": _why(known),
        "own_url": reverse("registration:own", args=[held.slug]),
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
    context = {
        **session_in_full(found, held),
        "audience": _audience(known, found),
        "entry": _("Not open to your category.") if _is_kept_out(known, found) else "",
        "definitions": _definitions(known, found, held),
        "online": _online(known, found, held),
        "documents": chain_lines(documents_of_session(found.id, entitled, held), held, says_for_whom=True),
        "release": release_line(known.published),
    }
    return page(request, "agenda/own_session.html", held, context, current="agenda")


def own_session_url(held: Conference, session_id: UUID) -> str:
    return reverse("agenda:own-session", args=[held.slug, session_id])


def _day(day: Day, known: KnownAgenda, held: Conference) -> dict[str, Any]:
    rows = []
    for slot in day.slots:
        row = row_of(slot, held)
        for entry, session in zip(row["sessions"], slot.sessions, strict=True):
            entry.update(_beside(known, session, held))
        rows.append(row)
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

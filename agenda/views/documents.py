"""The pages of documents: for everybody, and for whoever is entitled to more."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from agenda.queries.documents import NOBODY_IN_PARTICULAR, documents_for, for_listing, known_sessions
from agenda.views.document_lines import groups_of, sessions_led_to
from agenda.views.entitled import entitlement_of
from conference.clock import conference_now
from conference.models import Conference
from conference.views.pages import get_conference, page, public_page, signed_in
from conference.views.rendered_once import BareRequest, rendered_once


@rendered_once()
def documents(request: BareRequest, held: Conference) -> HttpResponse:
    """What everybody may have, by kind. It is rendered anew when an embargo ends."""
    found = for_listing(documents_for(NOBODY_IN_PARTICULAR, held, conference_now(held)))
    sessions = sessions_led_to(known_sessions(NOBODY_IN_PARTICULAR, held), held, "agenda:session")
    context = {
        "groups": groups_of(found, held, sessions=sessions),
        "own_url": reverse("agenda:own-documents", args=[held.slug]),
    }
    return public_page(request, "agenda/documents.html", held, context, current="documents")


@require_safe
@signed_in
def own_documents(request: HttpRequest, conference: str) -> HttpResponse:
    """What this person may have, with the sessions of which they may know."""
    held = get_conference(conference)
    entitlement = entitlement_of(request, held)
    found = for_listing(documents_for(entitlement, held, conference_now(held)))
    sessions = sessions_led_to(known_sessions(entitlement, held), held, "agenda:own-session")
    context = {
        "groups": groups_of(found, held, sessions=sessions, says_for_whom=True),
        "sees_more": entitlement.sees_more,
        "public_url": reverse("agenda:documents", args=[held.slug]),
    }
    return page(request, "agenda/own_documents.html", held, context)

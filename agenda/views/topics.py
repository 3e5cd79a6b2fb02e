"""The topics of the published agenda, each with its sessions."""

from uuid import UUID

from django.http import Http404, HttpResponse

from agenda.views.programme import programme_of
from agenda.views.public import clock_of, release_line
from conference.formats import zone_text
from conference.models import Conference
from conference.views.pages import public_page
from conference.views.rendered_once import BareRequest, rendered_once


@rendered_once()
def topic(request: BareRequest, held: Conference, pk: UUID) -> HttpResponse:
    """What is held under a topic; one without a session that everybody may know of is not there."""
    programme = programme_of(request, held)
    found = [one for one in programme.agenda.sessions if one.topic_id == pk]
    if not found:
        raise Http404
    context = {
        "topic": str(found[0].topic),
        "days": programme.rows(found),
        "zone": zone_text(held.zone, found[0].starts_at),
        "clock": clock_of(programme),
        "release": release_line(programme.agenda),
    }
    return public_page(request, "agenda/topic.html", held, context, current="agenda")

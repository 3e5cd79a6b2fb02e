"""The agenda for everybody: always the last release, the same for all, without account and without cookie."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.queries.labels import release_text
from agenda.queries.published import PublishedAgenda
from agenda.views.document_lines import chain_lines
from agenda.views.files import files_of, session_ics_url
from agenda.views.filters import AgendaFilter
from agenda.views.presentation import day_label
from agenda.views.programme import Programme, documents_of, programme_of
from agenda.views.session_facts import around, definitions_of, of_the_same_topic, session_in_full
from conference.formats import date_range_text, lines_of, short_day_text, zone_text
from conference.models import Conference
from conference.views.pages import public_page
from conference.views.rendered_once import AnsweredOnce, BareRequest, rendered_once

#: So many lines of the note stand over the agenda; the page of changes has them all.
NOTE_LINES = 3
#: From so many days each is written short.
MANY_DAYS = 5


@rendered_once("day", "topic", "room", "language", "type", "q")
def agenda(request: BareRequest, held: Conference) -> HttpResponse:
    """What, when, where and with whom; each of what is asked narrows it down."""
    programme = programme_of(request, held)
    published = programme.agenda
    chosen = AgendaFilter.of(request.GET.dict(), programme)
    note = note_lines(published)
    context = {
        "release": release_line(published),
        "note": note[:NOTE_LINES],
        "has_more_note": len(note) > NOTE_LINES,
        "days": programme.rows(chosen.sessions),
        "filter": chosen,
        "found": found_text(chosen),
        "tabs": day_tabs(programme, chosen),
        "zone": zone_text(held.zone, published.sessions[0].starts_at) if published.sessions else "",
        "clock": clock_of(programme),
        "files": files_of(held),
        "is_first": published.release is None or published.release.number == 1,
        "dates": date_range_text(held.starts_on, held.ends_on),
    }
    page = public_page(request, "agenda/agenda.html", held, context, current="agenda")
    return AnsweredOnce(page.content, headers=page.headers) if chosen.is_boundless else page


@rendered_once()
def session(request: BareRequest, held: Conference, pk: UUID) -> HttpResponse:
    """One session: what it is about and who speaks, what is before and after it, and what else its topic has."""
    programme = programme_of(request, held)
    found = programme.agenda.session(pk)
    if found is None:
        raise Http404
    context = {
        **session_in_full(found, held),
        "definitions": definitions_of(found, held),
        "documents": chain_lines(documents_of(request, held).get(found.id, ()), held),
        "around": around(found, programme),
        "same_topic": of_the_same_topic(found, programme),
        "ics_url": session_ics_url(held, found),
        "release": release_line(programme.agenda),
        "clock": clock_of(programme),
    }
    return public_page(request, "agenda/session.html", held, context, current="agenda")


def release_line(published: PublishedAgenda) -> str:
    """“Release 3 · Friday, 14 June 2019”; nothing before the first."""
    return release_text(published.release, published.conference) if published.release else ""


def note_lines(published: PublishedAgenda) -> list[str]:
    return lines_of(published.release.note) if published.release else []


def found_text(chosen: AgendaFilter) -> str:
    """How many sessions are left of a choice; nothing where none was made."""
    count = len(chosen.sessions)
    if not chosen.is_narrowed or not count:
        return _("No session answers to this choice.") if chosen.is_narrowed else ""
    sentence = ngettext("%(count)d session answers to this choice.", "%(count)d sessions answer to this choice.", count)
    return sentence % {"count": count}


def day_tabs(programme: Programme, chosen: AgendaFilter) -> list[dict[str, Any]]:
    """All days and each of them; where there are many they are written short."""
    dates = [day.date for day in programme.days]
    is_short = len(dates) >= MANY_DAYS
    return [
        {"label": _("All days"), "url": chosen.url(day="") or "?", "current": chosen.day is None},
        *(
            {
                "label": day_label(date),
                "short": short_day_text(date) if is_short else (),
                "url": chosen.url(day=date.isoformat()),
                "current": chosen.day == date,
            }
            for date in dates
        ),
    ]


def clock_of(programme: Programme) -> dict[str, Any]:
    """What a script needs to tell what is on: how far the conference's clock is ahead, its zone, its days."""
    held = programme.conference
    offset = held.demonstration_offset
    return {
        "offset": int(offset.total_seconds()) if offset else 0,
        "zone": held.time_zone,
        "days": " ".join(day.date.isoformat() for day in programme.days),
    }

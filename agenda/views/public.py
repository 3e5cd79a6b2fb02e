"""The agenda for everybody: always the last release, the same for all, without account and without cookie."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.queries.labels import languages_text, room_text
from agenda.queries.moves import MoveKind
from agenda.queries.published import PublishedAgenda, PublishedSession, published_agenda
from agenda.queries.speakers import PublishedSpeaker, speaker_with, speakers_of
from agenda.views.filters import AgendaFilter
from agenda.views.presentation import day_of, label_with_press, person_of, session_url
from conference.formats import date_range_text, day_text, time_range_text, zone_text
from conference.models import Conference
from conference.views.pages import public_page
from conference.views.rendered_once import rendered_once


@rendered_once("day", "topic", "room")
def agenda(request: HttpRequest, held: Conference) -> HttpResponse:
    """What, when, where and with whom; ``?day=``, ``?topic=`` and ``?room=`` narrow it down."""
    published = published_agenda(held)
    chosen = AgendaFilter.of(request.GET, published)
    context = {
        "release": release_line(published),
        "note": note_lines(published),
        "days": [day_of(day, held) for day in published.days(chosen.sessions)],
        "filter": chosen,
        "tabs": day_tabs(published, chosen),
        "zone": zone_text(held.zone, published.sessions[0].starts_at) if published.sessions else "",
        "calendar_url": calendar_url(held),
        "dates": date_range_text(held.starts_on, held.ends_on),
    }
    return public_page(request, "agenda/agenda.html", held, context, current="agenda")


@rendered_once()
def session(request: HttpRequest, held: Conference, pk: UUID) -> HttpResponse:
    """One session: what it is about and who speaks."""
    published = published_agenda(held)
    found = published.session(pk)
    if found is None:
        raise Http404
    context = {
        "session": found,
        "label": label_with_press(found),
        "definitions": definitions_of(found, held),
        "people": [person_of(speaker, held) for speaker in found.speakers],
        "questions": str(found.guiding_questions).splitlines(),
        "change": {
            "text": found.move.text,
            "tone": "trouble" if found.move.kind == MoveKind.CANCELLED else "waiting",
        },
        "ics_url": session_ics_url(held, found),
        "release": release_line(published),
    }
    return public_page(request, "agenda/session.html", held, context, current="agenda")


@rendered_once()
def speakers(request: HttpRequest, held: Conference) -> HttpResponse:
    """Whoever is named on the agenda."""
    published = published_agenda(held)
    context = {
        "speakers": [speaker_entry(person, held) for person in speakers_of(published)],
        "release": release_line(published),
    }
    return public_page(request, "agenda/speakers.html", held, context, current="speakers")


@rendered_once()
def speaker(request: HttpRequest, held: Conference, pk: UUID) -> HttpResponse:
    """One speaker, who must be named on the published agenda: anybody else gets the answer for nobody."""
    found = speaker_with(pk, published_agenda(held))
    if found is None:
        raise Http404
    return public_page(
        request, "agenda/speaker.html", held, {"speaker": speaker_entry(found, held)}, current="speakers"
    )


def release_line(published: PublishedAgenda) -> str:
    """“Release 3 · Friday, 14 June 2019”; nothing before the first."""
    release = published.release
    if release is None:
        return ""
    on = release.published_at.astimezone(published.conference.zone).date()
    return _("Release %(number)s · %(date)s") % {"number": release.number, "date": day_text(on, with_year=True)}


def note_lines(published: PublishedAgenda) -> list[str]:
    return str(published.release.note).splitlines() if published.release else []


def calendar_url(held: Conference) -> str:
    return f"{reverse('agenda-files:ics', args=[held.slug])}?lang={get_language()}"


def session_ics_url(held: Conference, found: PublishedSession) -> str:
    return f"{reverse('agenda-files:session-ics', args=[held.slug, found.id])}?lang={get_language()}"


def day_tabs(published: PublishedAgenda, chosen: AgendaFilter) -> list[dict[str, Any]]:
    all_days = {"label": _("All days"), "url": chosen.url(day=""), "current": chosen.day is None}
    days = dict.fromkeys(one.day for one in published.sessions)
    return [
        all_days,
        *(
            {"label": day_text(day), "url": chosen.url(day=day.isoformat()), "current": chosen.day == day}
            for day in days
        ),
    ]


def definitions_of(found: PublishedSession, held: Conference) -> list[dict[str, str]]:
    """The facts of a session, those that there are."""
    times = time_range_text(found.starts_at, found.ends_at, held.zone)
    rows: Sequence[dict[str, str]] = (
        {
            "term": _("When"),
            "text": _("%(day)s, %(times)s") % {"day": day_text(found.day), "times": times},
            "detail": zone_text(held.zone, found.starts_at),
        },
        {"term": _("Where"), "text": room_text(found)},
        {"term": _("Languages"), "text": languages_text(found)},
        {"term": _("Topic"), "text": str(found.topic)},
        {"term": _("Attribution"), "text": "" if found.is_break else attribution_text(found)},
        {"term": _("Source"), "text": found.source, "url": found.source},
    )
    return [row for row in rows if row["text"]]


def attribution_text(found: PublishedSession) -> str:
    sentences = {
        "public": _("What is said may be attributed."),
        "participants": _("What is said may be attributed among participants only."),
        "chatham_house": _("Chatham House Rule: what is said may be used, but not who said it."),
    }
    return sentences[found.attribution]


def speaker_entry(person: PublishedSpeaker, held: Conference) -> dict[str, Any]:
    return {
        "name": person.name,
        "function": person.function,
        "url": reverse("agenda:speaker", args=[held.slug, person.participant_id]) if person.participant_id else "",
        "appearances": [
            {
                "role": line.role_text,
                "title": str(one.title),
                "url": session_url(held, one),
                "label": label_with_press(one),
                "when": _("%(day)s, %(times)s")
                % {"day": day_text(one.day), "times": time_range_text(one.starts_at, one.ends_at, held.zone)},
                "is_cancelled": one.is_cancelled,
                "is_to_be_confirmed": line.is_to_be_confirmed,
            }
            for one, line in person.appearances
        ],
    }

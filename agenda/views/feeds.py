"""Files of the published agenda, for programs: calendars, data, paper."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import override

from agenda.feeds.frab import agenda_as_frab
from agenda.feeds.ical import session_calendar, speaker_calendar, whole_calendar
from agenda.feeds.json import agenda_as_json
from agenda.feeds.paper import agenda_as_pdf
from agenda.queries.speakers import speaker_with
from agenda.views.programme import documents_of, programme_of
from conference.models import Conference
from conference.views.rendered_once import BareRequest, rendered_once

CALENDAR = "text/calendar; charset=utf-8"


@rendered_once("lang")
def agenda_ics(request: BareRequest, held: Conference) -> HttpResponse:
    """The whole agenda; before the first release an empty calendar, so that one can subscribe in time."""
    with override(language_of(request, held)):
        content = whole_calendar(programme_of(request, held).agenda)
    return file_of(content, CALENDAR, f"{held.slug}-agenda.ics", language_of(request, held))


@rendered_once("lang")
def session_ics(request: BareRequest, held: Conference, pk: UUID) -> HttpResponse:
    """One session of the published agenda."""
    with override(language_of(request, held)):
        session = programme_of(request, held).agenda.session(pk)
        if session is None:
            raise Http404
        content = session_calendar(held, session)
    return file_of(content, CALENDAR, f"{held.slug}-{str(pk)[:8]}.ics", language_of(request, held))


@rendered_once("lang")
def speaker_ics(request: BareRequest, held: Conference, pk: UUID) -> HttpResponse:
    """The sessions of a person who is named on the published agenda; anybody else gets the answer for nobody."""
    with override(language_of(request, held)):
        speaker = speaker_with(pk, programme_of(request, held).agenda)
        if speaker is None:
            raise Http404
        content = speaker_calendar(held, speaker, pk)
    return file_of(content, CALENDAR, f"{held.slug}-speaker-{str(pk)[:8]}.ics", language_of(request, held))


@rendered_once("lang")
def agenda_json(request: BareRequest, held: Conference) -> HttpResponse:
    """The whole agenda as data in our own shape (docs/feeds.md)."""
    with override(language_of(request, held)):
        content = agenda_as_json(programme_of(request, held).agenda, documents_of(request, held))
    return data_of(content, "application/json", f"{held.slug}-agenda.json", language_of(request, held))


@rendered_once("lang")
def agenda_xml(request: BareRequest, held: Conference) -> HttpResponse:
    """The whole agenda as apps for conferences read it (frab's schedule.xml)."""
    with override(language_of(request, held)):
        content = agenda_as_frab(programme_of(request, held).agenda, documents_of(request, held))
    return data_of(content, "text/xml; charset=utf-8", f"{held.slug}-agenda.xml", language_of(request, held))


@rendered_once("lang")
def agenda_pdf(request: BareRequest, held: Conference) -> HttpResponse:
    """The annotated agenda, to be printed; set at the first reading of an edition, which takes a moment."""
    with override(language_of(request, held)):
        content = agenda_as_pdf(programme_of(request, held).agenda)
    return shown_file_of(content, "application/pdf", f"{held.slug}-agenda.pdf", language_of(request, held))


def language_of(request: BareRequest, held: Conference) -> str:
    """``?lang=``, where the conference is held in it: a file is the same for everybody who has its address."""
    return held.language_or_default(request.GET.get("lang"))


def file_of(content: bytes, content_type: str, name: str, language: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": language}
    return HttpResponse(content, content_type=content_type, headers=headers)


def shown_file_of(content: bytes, content_type: str, name: str, language: str) -> HttpResponse:
    """A file that a browser shows, and keeps under this name."""
    response = file_of(content, content_type, name, language)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def data_of(content: bytes, content_type: str, name: str, language: str) -> HttpResponse:
    """A file that pages of other sites may read: it is public, and the same whoever asks."""
    response = shown_file_of(content, content_type, name, language)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response

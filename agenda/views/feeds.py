"""Calendar files of the published agenda."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from agenda.feeds.ical import calendar_of, calendar_of_session
from agenda.queries.published import PublishedSession, published_agenda
from conference.models import Conference
from conference.views.rendered_once import rendered_once

CONTENT_TYPE = "text/calendar; charset=utf-8"


@rendered_once("lang")
def agenda_ics(request: HttpRequest, held: Conference) -> HttpResponse:
    """The whole agenda; before the first release an empty calendar, so that one can subscribe in time."""
    with override(language_of(request, held)):
        published = published_agenda(held)
        urls = {str(session.id): page_of(held, session) for session in published.sessions}
        content = calendar_of(
            published,
            name=_("%(conference)s: agenda") % {"conference": held.short_title},
            page_url=f"{settings.PUBLIC_URL}{reverse('agenda:agenda', args=[held.slug])}",
            session_urls=urls,
        )
    return file_of(content, f"{held.slug}-agenda.ics", language_of(request, held))


@rendered_once("lang")
def session_ics(request: HttpRequest, held: Conference, pk: UUID) -> HttpResponse:
    """One session of the published agenda."""
    with override(language_of(request, held)):
        session = published_agenda(held).session(pk)
        if session is None:
            raise Http404
        content = calendar_of_session(held, session, page_url=page_of(held, session))
    return file_of(content, f"{held.slug}-{str(pk)[:8]}.ics", language_of(request, held))


def language_of(request: HttpRequest, held: Conference) -> str:
    """``?lang=``, where the conference is held in it: a file is the same for everybody who has its address."""
    return held.language_or_default(request.GET.get("lang"))


def page_of(held: Conference, session: PublishedSession) -> str:
    return f"{settings.PUBLIC_URL}{reverse('agenda:session', args=[held.slug, session.id])}"


def file_of(content: bytes, name: str, language: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": language}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)

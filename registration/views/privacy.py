"""The privacy notice in force, and each version that was, under an address of its own: consents name it."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.clock import on_the_clock
from conference.formats import date_text, language_name
from conference.models import Conference
from conference.structured_text import blocks_of
from conference.views.pages import public_page
from conference.views.rendered_once import rendered_once
from registration.models import notice_in_force
from registration.queries.privacy_notices import Notice, notice_of, published_notices, version_text, version_url


@rendered_once()
def privacy(request: HttpRequest, shown: Conference) -> HttpResponse:
    """The notice in force: what is kept, who sees it, and what a person can ask for."""
    return _version_page(request, shown, notice_in_force(shown))


@rendered_once()
def privacy_version(request: HttpRequest, shown: Conference, version: str) -> HttpResponse:
    """A version that somebody may have agreed to; 404 for a draft and for what never was."""
    return _version_page(request, shown, version)


def _version_page(request: HttpRequest, shown: Conference, version: str) -> HttpResponse:
    notice = notice_of(shown, version)
    if notice is None:
        raise Http404
    return notice_page(request, shown, notice, {"former": _former(shown, notice), "versions": [*_versions(shown)]})


def notice_page(
    request: HttpRequest, conference: Conference, notice: Notice, context: Mapping[str, Any]
) -> HttpResponse:
    """A notice as participants see it, in the active language; ``context`` says what stands around it."""
    language = language_of(notice, get_language() or "en")
    shared = {
        "label": capfirst(version_text(notice.version)),
        "published_text": _on(conference, notice),
        "changes": notice.changes.in_language(language),
        "language": language,
        "language_name": language_name(language),
        "blocks": blocks_of(notice.text.in_language(language)),
    }
    return public_page(request, "registration/privacy.html", conference, {**shared, **context}, current="registration")


def language_of(notice: Notice, wished: str) -> str:
    """The language in which the text is there: as wished, else English, else the first."""
    there = [language for language, text in notice.text.items() if text]
    return next((language for language in (wished, "en", *there) if language in there), wished)


def _on(conference: Conference, notice: Notice) -> str:
    return date_text(on_the_clock(conference, notice.published_at).date()) if notice.published_at else ""


def _former(conference: Conference, notice: Notice) -> dict[str, str]:
    """What to say of a version that is not in force any longer."""
    in_force = notice_in_force(conference)
    if notice.version == in_force:
        return {}
    sentence = _("This is a former version. In force now is: %(version)s.") % {"version": version_text(in_force)}
    return {"text": sentence, "url": reverse("registration:privacy", args=[conference.slug])}


def _versions(conference: Conference) -> Iterator[dict[str, str]]:
    """Each version with the days on which it was in force, where there is more than one."""
    notices = published_notices(conference)
    if len(notices) == 1:
        return
    yield _line(conference, notices[0], _("in force since %(day)s") % {"day": _on(conference, notices[0])})
    for newer, notice in pairwise(notices):
        until = _on(conference, newer)
        since = _on(conference, notice)
        words = _("%(since)s to %(until)s") if since else _("until %(until)s")
        yield _line(conference, notice, words % {"since": since, "until": until})


def _line(conference: Conference, notice: Notice, days: str) -> dict[str, str]:
    return {
        "text": capfirst(version_text(notice.version)),
        "days": days,
        "url": version_url(conference, notice.version),
    }

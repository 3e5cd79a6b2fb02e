"""The one door to the files of documents: whoever may not have one is told that it is not there."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from agenda.models import DocumentVersion
from agenda.queries.document_chains import first_of
from agenda.queries.documents import NOBODY_IN_PARTICULAR, versions_for
from agenda.queries.entitlement import Entitlement
from agenda.views.entitled import entitlement_of
from conference.clock import conference_now
from conference.models import Conference
from conference.uploads import ENDINGS
from conference.views.pages import get_conference

#: What everybody may have may be kept by whoever asks each time whether it still holds; nothing else is kept.
PUBLIC, PRIVATE = "public, no-cache", "private, no-store"
POLICY = "default-src 'none'; sandbox"


@require_safe
def file(request: HttpRequest, conference: str, pk: UUID) -> HttpResponseBase:
    """A text in one language, to be saved: a browser that honours the sandbox would not draw a PDF.

    Whoever asks for what everybody may have is not looked at.
    """
    held = get_conference(conference)
    public = _version(pk, NOBODY_IN_PARTICULAR, held)
    if public is None:
        return _answer(_own(request, held, pk), PRIVATE)
    etag = f'"{public.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or _answer(public, PUBLIC)
    response["Cache-Control"], response["ETag"] = PUBLIC, etag
    return response


def _own(request: HttpRequest, held: Conference, pk: UUID) -> DocumentVersion:
    version = _version(pk, entitlement_of(request, held), held)
    if version is None:
        raise Http404
    return version


def _version(pk: UUID, entitlement: Entitlement, held: Conference) -> DocumentVersion | None:
    versions = versions_for(entitlement, held, conference_now(held))
    return versions.select_related("document__follows__follows__follows").filter(pk=pk).first()


def _answer(version: DocumentVersion, cache_control: str) -> HttpResponseBase:
    try:
        opened = version.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return saved_file(opened, file_name(version), version.content_type, version.language, cache_control)


def saved_file(
    opened: Any, name: str, content_type: str, language: str, cache_control: str = PRIVATE
) -> HttpResponseBase:
    """To be saved by whoever opens it, never drawn within our pages."""
    response = FileResponse(opened, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = cache_control
    response["Content-Security-Policy"] = POLICY
    response["Content-Language"] = language
    return response


def file_name(version: DocumentVersion) -> str:
    """“UB19-4-Rev.1-en.pdf”; without a symbol, as the Secretariat called it."""
    if not first_of(version.document).symbol:
        return version.name
    return f"{version.document.label}-{version.language}.{ENDINGS[version.content_type]}".replace("/", "-")

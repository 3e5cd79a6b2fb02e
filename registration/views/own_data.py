"""Everything that is held on oneself: to be read or printed, and to be taken away as a file."""

import zipfile
from tempfile import SpooledTemporaryFile
from typing import cast
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conference.clock import conference_now
from conference.own_data import as_json
from conference.views.pages import get_conference, page, signed_in
from registration.actions.hand_out import hand_out_own_data
from registration.models import Document, Registration
from registration.queries.own_data import own_data, own_documents
from registration.views.actors import signed_in_user
from registration.views.own import context_of, own_or_404

IN_MEMORY = 5_000_000


@signed_in
def data(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """As a page, which prints well."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    context = context_of(
        shown,
        mine,
        sections=own_data(mine, signed_in_user(request)),
        has_documents=own_documents(mine).exists(),
        title=_("Everything held on you"),
        lede=_(
            "All that the Secretariat keeps about your participation. Internal notes of those who consider "
            "applications are no part of it. For questions, or to have something erased, please write to the "
            "Secretariat."
        ),
    )
    return page(request, "registration/own_data.html", shown, context, current="registration")


@require_POST
@signed_in
def data_file(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """As JSON, or with all documents in an archive. That it was taken is kept on record."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    user = signed_in_user(request)
    hand_out_own_data(mine.pk, by=user)
    text = as_json(own_data(mine, user), mine.pk, conference_now(shown))
    name = f"my-data-{shown.slug}"
    if request.POST.get("form") != "archive":
        headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
        return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
    # A streamed answer passes as any other does; Django's types alone tell them apart.
    return cast(
        HttpResponse,
        FileResponse(_archive(mine, text), as_attachment=True, filename=f"{name}.zip", content_type="application/zip"),
    )


def _archive(mine: Registration, text: str) -> "SpooledTemporaryFile[bytes]":
    """The text and every file that is still there; FileResponse closes and so deletes it."""
    archive: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed by its reader
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", text)
        for number, document in enumerate(own_documents(mine), start=1):
            _pack(packed, document, number)
    archive.seek(0)
    return archive


def _pack(packed: zipfile.ZipFile, document: Document, number: int) -> None:
    try:
        file = document.file.open("rb")
    except FileNotFoundError:
        return
    with file:
        # A name that somebody chose is no path in an archive.
        safe = document.name.replace("/", "_").replace("\\", "_")
        packed.writestr(f"documents/{number:02}-{safe}", file.read())

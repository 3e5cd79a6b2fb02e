"""The one door to files that people have sent: whoever may not open one is told that it is not there."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from conference.officer_session import is_verified_officer
from conference.uploads import PICTURES
from conference.views.pages import get_conference, sign_in_url
from registration.models import Document


@require_safe
def document(request: HttpRequest, conference: str, document: UUID) -> HttpResponseBase:
    """The file itself: never opened within our pages, never kept by anybody in between.

    A picture is drawn in a page of ours; everything else is saved by whoever opens it.
    """
    shown = get_conference(conference)
    if not request.user.is_authenticated:
        return HttpResponseRedirect(sign_in_url(shown, request.get_full_path()))
    if getattr(request.user, "is_staff", False) and not is_verified_officer(request):
        raise Http404
    found: Document = get_object_or_404(Document.objects.visible_to(request.user, shown), pk=document)
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    is_drawn = found.content_type in PICTURES and "download" not in request.GET
    response = FileResponse(file, as_attachment=not is_drawn, filename=found.name, content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

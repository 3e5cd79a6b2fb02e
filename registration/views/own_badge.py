"""The code for the entrance as a picture, for whose it is alone."""

from io import BytesIO
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse

from conference.views.pages import get_conference, signed_in
from registration.models import Badge
from registration.views.actors import signed_in_user
from registration.views.own import own_or_404

SVG = "image/svg+xml"


@signed_in
def own_badge(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """The valid code as a square that a telephone shows and a scanner reads: black on white, whatever the page is."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    badge = Badge.objects.visible_to(signed_in_user(request), mine).valid().first()
    if badge is None:
        raise Http404
    picture = BytesIO()
    segno.make(badge.code, error="q", micro=False).save(
        picture, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, nl=False, unit="", scale=8
    )
    return HttpResponse(picture.getvalue(), content_type=SVG)

"""The privacy notice, with the version that a consent names."""

from django.http import HttpRequest, HttpResponse

from conference.http import public
from conference.views.pages import get_conference, public_page
from registration.forms.register import PRIVACY_NOTICE_VERSION


@public(3600)
def privacy(request: HttpRequest, conference: str) -> HttpResponse:
    """What is kept, who sees it, and what a person can ask for."""
    shown = get_conference(conference)
    context = {"version": PRIVACY_NOTICE_VERSION}
    return public_page(request, "registration/privacy.html", shown, context, current="registration")

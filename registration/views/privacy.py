"""The privacy notice, with the version that a consent names."""

from django.http import HttpRequest, HttpResponse

from conference.models import Conference
from conference.views.pages import public_page
from conference.views.rendered_once import rendered_once
from registration.forms.register import PRIVACY_NOTICE_VERSION


@rendered_once()
def privacy(request: HttpRequest, shown: Conference) -> HttpResponse:
    """What is kept, who sees it, and what a person can ask for."""
    context = {"version": PRIVACY_NOTICE_VERSION}
    return public_page(request, "registration/privacy.html", shown, context, current="registration")

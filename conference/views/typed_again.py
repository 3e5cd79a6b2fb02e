"""Signed out while a form was open: what was typed is offered once more where its page opens again."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.http import GetResponse
from conference.typed import FORGET, Typed, forget, keep, kept_for, waits
from conference.views.errors import in_its_place

TEMPLATE = "typed_again.html"


class TypedAgainMiddleware:
    """Keeps what was sent by whoever is not signed in any more; offers it where they come back.

    The page's own answer decides whether it is theirs: to anybody else's nothing is shown. Nothing is sent by itself.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST":
            return self._offered(request, self.get_response(request))
        if waits(request) and FORGET in request.POST:
            forget(request)
            return HttpResponseRedirect(request.get_full_path())
        return self._kept(request, self.get_response(request))

    def _offered(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # Pages that are the same for everybody never touch the session.
        if response.status_code != HTTPStatus.OK or not request.session.accessed:
            return response
        typed = kept_for(request)
        if typed is None or not request.user.is_authenticated:
            return response
        return in_its_place(request, TEMPLATE, HTTPStatus.OK, {"typed": typed, "is_signed_in_again": True})

    def _kept(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if _leads_to_signing_in(response) and not request.user.is_authenticated:
            typed = Typed.of(request)
            if typed is not None:
                keep(request, typed)
                messages.info(request, _("You were signed out. What you typed is kept: sign in, and go on with it."))
        elif waits(request) and request.user.is_authenticated and response.status_code != HTTPStatus.FORBIDDEN:
            forget(request)
        return response


def _leads_to_signing_in(response: HttpResponseBase) -> bool:
    if response.status_code != HTTPStatus.FOUND:
        return False
    return urlsplit(response["Location"]).path in {reverse("accounts:sign-in"), reverse("admin:login")}

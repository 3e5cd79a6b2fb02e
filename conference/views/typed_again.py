"""Signed out while a form was open: what was typed is offered once more where its page opens again."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.http import GetResponse
from conference.typed import FORGET, Typed, forget, forget_old, keep, kept_for, mark_owner, waits
from conference.views.errors import in_its_place

TEMPLATE = "typed_again.html"


class TypedAgainMiddleware:
    """Keeps what was sent by whoever is not signed in any more; offers it where they come back.

    The page's own answer decides whether it is theirs, and the browser's mark whether they typed it: to anybody else
    nothing is shown. Nothing is sent by itself.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "POST" and waits(request) and FORGET in request.POST:
            forget(request)
            return HttpResponseRedirect(request.get_full_path())
        response = self.get_response(request)
        # Pages that are the same for everybody never touch the session.
        if not request.session.accessed:
            return response
        forget_old(request)
        answer = self._kept(request, response) if request.method == "POST" else self._offered(request, response)
        if request.user.is_authenticated:
            mark_owner(request, answer)
        return answer

    def _offered(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != HTTPStatus.OK or not waits(request) or not request.user.is_authenticated:
            return response
        typed = kept_for(request)
        if typed is None:
            return response
        return in_its_place(request, TEMPLATE, HTTPStatus.OK, {"typed": typed, "is_signed_in_again": True})

    def _kept(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if _leads_to_signing_in(response) and not request.user.is_authenticated:
            typed = Typed.of(request)
            if typed is not None and keep(request, typed):
                messages.info(request, _("You were signed out. What you typed is kept: sign in, and go on with it."))
        elif waits(request) and request.user.is_authenticated and _was_taken(response):
            forget(request)
        return response


def _was_taken(response: HttpResponseBase) -> bool:
    """Whether the page has seen what was sent: it was saved, or stands on the page with what is wrong beside it."""
    is_refused_unseen = response.status_code == HTTPStatus.FORBIDDEN
    return not is_refused_unseen and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR


def _leads_to_signing_in(response: HttpResponseBase) -> bool:
    if response.status_code != HTTPStatus.FOUND:
        return False
    return urlsplit(response["Location"]).path in {reverse("accounts:sign-in"), reverse("admin:login")}

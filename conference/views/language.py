"""Choosing the language of pages whose address names none: sign-in, the admin, the mailbox, error pages."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language, get_language_from_path
from django.views.decorators.http import require_safe

from conference.formats import language_name


@require_safe
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Keeps the choice in a cookie of this browser, and leads back. Raises Http404 for an unknown language."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(wanted if is_ours else "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def language_switch(request: HttpRequest) -> list[dict[str, Any]]:
    """This page in each language of the interface; asks nothing of the database, so that an error page may use it."""
    return [
        {
            "code": code,
            "label": language_name(code),
            "url": _in_language(request, code),
            "current": code == get_language(),
        }
        for code in dict(settings.LANGUAGES)
    ]


def languages(request: HttpRequest) -> dict[str, Any]:
    """For every page drawn for a request: the switch, where its view gives none of its own."""
    return {"languages": SimpleLazyObject(lambda: language_switch(request))}


def _in_language(request: HttpRequest, code: str) -> str:
    address = request.get_full_path()
    if get_language_from_path(request.path_info):
        return f"/{code}/{address.split('/', 2)[2]}"
    return f"{reverse('accounts:language', args=[code])}?{urlencode({'next': address})}"

"""What every response keeps to: private unless a view is on the short list of public ones; and who asks."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_language_from_path

P = ParamSpec("P")
OWN_NETWORK = 64
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PrivateByDefaultMiddleware:
    """Marks each response ``private, no-store`` that a public view has not marked otherwise."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class LanguageMiddleware(LocaleMiddleware):
    """Django's, which says of every address without a language in it that its answer hangs on the visitor's.

    A public file is in the language that its address asks for, or in none: a cache needs one copy and not one for each
    list of languages that browsers send.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_public = str(response.get("Cache-Control", "")).startswith("public")
        if is_public and (response.has_header("Content-Language") or not get_language_from_path(request.path_info)):
            return response
        return super().process_response(request, response)


def public(
    seconds: int,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """Marks a view as one of the public ones: the same for everybody, never touching session or cookie.

    With 0 seconds a browser asks each time whether its copy (by ETag) still holds: what is released, or hidden, shows
    at once.
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if response.status_code == HTTPStatus.OK:
                response["Cache-Control"] = f"public, max-age={seconds}" if seconds else "public, no-cache"
            return response

        return wrapped

    return decorate


def client_address(request: HttpRequest) -> str:
    """Whence a request comes, to count by; behind the proxy that the settings trust, what this proxy saw.

    Of an IPv6 address the network: one household or office changes the rest of it at will.
    """
    seen = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SECURE_PROXY_SSL_HEADER:
        seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or seen
    try:
        address = ip_address(seen)
    except ValueError:
        return seen
    if isinstance(address, IPv4Address):
        return seen
    return str(address.ipv4_mapped or ip_network((address, OWN_NETWORK), strict=False))

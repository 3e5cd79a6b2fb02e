"""What every response carries beside Django's own headers, and how much a request may bring."""

import datetime
import math
import time
from contextlib import suppress
from functools import cache
from http import HTTPStatus

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import render

from conference.http import GetResponse

NUL = "\x00"
#: A film of a telephone is larger.
MOST_DISCARDED = 100_000_000
#: Seconds that such a film takes on a slow line; whoever dribbles holds no thread for longer.
LONGEST_DISCARDED = 120.0
PIECE = 64 * 1024
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
# Nothing here needs the devices of whoever reads; a page that does says so itself.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
HEADERS = (
    ("Permissions-Policy", PERMISSIONS),
    # No other site draws our pictures, or reads our pages through a side channel of the processor.
    ("Cross-Origin-Resource-Policy", "same-origin"),
)


def come_again(response: HttpResponse, wait: datetime.timedelta) -> HttpResponse:
    """Says to programs what the page says in words: too many tries, and when to come again."""
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return response


class HeadersMiddleware:
    """Adds what a view has not set otherwise; static files and error pages included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS:
            response.setdefault(name, value)
        return response


@cache
def standing_policy() -> str:
    """The policy of every page that asks for none of its own."""
    return build_policy() or ""


class PolicyMiddleware(CSPMiddleware):
    """Writes the standing policy once: the library puts it together anew for each answer, which costs a tenth of it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if any(name.startswith("_csp_") for name in (*vars(response), *vars(request))):
            return super().process_response(request, response)
        response.setdefault(HEADER, standing_policy())
        return response


class ReadableRequestsMiddleware:
    """Answers 400 where address, query or a cookie holds a NUL: no text does, and PostgreSQL takes none.

    What is typed into a form is answered beside its field; these nobody types. Methods that no page has are answered
    with 405: what tells GET from the rest would else take them for a submit.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        asked = (request.path_info, *(part for pair in request.GET.lists() for part in (pair[0], *pair[1])))
        if any(NUL in text for text in (*asked, *request.COOKIES.values())):
            raise BadRequest
        return self.get_response(request)


def _let_it_arrive(request: HttpRequest, size: int) -> None:
    until = time.monotonic() + LONGEST_DISCARDED
    with suppress(UnreadablePostError):
        while size > 0 and time.monotonic() < until and (piece := request.read(min(size, PIECE))):
            size -= len(piece)


class LargeRequestsMiddleware:
    """Refuses what is larger than any form of ours can be; nothing of it is kept.

    It is read to its end all the same: a browser that is answered while it still sends shows a broken connection, and
    never the sentence. Of what nobody sends by mistake the connection does break.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length) > settings.REQUEST_MAX_BYTES:
            _let_it_arrive(request, min(int(length), MOST_DISCARDED))
            return self.refusal(request)
        return self.get_response(request)

    def refusal(self, request: HttpRequest) -> HttpResponse:
        """In the reader's language, with the size that is taken."""
        megabytes = settings.REQUEST_MAX_BYTES // 1_000_000
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return render(request, "413.html", {"megabytes": megabytes}, status=status)

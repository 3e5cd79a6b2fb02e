"""A public page as it is kept: compressed, with its ETag and headers, ready to be sent."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from conference.queries.edition import Mark

PLAIN, GZIP, BROTLI = "", "gzip", "br"
REFUSALS = frozenset({"q=0", "q=0.0", "q=0.00", "q=0.000"})


@dataclass(frozen=True)
class Rendering:
    """A page of one edition in each coding, with the headers that go with it."""

    mark: Mark
    bodies: Mapping[str, bytes]
    etags: Mapping[str, str]
    headers: Mapping[str, str]
    is_kept: bool = True

    @classmethod
    def of(cls, response: HttpResponse, mark: Mark, *, cache_control: str, is_kept: bool = True) -> "Rendering":
        """Raises ``ValueError`` for anything but a page. One that is not kept is compressed as fast as can be."""
        if response.status_code != HTTPStatus.OK:
            message = f"A public page is answered with 200 and not with {response.status_code}."
            raise ValueError(message)
        plain = response.content
        digest = hashlib.sha256(plain).hexdigest()[:24]
        return cls(
            mark=mark,
            bodies={
                PLAIN: plain,
                GZIP: gzip.compress(plain, compresslevel=6 if is_kept else 1, mtime=0),
                BROTLI: brotli.compress(plain, quality=6 if is_kept else 1),
            },
            etags={PLAIN: f'"{digest}"', GZIP: f'"{digest}-gzip"', BROTLI: f'"{digest}-br"'},
            headers=dict(response.items()) | {"Cache-Control": cache_control, "Vary": "Accept-Encoding"},
            is_kept=is_kept,
        )

    @property
    def size(self) -> int:
        """Bytes that it takes in memory."""
        return sum(map(len, self.bodies.values()))

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The body in a coding that the client accepts, or word that the client's copy still holds."""
        coding = accepted_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        etag = self.etags[coding]
        known = request.META.get("HTTP_IF_NONE_MATCH")
        response = HttpResponseNotModified() if known and holds(known, etag) else HttpResponse(self.bodies[coding])
        for name, value in self.headers.items():
            response[name] = value
        response["ETag"] = etag
        if coding:
            response["Content-Encoding"] = coding
        return response


def holds(known: str, etag: str) -> bool:
    """Whether the ETag is among those that a client sent, compared weakly (RFC 9110, 13.1.2): proxies weaken them."""
    return any(one in ("*", etag, f"W/{etag}") for one in parse_etags(known))


@lru_cache(maxsize=512)
def accepted_coding(header: str) -> str:
    """The best coding that an Accept-Encoding header allows, of those in which pages are kept."""
    accepted = set()
    for entry in header.lower().split(","):
        name, _, weight = entry.partition(";")
        if weight.replace(" ", "") not in REFUSALS:
            accepted.add(name.strip())
    return next((coding for coding in (BROTLI, GZIP) if coding in accepted), PLAIN)

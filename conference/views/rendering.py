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
#: The qualities of gzip and brotli: of a page that many read, and of one that is sent once.
OFTEN, ONCE = 6, 1
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
    def of(
        cls, response: HttpResponse, mark: Mark, *, cache_control: str, once_for: HttpRequest | None = None
    ) -> "Rendering":
        """Raises ``ValueError`` for anything but a page.

        ``once_for``: it is not kept, but answers this request alone; so it is there in the coding that is sent.
        """
        if response.status_code != HTTPStatus.OK:
            message = f"A public page is answered with 200 and not with {response.status_code}."
            raise ValueError(message)
        plain = response.content
        digest = hashlib.sha256(plain).hexdigest()[:24]
        codings = (coding_for(once_for),) if once_for else (PLAIN, GZIP, BROTLI)
        quality = ONCE if once_for else OFTEN
        return cls(
            mark=mark,
            bodies={coding: coded(plain, coding, quality) for coding in codings},
            etags={coding: f'"{digest}-{coding}"' if coding else f'"{digest}"' for coding in codings},
            headers=dict(response.items()) | {"Cache-Control": cache_control, "Vary": "Accept-Encoding"},
            is_kept=once_for is None,
        )

    @property
    def size(self) -> int:
        """Bytes that it takes in memory."""
        return sum(map(len, self.bodies.values()))

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The body in a coding that the client accepts, or word that the client's copy still holds."""
        coding = coding_for(request)
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


def coded(plain: bytes, coding: str, quality: int) -> bytes:
    if coding == GZIP:
        return gzip.compress(plain, compresslevel=quality, mtime=0)
    return brotli.compress(plain, quality=quality) if coding == BROTLI else plain


def coding_for(request: HttpRequest) -> str:
    return accepted_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=512)
def accepted_coding(header: str) -> str:
    """The best coding that an Accept-Encoding header allows, of those in which pages are kept."""
    accepted = set()
    for entry in header.lower().split(","):
        name, _, weight = entry.partition(";")
        if weight.replace(" ", "") not in REFUSALS:
            accepted.add(name.strip())
    return next((coding for coding in (BROTLI, GZIP) if coding in accepted), PLAIN)

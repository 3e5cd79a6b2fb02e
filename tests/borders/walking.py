"""How an address of the table is opened, and what of an answer is compared."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from tests.borders.addresses import Address, Kind, Visit
from tests.borders.host import Host
from tests.borders.roles import ANONYMOUS, ROLES, home_of
from tests.borders.table_of_correspondence import CORRESPONDENCE
from tests.borders.table_of_desk import DESK
from tests.borders.table_of_pages import MAILBOX, PAGES
from tests.borders.world import World

OK = 200
UNREADABLE = frozenset({"Set-Cookie", "Expires", "Content-Length", "ETag", "Content-Security-Policy", "Last-Modified"})
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|name="form_token" value="[\w-]+"|nonce-[\w+/=-]+')
TABLE: tuple[Address, ...] = (*PAGES, *MAILBOX, *DESK, *CORRESPONDENCE)
#: Arguments that name a row; the others say which page of it.
IDENTIFIERS = frozenset({"pk", "object_id", "id", "delegation", "registration", "token", "category", "identifier"})


def names_of_the_resolver() -> set[str]:
    """Every address of the project by its name; one without a name by its route."""
    return set(_names(get_resolver().url_patterns, namespace="", route=""))


def _names(patterns: Iterable[Any], *, namespace: str, route: str) -> Iterator[str]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern.url_patterns, namespace=inside, route=here)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else here


def url_of(address: Address, visit: Visit) -> str:
    """The address with its arguments and its query."""
    query = f"?{visit.query}" if visit.query else ""
    if "/" not in address.name:
        return reverse(address.name, kwargs=visit.kwargs) + query
    path = re.sub(
        r"<\w+:(\w+)>|\(\?P<(\w+)>[^)]*\)\$?", lambda found: str(visit.kwargs[found[1] or found[2]]), address.name
    )
    return f"/{path}{query}"


@dataclass(frozen=True)
class Answer:
    """What came back: ``text`` is all that can be read in it, in lower case, headers and notices included."""

    url: str
    status: int
    led_to: str
    text: str

    def comparable(self, identifiers: Iterable[str]) -> tuple[int, str, str]:
        """Without what is new in every answer, and without the identifiers that were asked for."""
        text, led_to = TOKEN.sub("", self.text), self.led_to
        for identifier in identifiers:
            text, led_to = (each.replace(identifier.lower(), "…").replace(identifier, "…") for each in (text, led_to))
        return self.status, led_to, text


@override("en")
def opened(client: Client, url: str, data: Mapping[str, Any] | None = None) -> Answer:
    """GET, or POST where there is something to submit; a file is read to its end, so that it is closed."""
    answer: Any = client.get(url) if data is None else client.post(url, data)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    # Notices wait in a cookie for the next page; what is read here is of this answer alone.
    waiting = getattr(answer.wsgi_request, "_messages", None)  # none where the request was refused at the door
    notices = [str(notice) for notice in waiting._queued_messages] if waiting else []
    client.cookies.pop("messages", None)
    headers = [f"{name}: {value}" for name, value in answer.headers.items() if name not in UNREADABLE]
    text = "\n".join([*headers, *notices, content.decode(errors="replace")]).lower()
    return Answer(url, answer.status_code, answer.headers.get("Location", ""), text)


def pages(world: World, roles: Iterable[str] = ROLES) -> Iterator[tuple[str, str]]:
    """Role and address of every page that a role may look at in its own conference, in the active language.

    What is the same for everybody comes once, for whoever is not signed in. ``visitor(world, role).client`` is the
    browser that may open them.
    """
    for role in roles:
        host = home_of(world, role)
        for address in TABLE:
            if address.is_page and (address.kind is not Kind.OPEN or role == ANONYMOUS):
                yield from ((role, url_of(address, visit)) for visit in _shown(address, host, world, role))


def _shown(address: Address, host: Host, world: World, role: str) -> list[Visit]:
    return [
        visit
        for visit in address.visits(host, world)
        if role in visit.allowed and (visit.answer or address.answer) == OK and "GET" in address.methods
    ]


def nowhere(visit: Visit) -> Visit:
    """The same visit with identifiers that no row has."""
    return replace(visit, kwargs={name: _unknown(name, value) for name, value in visit.kwargs.items()})


def _unknown(name: str, value: Any) -> Any:
    if name not in IDENTIFIERS:
        return value
    return uuid.uuid4() if isinstance(value, uuid.UUID) else "a" * len(str(value))

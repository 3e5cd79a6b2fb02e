"""What a visitor asks and is answered; shared by the measuring process and by the one that counts queries.

It knows nothing of Django: the visitors live in a process of their own, which must stay light.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

OK = 200
AS_BROWSERS_ASK = {"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip, deflate, br", "Accept-Language": "en"}


@dataclass(frozen=True)
class Request:
    """One request, and what must be answered: anything else makes the row fail."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    expects: int = OK
    is_last: bool = True

    def as_bytes(self, host: str) -> bytes:
        """The request as it goes over the wire."""
        headers = {"Host": host, **self.headers}
        if self.body:
            headers |= {"Content-Length": str(len(self.body))}
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body


@dataclass(frozen=True)
class Response:
    """What came back; read no further than somebody asks, as most visitors do not."""

    head: bytes
    body: bytes

    @property
    def status(self) -> int:
        return int(self.head[9:12])

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        return [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]

    @cached_property
    def headers(self) -> dict[str, str]:
        """By their names in lower case."""
        return dict(self._pairs)

    @cached_property
    def cookies(self) -> dict[str, str]:
        set_by = (value.partition(";")[0].partition("=") for name, value in self._pairs if name == "set-cookie")
        return {name: value for name, _, value in set_by}


Visit = Generator[Request, Response, None]
Visitors = Callable[[int, Mapping[str, Any]], Visit]
"""Makes the visits of one connection: gets its number and the row's parameters, never ends."""


def reader(_number: int, parameters: Mapping[str, Any]) -> Visit:
    """Reads the same page again and again."""
    request = Request(parameters["path"], headers=parameters["headers"], expects=parameters.get("expects", OK))
    while True:
        yield request


def returning_reader(_number: int, parameters: Mapping[str, Any]) -> Visit:
    """Has read the page already, and asks whether it has changed."""
    first = yield Request(parameters["path"], headers=parameters["headers"], is_last=False)
    etag = first.headers.get("etag", '"none"')
    request = Request(parameters["path"], headers={**parameters["headers"], "If-None-Match": etag}, expects=304)
    while True:
        yield request

"""What the supervisor asks of the site that it has started."""

import http.client
import json
import os
from http import HTTPStatus

LOOPBACK = "127.0.0.1"
# What is not ours, and what a start does not mend: it is told, not waited for.
NOT_WAITED_FOR = frozenset({"smtp", "disk"})


def answers(port: int) -> bool:
    """Whether the site answers a simple question."""
    status, _body = _get(port, "/healthz")
    return 0 < status < HTTPStatus.INTERNAL_SERVER_ERROR


def missing(port: int) -> list[str] | None:
    """What is not ready, by its name in ``/readyz``; None when the site cannot be asked."""
    status, body = _get(port, "/readyz?format=json")
    try:
        checks = json.loads(body)["checks"] if status in {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE} else None
    except (ValueError, KeyError):
        return None
    return None if checks is None else [name for name, check in checks.items() if not check["ready"]]


def is_up(port: int) -> bool:
    """Whether everything that we have started works."""
    found = missing(port)
    return found is not None and NOT_WAITED_FOR.issuperset(found)


def _host() -> str:
    """A name that the site answers to: it may be told not to answer to the loopback's."""
    named = os.environ.get("ALLOWED_HOSTS", "").split(",")
    names = [name.strip() for name in named if name.strip()]
    if not names or {LOOPBACK, "*"}.intersection(names):
        return LOOPBACK
    return names[0].removeprefix("*").lstrip(".")


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=4)
    try:
        connection.request("GET", path, headers={"Host": _host()})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()

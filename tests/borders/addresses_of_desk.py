"""How the addresses of the admin are written down: a page, a page of a row, a form, an act, a model's six."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from tests.borders.addresses import BOTH, COORDINATING, POST, Address, Kind, Visit
from tests.borders.host import Host
from tests.borders.roles import OFFICERS
from tests.borders.world import World

Things = Callable[[Host, World], Iterable[Any]]
NOBODY: frozenset[str] = frozenset()
# A thing's history stands on its own page.
ON_ITS_PAGE = {"history": 302}
WORDING = frozenset({"coordinator", "registration", "of_both", "of_there", "superuser"})
COORDINATOR = frozenset({"coordinator"})
WORKING = OFFICERS - {"observer"}
DUTY_OF_CARE = frozenset({"duty_of_care", "of_there"})
ADMINISTRATOR = frozenset({"superuser"})


def desk(name: str, allowed: frozenset[str] = OFFICERS, *, query: str = "", **fields: Any) -> Address:
    """A page of the admin that names no row."""
    return Address(f"admin:{name}", Kind.DESK, lambda _h, _w: [Visit({}, allowed, query)], **fields)


def row(
    name: str, things: Things, allowed: frozenset[str] = OFFICERS, *, argument: str = "object_id", **fields: Any
) -> Address:
    """A page of the admin for each of some rows."""

    def visits(host: Host, world: World) -> Iterable[Visit]:
        for thing in things(host, world):
            if isinstance(thing, Visit):
                meant = thing.allowed & allowed
                yield replace(thing, allowed=meant, refused=thing.refused if meant else None)
            else:
                yield Visit(thing if isinstance(thing, dict) else {argument: thing.pk}, allowed)

    return Address(name if "/" in name else f"admin:{name}", Kind.DESK, visits, **fields)


def form(
    name: str, things: Things, allowed: frozenset[str] = OFFICERS, *, argument: str = "pk", **fields: Any
) -> Address:
    """A page of a row that is opened and submitted."""
    return row(name, things, allowed, argument=argument, methods=BOTH, **fields)


def act(name: str, things: Things, allowed: frozenset[str]) -> Address:
    """What is done to a row by a button."""
    return row(name, things, allowed, argument="pk", methods=POST, is_page=False)


def short(name: str, things: Things) -> Address:
    """A model's address without a page, which leads to its change."""
    address = f"admin/{name.replace('_', '/')}/<path:object_id>/"
    return row(address, things, answer=302, refused=302, is_page=False)


def model(
    name: str,
    things: Things,
    *,
    changes: frozenset[str] = COORDINATING,
    adds: frozenset[str] | None = None,
    deletes: frozenset[str] | None = None,
    answers: dict[str, int] | None = None,
    refused: dict[str, int] | None = None,
) -> Sequence[Address]:
    """The addresses of a model: its list, add, change, delete, history, and the short one that leads to change."""
    answers, refused = answers or {}, refused or {}
    adding, deleting = (changes if chosen is None else chosen for chosen in (adds, deletes))

    def answer(page: str) -> dict[str, Any]:
        return {"answer": answers.get(page, 200), "refused": refused.get(page, 403)}

    return (
        desk(f"{name}_changelist", **answer("changelist"), methods=BOTH),
        desk(f"{name}_add", adding, **answer("add"), methods=BOTH),
        row(f"{name}_change", things, **answer("change"), methods=BOTH),
        row(f"{name}_delete", things, deleting, **answer("delete"), methods=BOTH),
        row(f"{name}_history", things, **answer("history")),
        short(name, things),
    )


def of(*names: str, kept: str) -> Things:
    """Some of what a host keeps, by name: of("nominee", kept="registrations")."""
    return lambda host, _world: [getattr(host, kept)[name] for name in names]

"""The table of every address of the project: what it is about, and who is answered how.

A row more in a URL table is a row more here, or ``test_table.py`` fails and names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from tests.borders.host import Host
from tests.borders.roles import OFFICERS, PERSONS
from tests.borders.world import World

Kwargs = dict[str, Any]
EVERYBODY = PERSONS | OFFICERS | {"anonymous"}


class Kind(Enum):
    """How whoever is not meant is answered."""

    OPEN = "the same for everybody"
    OWN = "sign-in page for whoever is not signed in, 404 for anybody else's"
    LINK = "the page behind the link, which asks for a code, for whoever has not proved the address"
    DESK = "the admin's sign-in page for whoever is no officer, 403 without the duty, as if it did not exist elsewhere"


@dataclass(frozen=True)
class Visit:
    """An address with its arguments, and the roles of the host's own people who are let in.

    ``answer`` and ``refused`` stand here where they differ from the address's own.
    """

    kwargs: Kwargs
    allowed: frozenset[str] = EVERYBODY
    query: str = ""
    answer: int | None = None
    refused: int | None = None


@dataclass(frozen=True)
class Address:
    """``answer`` is what the allowed get by GET, ``refused`` what an officer without the duty gets.

    ``is_page`` tells what a person looks at from files, answers for scripts, and addresses that lead elsewhere.
    """

    name: str
    kind: Kind
    visits: Callable[[Host, World], Iterable[Visit]]
    answer: int = 200
    refused: int = 403
    methods: frozenset[str] = frozenset({"GET"})
    is_page: bool = True
    #: Waits for what is not there in a test: one visitor asks for all.
    is_slow: bool = False

    @property
    def is_of_a_host(self) -> bool:
        """Whether the conference stands in the address."""
        return self.name.split(":")[0] in {"conference", "registration", "agenda", "agenda-files", "accent", "emblem"}

    @property
    def is_somebodys(self) -> bool:
        """Whether it is of one conference: the one in the address, or the one that the officer works in."""
        return self.is_of_a_host or self.kind is Kind.DESK


GET = frozenset({"GET"})
POST = frozenset({"POST"})
BOTH = GET | POST

# Of the host's own officers; “of_both” is co-ordinator and registration officer here.
COORDINATING = frozenset({"coordinator", "of_both", "of_there", "superuser"})
REGISTERING = COORDINATING | {"registration", "protocol"}
INVITING = COORDINATING | {"protocol", "correspondence"}
CORRESPONDING = COORDINATING | {"correspondence"}
DECIDING = COORDINATING | {"registration", "vetting"}
SCHEDULING = COORDINATING | {"agenda"}

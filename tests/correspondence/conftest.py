"""Where things fail on purpose: servers of their own, and a table of what became of the letters."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # this file is loaded before the apps are
    from pytest_django import DjangoDbBlocker

    from conference.embedded.postgres import Postgres
    from conference.embedded.valkey import Valkey
    from tests.servers.site import Site
    from tests.servers.tally import Tally

ROWS: list[str] = []
OwnServers = tuple["Postgres", "Valkey", dict[str, str]]
Report = Callable[..., None]


@pytest.fixture(scope="session")
def servers_that_fail(django_db_blocker: "DjangoDbBlocker") -> Iterator[OwnServers]:
    """PostgreSQL and Valkey for the tests that stop them; those of the run serve other tests at the same time."""
    from tests.servers.site import own_servers

    with django_db_blocker.unblock(), own_servers() as servers:
        yield servers


@pytest.fixture
def site(
    servers_that_fail: OwnServers,
    django_db_blocker: "DjangoDbBlocker",
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator["Site"]:
    """A site without letters, whose every part may fail; this process writes to its database."""
    from conference import alarm

    monkeypatch.setattr(alarm, "_quiet_until", 0.0)
    with django_db_blocker.unblock(), _site_on(servers_that_fail, tmp_path) as site:
        yield site


@pytest.fixture(scope="module")
def lasting_site(
    servers_that_fail: OwnServers, django_db_blocker: "DjangoDbBlocker", tmp_path_factory: pytest.TempPathFactory
) -> Iterator["Site"]:
    """One for all tests of a file whose workers live on; a test begins with ``begin_afresh``."""
    folder = tmp_path_factory.mktemp("site")
    with django_db_blocker.unblock(), _site_on(servers_that_fail, folder) as site:
        yield site


@contextmanager
def _site_on(servers: OwnServers, folder: Path) -> Iterator["Site"]:
    from tests.servers.scripted import ScriptedServer
    from tests.servers.site import Site, connected_to

    postgres, valkey, addresses = servers
    postgres.start()
    valkey.start()
    site = Site(postgres, valkey, ScriptedServer(), folder, addresses)
    try:
        with connected_to(addresses):
            site.begin_afresh()
            yield site
    finally:
        site.close()


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Report:
    """Adds a row to the table that ``make faults`` prints."""

    def add(tally: "Tally", **figures: object) -> None:
        states = ", ".join(f"{count} {state}" for state, count in sorted(tally.states.items()))
        more = "".join(f"; {name.replace('_', ' ')} {figure}" for name, figure in figures.items())
        ROWS.append(
            f"{request.node.name}: {tally.messages} messages: {states}; {tally.at_server} at the server; "
            f"{tally.seconds:.1f} s{more}"
        )

    return add


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table, for who asks for it."""
    if os.environ.get("FAULTS_MESSAGES"):
        terminalreporter.section("what became of the letters")
        for row in ROWS:
            terminalreporter.write_line(row)

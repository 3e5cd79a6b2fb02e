"""The two servers together, as their users start and leave them."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from conference.embedded import room
from conference.embedded.addresses import temporary_folder
from conference.embedded.places import Places, lasting_places, throw_away_places
from conference.embedded.postgres import Postgres
from conference.embedded.users import Users
from conference.embedded.valkey import Valkey

ADDRESSES = ("DATABASE_URL", "REDIS_URL")
# A test run makes its folder, then locks it; one this young is not yet abandoned.
YOUNG = 60.0


@dataclass(frozen=True)
class Servers:
    """Servers that somebody uses: their addresses, and a way to bring them back."""

    addresses: dict[str, str]
    #: Where they keep their data, when they are ours.
    folder: Path | None = None
    _running: Mapping[str, Postgres | Valkey] = field(default_factory=dict)
    _users: Users | None = None

    def revive(self) -> None:
        """Start again what has ended by accident; costs nothing when all is well."""
        if self._users is None or all(server.is_alive() for server in self._running.values()):
            return
        with self._users.changing():
            for server in self._running.values():
                server.start()


@contextmanager
def lasting_servers(data_dir: Path, environment: Mapping[str, str] = os.environ) -> Iterator[Servers]:
    """Give the servers of ``data_dir``, starting those that ``environment`` does not name.

    Processes share them: the last to leave stops them. Raises EmbeddedError, with one clear line.
    """
    given = {name: environment[name] for name in ADDRESSES if environment.get(name)}
    if len(given) == len(ADDRESSES):
        yield Servers(given)
        return
    places = lasting_places(data_dir)
    room.require(places.servers, room.LATER_START if _was_started(places) else room.FIRST_START)
    servers = _servers(places, given)
    users = Users(places.servers)
    try:
        with users.changing():
            users.join()
            for server in servers.values():
                server.start()
        addresses = given | {name: server.url for name, server in servers.items()}
        yield Servers(addresses, places.servers, servers, users)
    finally:
        with users.changing():
            if users.leave():
                _stop(servers)
                shutil.rmtree(places.sockets, ignore_errors=True)
        users.close()


@contextmanager
def throw_away_servers(environment: Mapping[str, str] = os.environ) -> Iterator[dict[str, str]]:
    """Give the addresses of servers for one test run; their data is removed with them."""
    given = {name: environment[name] for name in ADDRESSES if environment.get(name)}
    with ExitStack() as stack:
        if len(given) < len(ADDRESSES):
            remove_abandoned()
            places = throw_away_places()
            stack.callback(shutil.rmtree, places.servers, ignore_errors=True)
            lock = os.open(places.servers / "lock", os.O_RDWR | os.O_CREAT, 0o600)
            stack.callback(os.close, lock)
            fcntl.flock(lock, fcntl.LOCK_EX)
            servers = _servers(places, given, throw_away=True)
            stack.callback(_stop, servers)
            for server in servers.values():
                server.start()
            given |= {name: server.url for name, server in servers.items()}
        yield given


def remove_abandoned() -> None:
    """Remove what test runs that were killed have left: their servers ended with them, their folders did not."""
    for root in temporary_folder().glob("plenary-test-*"):
        try:
            if time.time() - root.stat().st_mtime < YOUNG:
                continue
            lock = os.open(root / "lock", os.O_RDWR)
        except OSError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(root, ignore_errors=True)
        finally:
            os.close(lock)


def _was_started(places: Places) -> bool:
    return any(places.servers.joinpath(name).exists() for name in ("postgres", "valkey"))


def _servers(places: Places, given: Mapping[str, str], *, throw_away: bool = False) -> dict[str, Postgres | Valkey]:
    kinds: dict[str, type[Postgres | Valkey]] = {"DATABASE_URL": Postgres, "REDIS_URL": Valkey}
    return {name: kind(places, throw_away=throw_away) for name, kind in kinds.items() if name not in given}


def _stop(servers: Mapping[str, Postgres | Valkey]) -> None:
    for server in servers.values():
        server.stop()

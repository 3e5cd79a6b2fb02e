"""A PostgreSQL cluster of our own, reached by a Unix socket in a private folder."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import closing

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, connection

from conference.embedded import processes
from conference.embedded.addresses import OWNER, database_url
from conference.embedded.binaries import major_version, postgres_binaries
from conference.embedded.errors import EmbeddedError
from conference.embedded.places import Places

SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "64MB",
    "log_checkpoints": "off",
}
# Half a second is won in each test run, and the data does not outlive it. Nowhere else. Each process of a run may try
# what fifty do at once.
THROW_AWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
}
BUILTIN_LOCALES_SINCE = 17
PATIENCE = 30.0


class Postgres:
    """One cluster: adopted when it lives, made and started when it does not. Its callers hold the lock of ``Users``."""

    def __init__(self, places: Places, *, throw_away: bool = False) -> None:
        self._places = places
        self._throw_away = throw_away
        self._binaries = postgres_binaries(places.account)
        self._process: subprocess.Popen[bytes] | None = None
        self.data = places.servers / "postgres"
        self.log = places.log_of("postgres")

    @property
    def url(self) -> str:
        """The address as DATABASE_URL."""
        return database_url(self._places.sockets)

    def start(self) -> None:
        """Adopt the living server, or start one and wait until it answers.

        Raises EmbeddedError when the data is of another major version or the server does not come up.
        """
        self._make_cluster()
        if not self._adoptable():
            self._remove_leftovers()
            self._launch()
        self._make_database()

    def is_alive(self) -> bool:
        """Whether its process lives; collects it when it was ours and has ended."""
        if self._process:
            self._process.poll()
        return processes.works_in(self._pid(), self.data)

    def stop(self) -> None:
        """Shut the server down at once but cleanly; clients are disconnected, no data is lost."""
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client.
        if not self._end(signal.SIGINT):
            self._end(signal.SIGQUIT)
        if self._process:
            self._process.wait(PATIENCE)

    def _end(self, by: signal.Signals) -> bool:
        pid = self._pid()
        return not processes.works_in(pid, self.data) or processes.end(pid, by=by, patience=PATIENCE)

    def _make_cluster(self) -> None:
        for abandoned in self._places.servers.glob("postgres.new-*"):
            shutil.rmtree(abandoned)
        version = self.data / "PG_VERSION"
        if not version.exists():
            self._initialise()
            return
        found, ours = version.read_text().strip(), major_version(self._binaries)
        if found != ours:
            message = (
                f"The database in {self.data} was made by PostgreSQL {found}, this is {ours}. It was left as it is: "
                f"bring its data over with PostgreSQL {found}, or set DATA_DIR to another folder."
            )
            raise EmbeddedError(message)

    def _initialise(self) -> None:
        draft = self._places.folder(f"postgres.new-{os.getpid()}")
        command = [str(self._binaries / "initdb"), "--pgdata", str(draft), "--username", OWNER, "--auth", "trust"]
        command += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-instructions"]
        if int(major_version(self._binaries)) >= BUILTIN_LOCALES_SINCE:
            command += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        if self._throw_away:
            command.append("--no-sync")
        process = processes.start(command, log=self.log, account=self._places.account, environment=_environment())
        if process.wait() != 0:
            shutil.rmtree(draft)
            message = f"PostgreSQL could not make its data folder:\n{processes.last_lines(self.log)}"
            raise EmbeddedError(message)
        draft.rename(self.data)

    def _adoptable(self) -> bool:
        return self.is_alive() and self._answers()

    def _remove_leftovers(self) -> None:
        """A server that lives but does not answer has lost its socket; a dead one may have left it behind."""
        self._end(signal.SIGINT)
        if self._process:
            self._process.wait(PATIENCE)
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            self._places.sockets.joinpath(name).unlink(missing_ok=True)
        # PostgreSQL believes in the number it left, though another program, or an uncollected zombie, may have it now.
        # Its processes work in its data folder: when none does, the number is stale.
        if self._pid() and processes.wait_until(lambda: processes.none_works_in(self.data), patience=5):
            self.data.joinpath("postmaster.pid").unlink(missing_ok=True)

    def _launch(self) -> None:
        settings = SETTINGS | {"unix_socket_directories": f'"{self._places.sockets}"'}
        if self._throw_away:
            settings |= THROW_AWAY_SETTINGS
        command = [str(self._binaries / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        # Once after a kill -9, the old server's shared memory may still be in use for a moment.
        for _attempt in range(5):
            if self._comes_up(command):
                return
        message = f"PostgreSQL did not start. The end of {self.log}:\n{processes.last_lines(self.log)}"
        raise EmbeddedError(message)

    def _comes_up(self, command: list[str]) -> bool:
        process = self._process = processes.start(
            command,
            log=self.log,
            account=self._places.account,
            environment=_environment(),
            orphan_signal=signal.SIGQUIT if self._throw_away else None,
        )
        processes.wait_until(lambda: self._answers() or process.poll() is not None, patience=PATIENCE)
        if process.poll() is None and self._answers():
            return True
        process.kill()
        process.wait()
        time.sleep(0.5)
        return False

    def _make_database(self) -> None:
        with closing(self._connect()) as link, link.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {OWNER}")

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def _connect(self) -> connection:
        link = psycopg2.connect(
            host=str(self._places.sockets), port=5432, user=OWNER, dbname="postgres", connect_timeout=5
        )
        link.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        return link

    def _pid(self) -> int:
        try:
            return int(self.data.joinpath("postmaster.pid").read_text().split("\n")[0])
        except (OSError, ValueError):
            return 0


def _environment() -> dict[str, str]:
    """Ours without PGPORT, PGDATA and their like, which would speak of another server."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return environment | {"LC_ALL": "C.UTF-8"}

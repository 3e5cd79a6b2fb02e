"""A site of a test's own, every part of which may fail: servers, workers and beats as the Procfile has them."""

import os
import random
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest
import redis

from conference.embedded.accounts import server_account
from conference.embedded.binaries import postgres_binaries
from conference.embedded.places import Places
from conference.embedded.postgres import Postgres
from conference.embedded.processes import last_lines, wait_until
from conference.embedded.servers import throw_away_servers
from conference.embedded.valkey import Valkey
from conference.settings.addresses import celery_broker_url, database_settings
from tests.servers.database import dump_of_template
from tests.servers.scripted import ScriptedServer

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120.0
READY = {"urgent": " ready.", "mail": " ready.", "bulk": " ready.", "beat": "beat: Starting", "web": "Listening at"}


@dataclass
class Part:
    """One process of the site with its children, all of which can be killed."""

    name: str
    command: list[str]
    log: Path
    environment: Mapping[str, str]
    _process: subprocess.Popen[bytes] | None = None
    _output: IO[bytes] | None = None

    @property
    def pid(self) -> int:
        """The number of the main process."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the main process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def has_ended(self) -> bool:
        """Whether it was started, and is gone."""
        return self._process is not None and self._process.poll() is not None

    @property
    def output(self) -> str:
        """All it has said."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def start(self, *, wait: bool = True) -> None:
        """Start it and wait until it says that it is ready."""
        self.close()
        before = self._times_ready
        self._output = self.log.open("ab")
        self._process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        if wait:
            self.wait_until_ready(before)

    def wait_until_ready(self, before: int = 0) -> None:
        """Fail the test when it ends, or does not come up."""
        if not wait_until(lambda: self._times_ready > before or not self.is_alive, patience=PATIENCE):
            pytest.fail(f"{self.name} did not become ready:\n{last_lines(self.log, 40)}")
        if not self.is_alive:
            pytest.fail(f"{self.name} ended at once:\n{last_lines(self.log, 40)}")

    def children(self) -> list[int]:
        """The numbers of the processes it has forked."""
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(number) for number in listed.split()]

    def kill_all(self) -> None:
        """kill -9, all of it: nothing is put back, nothing is said."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        if self._process:
            self._process.wait()

    def kill_head(self) -> None:
        """kill -9 for the main process alone."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        if self._process:
            self._process.wait()

    def kill_child(self, chance: random.Random) -> None:
        """kill -9 for one forked process, as the kernel does when memory is short."""
        children = self.children()
        if children:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(children), signal.SIGKILL)

    def close(self) -> None:
        """End whatever is left of it."""
        if self._process:
            self.kill_all()
            self._process = None
        if self._output:
            self._output.close()
            self._output = None

    @property
    def address(self) -> str:
        """Where the web server listens."""
        found: list[str] = re.findall(r"Listening at: (http://[0-9.:]+)", self.output)
        return found[-1]

    @property
    def _times_ready(self) -> int:
        return self.output.count(READY[self.name.split("-")[0]])


@dataclass
class Site:
    """The running parts, and the servers under them."""

    postgres: Postgres
    valkey: Valkey
    mail: ScriptedServer
    folder: Path
    addresses: dict[str, str]
    parts: list[Part] = field(default_factory=list)
    hurry: dict[str, str] = field(default_factory=dict)
    revived: int = 0

    @property
    def redis(self) -> redis.Redis:
        """A client of the broker."""
        return redis.Redis.from_url(self.addresses["REDIS_URL"])

    def begin_afresh(self) -> None:
        """No letters, no tasks, no traces of earlier tests; the parts live on."""
        from django.apps import apps
        from django.db import connection

        self.mail.behave()
        self.mail.received.clear()
        self.redis.flushall()
        labels = ("conference", "correspondence", "registration", "agenda", "sessions")
        models = [model for label in labels for model in apps.get_app_config(label).get_models()]
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
        if not wait_until(lambda: _emptied(connection, tables), patience=PATIENCE):
            pytest.fail("The tables of an earlier test could not be emptied.")

    def part(self, name: str, *more: str, key: str = "") -> Part:
        """A process of the Procfile, not yet started; ``key`` tells a second one from the first."""
        environment = os.environ | self.addresses | self.hurry
        environment |= {"EMAIL_URL": f"smtp://127.0.0.1:{self.mail.port}", "PYTHONUNBUFFERED": "1"}
        environment |= {"DJANGO_SETTINGS_MODULE": "tests.servers.hurried"}
        label = f"{name}-{key}" if key else name
        command = [sys.executable, "-m", *_procfile()[name]]
        if name == "beat":
            command += ["--schedule", str(self.folder / label), "--pidfile", ""]
        part = Part(label, [*command, *more], self.folder / f"{label}.log", environment)
        self.parts.append(part)
        return part

    def start(self, *names: str) -> list[Part]:
        """Start several parts at once; gives them in the same order."""
        parts = [self.part(name) for name in names]
        for part in parts:
            part.start(wait=False)
        for part in parts:
            part.wait_until_ready()
        return parts

    def revive(self) -> None:
        """What a supervisor does: start again what has ended by itself."""
        for part in self.parts:
            if part.has_ended:
                self.revived += 1
                part.start(wait=False)

    def close(self) -> None:
        """Nothing stays."""
        for part in self.parts:
            part.close()
        with suppress(OSError):
            signal_valkey(self, signal.SIGCONT)
        self.mail.close()


def _emptied(connection: "BaseDatabaseWrapper", tables: str) -> bool:
    """False where a worker that lives on was at work, and each waited for the other."""
    from django.db import OperationalError

    try:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {tables} CASCADE")
    except OperationalError:
        connection.close()
        return False
    return True


def signal_valkey(site: Site, signum: signal.Signals) -> None:
    """Let Redis hang (SIGSTOP), and go on (SIGCONT)."""
    os.kill(int(site.valkey.data.joinpath("valkey.pid").read_text()), signum)


def _procfile() -> dict[str, list[str]]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    named = (line.partition(":") for line in lines if ":" in line)
    port = "${PORT:-8000}"
    return {name: shlex.split(command.replace(f"127.0.0.1:{port}", "127.0.0.1:0")) for name, _colon, command in named}


@contextmanager
def own_servers() -> Iterator[tuple[Postgres, Valkey, dict[str, str]]]:
    """A PostgreSQL that keeps its promises when it is killed, as one in production does, and a Valkey; migrated."""
    with throw_away_servers({}) as addresses:
        root = Path(parse_qs(urlsplit(addresses["DATABASE_URL"]).query)["host"][0]).parent
        places = Places(servers=root, sockets=root / "s", log=root, account=server_account())
        with closing(psycopg2.connect(addresses["DATABASE_URL"])) as link, link, link.cursor() as cursor:
            cursor.execute("ALTER ROLE plenary SET synchronous_commit = on")
        _migrate(addresses)
        yield Postgres(places, throw_away=True), Valkey(places, throw_away=True), addresses


def _migrate(addresses: Mapping[str, str]) -> None:
    """As the run's template was migrated; where its server cannot be asked, once more."""
    from django.core.management import call_command

    binaries = postgres_binaries(server_account())
    dumped = dump_of_template(binaries / "pg_dump")
    if dumped:
        psql = [str(binaries / "psql"), "-q", "-v", "ON_ERROR_STOP=1", addresses["DATABASE_URL"]]
        subprocess.run(psql, input=dumped, stdout=subprocess.DEVNULL, check=True)
        return
    with connected_to(addresses):
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def connected_to(addresses: Mapping[str, str]) -> Iterator[None]:
    """This process, too, uses the servers."""
    from django.db import connection

    from conference.celery import app

    database, broker = dict(connection.settings_dict), app.conf.broker_write_url
    connection.close()
    settings = database_settings(addresses["DATABASE_URL"])
    connection.settings_dict.update({name: settings[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    connection.settings_dict["OPTIONS"] = settings["OPTIONS"]
    app.conf.update(broker_write_url=celery_broker_url(addresses["REDIS_URL"]))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(database)
        app.conf.update(broker_write_url=broker)

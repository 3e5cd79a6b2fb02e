"""Brings a whole site up on one machine, watches it, and takes it down again without leaving a process behind.

It never forks itself: a copy of it would hold its locks. Children are started by exec, each in its own group, so that
Ctrl-C reaches the supervisor alone, which then ends them in an order in which nothing is lost.
"""

import errno
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from conference.embedded import processes, room
from conference.embedded.asking import LOOPBACK, answers, is_up, missing
from conference.embedded.children import ROOT, Child, children
from conference.embedded.errors import EmbeddedError
from conference.embedded.prepare import ACCOUNTS, written_folders
from conference.embedded.servers import Servers, lasting_servers

MAIL_PORT = 2525
PATIENCE_TO_START = 90.0
PATIENCE_TO_BE_READY = 20.0
PATIENCE_TO_END = 15.0
PULSE = 0.2


class StoppedError(Exception):
    """Somebody asked us to stop while we were still starting."""


@dataclass
class Supervisor:
    """One running site."""

    data: Path
    environment: Mapping[str, str]
    reload: bool = False
    _stopping: bool = False
    _children: list[Child] = field(default_factory=list)

    def run(self) -> None:
        """Start everything, say where it is, and stay until somebody stops it.

        Raises EmbeddedError, with one clear line, when something cannot start or does not stay up.
        """
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self._stop)
        if "MAKELEVEL" in self.environment:
            processes.follow_parent(signal.SIGTERM)
        with ExitStack() as stack:
            web = stack.enter_context(listen_on_port(self.environment.get("PORT", "") or "8000"))
            room.require(self.data, room.LATER_START)
            self.log.mkdir(parents=True, exist_ok=True)
            _say(_beginning(self.environment))
            servers = stack.enter_context(lasting_servers(self.data, self.environment))
            mail = None if self.environment.get("EMAIL_URL") else stack.enter_context(listen_for_mail())
            environment = self._environment(servers, web, mail)
            try:
                self._prepare(environment)
                stack.callback(self._end_children)
                self._start_children(environment, web, mail)
                _say(self._welcome(environment))
                self._watch(environment, servers)
            except StoppedError:
                pass
            _say("\nStopping.")

    @property
    def log(self) -> Path:
        """The folder of the logs."""
        return self.data / "log"

    def _stop(self, signum: int, frame: object) -> None:
        if self._stopping:
            # Asked twice: what does not want to end is ended.
            for child in self._children:
                child.end(0)
        self._stopping = True

    def _environment(self, servers: Servers, web: socket.socket, mail: socket.socket | None) -> dict[str, str]:
        environment = {**self.environment, **servers.addresses}
        environment |= {"DATA_DIR": str(self.data), "PORT": str(web.getsockname()[1]), "PYTHONUNBUFFERED": "1"}
        environment.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings.development")
        environment["DEBUG"] = "True" if self.reload else "False"
        if mail:
            environment["EMAIL_URL"] = f"smtp://{LOOPBACK}:{mail.getsockname()[1]}"
        return environment

    def _prepare(self, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "conference.embedded.prepare"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        try:
            self._wait(lambda: process.poll() is not None, patience=float("inf"))
        finally:
            process.terminate()
            process.wait()
        if process.returncode == errno.ENOSPC:
            raise EmbeddedError(room.sentence(room.tightest(written_folders(self.data)), room.LATER_START))
        if process.returncode != 0:
            message = "The site could not be prepared; what went wrong stands above."
            raise EmbeddedError(message)

    def _start_children(self, environment: Mapping[str, str], web: socket.socket, mail: socket.socket | None) -> None:
        mail_fd = mail.fileno() if mail else None
        self._children += children(self.log, self.data, web_fd=web.fileno(), mail_fd=mail_fd, reload=self.reload)
        _say("Starting the site.")
        for child in self._children:
            child.start(environment)
        port = int(environment["PORT"])
        site = self._children[0]
        if not self._wait(lambda: answers(port) or site.status is not None, patience=PATIENCE_TO_START):
            message = f"The site did not answer. The end of {site.log}:\n{site.last_lines}"
            raise EmbeddedError(message)
        self._wait(lambda: is_up(port), patience=PATIENCE_TO_BE_READY)

    def _watch(self, environment: Mapping[str, str], servers: Servers) -> None:
        changed_at = latest_change()
        disks = room.Watch([self.data, servers.folder or self.data])
        was_full = False
        while True:
            self._wait(lambda: False, patience=1.0)
            if news := disks.news():
                _say(news)
            if disks.is_full:
                # What ends now would end again: it is started when there is room.
                was_full = True
                continue
            servers.revive()
            for child in self._children:
                if child.status is not None:
                    self._bring_back(child, environment, why_is_known=was_full)
            was_full = False
            if self.reload and latest_change() > changed_at:
                changed_at = latest_change()
                self._restart_on_change(environment)

    def _bring_back(self, child: Child, environment: Mapping[str, str], *, why_is_known: bool = False) -> None:
        if not why_is_known:
            _say(
                f"The {child.name} ended by itself (status {child.status}). The end of {child.log}:\n{child.last_lines}"
            )
        child.end(0)
        if child.ends_again_and_again() and not why_is_known:
            message = f"The {child.name} does not stay up, so everything is stopped. Its log is {child.log}."
            raise EmbeddedError(message)
        _say(f"The {child.name} is started again.")
        child.start(environment)

    def _restart_on_change(self, environment: Mapping[str, str]) -> None:
        restarted = [child for child in self._children if child.reloads]
        for child in restarted:
            child.ask_to_end()
        for child in restarted:
            child.end(PATIENCE_TO_END)
            child.start(environment)
        _say("The code has changed: the workers were started again.")

    def _wait(self, condition: Callable[[], bool], *, patience: float) -> bool:
        """Wait for ``condition``; raises StoppedError as soon as somebody wants to stop."""

        def over() -> bool:
            return self._stopping or condition()

        found = processes.wait_until(over, patience=patience, pause=PULSE)
        if self._stopping:
            raise StoppedError
        return found

    def _end_children(self) -> None:
        """The mailbox goes last: a letter that is on its way still arrives."""
        mailboxes = [child for child in self._children if child.name == "mailbox"]
        for group in ([child for child in self._children if child not in mailboxes], mailboxes):
            for child in group:
                child.ask_to_end()
            for child in group:
                child.end(PATIENCE_TO_END)

    def _welcome(self, environment: Mapping[str, str]) -> str:
        address = environment.get("PUBLIC_URL", "").rstrip("/") or f"http://localhost:{environment['PORT']}"
        lines = ["", f"  Plenary        {address}/", f"  Administration {address}/admin/"]
        if any(child.name == "mailbox" for child in self._children):
            lines.append(f"  Mailbox        {address}/mailbox/")
        if found := missing(int(environment["PORT"])):
            lines += ["", f"  Not ready yet: {', '.join(found)}. What is missing now: {address}/readyz"]
        lines += ["", (self.data / ACCOUNTS).read_text(encoding="utf-8").rstrip(), ""]
        lines.append(f"  Logs are in {self.log}. Ctrl-C stops everything.")
        return "\n".join(lines)


def _beginning(environment: Mapping[str, str]) -> str:
    ours = {"PostgreSQL": "DATABASE_URL", "Valkey": "REDIS_URL"}
    started = [server for server, name in ours.items() if not environment.get(name)]
    given = [name for name in (*ours.values(), "EMAIL_URL") if environment.get(name)]
    said = [f"Starting {' and '.join(started)}."] if started else []
    said += [f"Using the server of {name}." for name in given]
    return " ".join(said)


def listen_on_port(port: str) -> socket.socket:
    """The site's own socket, open before anything else starts, so that a taken port is told at once."""
    try:
        return socket.create_server((LOOPBACK, int(port)))
    except (ValueError, OverflowError) as error:
        message = f"PORT={port} is not a port: choose a number, for example make run PORT=8010"
        raise EmbeddedError(message) from error
    except OSError as error:
        why = "taken by another program" if error.errno == errno.EADDRINUSE else f"not to be had ({error.strerror})"
        message = f"Port {port} is {why}. Choose another: make run PORT={free_port()}"
        raise EmbeddedError(message) from error


def free_port() -> int:
    """A port to propose, which is free at this moment."""
    for port in range(8010, 8100):
        try:
            socket.create_server((LOOPBACK, port)).close()
        except OSError:
            continue
        return port
    return 8100


def listen_for_mail() -> socket.socket:
    """The mailbox's socket, on the usual port when it is free."""
    try:
        return socket.create_server((LOOPBACK, MAIL_PORT))
    except OSError:
        return socket.create_server((LOOPBACK, 0))


def latest_change() -> float:
    """When a Python file of ours was last changed."""
    packages = ("conference", "registration", "agenda")
    return max(path.stat().st_mtime for package in packages for path in (ROOT / package).rglob("*.py"))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()

"""The processes of a running site: what each is called, how it starts, how it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from conference.embedded import processes

ROOT = Path(__file__).resolve().parent.parent.parent
LARGE_LOG = 5_000_000
# This many ends within this time are no accident.
ENDS = 4
WITHIN = 60.0


@dataclass
class Child:
    """One process, started by exec in its own group."""

    name: str
    command: list[str]
    log: Path
    pass_fds: tuple[int, ...] = ()
    reloads: bool = False
    _process: subprocess.Popen[bytes] | None = None
    _ends: list[float] = field(default_factory=list)

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it; what it says goes to its log."""
        if self.log.exists() and self.log.stat().st_size > LARGE_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        self._process = processes.start(
            [sys.executable, *self.command],
            log=self.log,
            folder=ROOT,
            environment=dict(environment),
            pass_fds=self.pass_fds,
            orphan_signal=signal.SIGTERM,
        )

    @property
    def status(self) -> int | None:
        """The exit status, or None while it runs."""
        return self._process.poll() if self._process else 0

    @property
    def last_lines(self) -> str:
        """The end of its log."""
        return processes.last_lines(self.log)

    def ends_again_and_again(self) -> bool:
        """Count one more end; True when starting it again would help nobody."""
        now = time.monotonic()
        self._ends = [*(end for end in self._ends if now - end < WITHIN), now]
        return len(self._ends) >= ENDS

    def ask_to_end(self) -> None:
        """Let it finish what it does."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def end(self, patience: float) -> None:
        """Wait until it has ended; after ``patience`` seconds end it, with all it has started."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def children(log: Path, data: Path, *, web_fd: int, mail_fd: int | None, reload: bool) -> list[Child]:
    """The processes of the site; sign-in codes never wait behind letters, nor these behind letters to many."""
    web = ["-m", "gunicorn", "conference.wsgi", "--bind", f"fd://{web_fd}", "--workers", "2", "--threads", "8"]
    web += ["--config", "python:conference.web_server", "--worker-class", "gthread"]
    web += ["--no-control-socket", "--graceful-timeout", "5"]
    web += ["--access-logfile", str(log / "access.log"), "--reload" if reload else "--preload"]
    beat = ["-m", "celery", "-A", "conference", "beat", "--schedule", str(data / "beat"), "--pidfile", ""]
    found = [
        Child("web", web, log / "web.log", pass_fds=(web_fd,)),
        Child("worker for urgent letters", _worker("urgent"), log / "worker-urgent.log", reloads=reload),
        Child("worker for letters", _worker("mail"), log / "worker-mail.log", reloads=reload),
        Child("worker for letters to many", _worker("bulk"), log / "worker-bulk.log", reloads=reload),
        Child("worker for files", _worker("work"), log / "worker-work.log", reloads=reload),
        Child("beat", beat, log / "beat.log", reloads=reload),
    ]
    if mail_fd is not None:
        mailbox = ["-m", "conference.mailbox", "--folder", str(data / "mailbox"), "--fd", str(mail_fd)]
        found.append(Child("mailbox", mailbox, log / "mailbox.log", pass_fds=(mail_fd,)))
    return found


def _worker(queue: str) -> list[str]:
    command = ["-m", "celery", "-A", "conference", "worker", "--queues", queue, "--hostname", f"{queue}@localhost"]
    return [*command, "--pool", "solo", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]

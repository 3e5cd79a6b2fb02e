"""A site to measure: throw-away servers, a data folder of its own, and the processes of ``make run`` as they are."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import machine
from bench.visitors import Plan, Seen
from conference.embedded import processes
from conference.embedded.children import ROOT, Child, children
from conference.embedded.servers import throw_away_servers
from conference.embedded.translations import LOCALE, compile_translations

LOOPBACK = "127.0.0.1"
PATIENCE = 60.0
WORKERS = 2


class SiteNotUpError(Exception):
    """What did not start, with the end of its log."""


@dataclass
class Site:
    """A site that answers, and the process in which its visitors live."""

    data: Path
    port: int
    mail_port: int
    children: dict[str, Child]
    visitors: subprocess.Popen[str]
    web_pid: int

    @property
    def worker_pids(self) -> list[int]:
        """The two that answer requests; their parent only watches."""
        return machine.children_of(self.web_pid)

    def visit(self, plan: Plan) -> Seen:
        """Has the visitors carry out a plan, and waits for them."""
        line = ""
        if self.visitors.stdin and self.visitors.stdout:
            self.visitors.stdin.write(f"{json.dumps(asdict(plan))}\n")
            self.visitors.stdin.flush()
            line = self.visitors.stdout.readline()
        if not line:
            message = "The visitors' process has ended; what it said stands above."
            raise SiteNotUpError(message)
        return Seen(**json.loads(line))


@contextmanager
def a_site() -> Iterator[Site]:
    """Starts servers and site, and sets Django up in this process with the same settings. Nothing of it stays."""
    with ExitStack() as stack:
        data = Path(tempfile.mkdtemp(prefix="plenary-bench-"))
        stack.callback(shutil.rmtree, data, ignore_errors=True)
        web, mail = (stack.enter_context(socket.create_server((LOOPBACK, 0), backlog=512)) for _ in range(2))
        environment = stack.enter_context(_environment(data, web, mail))
        _prepare()
        log = data / "log"
        log.mkdir(exist_ok=True)
        found = {one.name: one for one in children(log, data, web_fd=web.fileno(), mail_fd=None, reload=False)}
        for child in found.values():
            stack.callback(child.end, 10.0)
            stack.callback(child.ask_to_end)
        found["web"].start(environment)
        yield Site(
            data=data,
            port=web.getsockname()[1],
            mail_port=mail.getsockname()[1],
            children=found,
            visitors=stack.enter_context(_visitors()),
            web_pid=_pid_once_up(found["web"], web.getsockname()[1]),
        )


@contextmanager
def _environment(data: Path, web: socket.socket, mail: socket.socket) -> Iterator[dict[str, str]]:
    with throw_away_servers({}) as addresses:
        own = {
            **addresses,
            "DATA_DIR": str(data),
            "PORT": str(web.getsockname()[1]),
            "EMAIL_URL": f"smtp://{LOOPBACK}:{mail.getsockname()[1]}",
            "DJANGO_SETTINGS_MODULE": "conference.settings.development",
            "DEBUG": "False",
            "PYTHONUNBUFFERED": "1",
        }
        os.environ.update(own)
        yield dict(os.environ)


def _prepare() -> None:
    import django
    from django.core.management import call_command

    compile_translations(LOCALE)
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


@contextmanager
def _visitors() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "bench.visitors"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def _pid_once_up(web: Child, port: int) -> int:
    """The process that watches the workers, when both have started and the site answers."""
    from conference.embedded.supervisor import answers

    def pid() -> int:
        return next((one for one in machine.children_of(os.getpid()) if _is_gunicorn(one)), 0)

    is_up = processes.wait_until(
        lambda: answers(port) and (not machine.IS_KNOWN or len(machine.children_of(pid())) == WORKERS),
        patience=PATIENCE,
        pause=0.1,
    )
    if not is_up:
        message = f"The site did not answer. The end of {web.log}:\n{web.last_lines}"
        raise SiteNotUpError(message)
    return pid()


def _is_gunicorn(pid: int) -> bool:
    try:
        return b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False

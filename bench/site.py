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
    children: dict[str, Child]
    visitors: subprocess.Popen[str]
    mail_sink: subprocess.Popen[str]
    web_pid: int

    @property
    def worker_pids(self) -> list[int]:
        """The two that answer requests; their parent only watches."""
        return machine.children_of(self.web_pid)

    def visit(self, plan: Plan) -> Seen:
        """Has the visitors carry out a plan, and waits for them."""
        return Seen(**json.loads(_ask(self.visitors, json.dumps(asdict(plan)))))

    def mail_tally(self) -> dict[str, float]:
        """What the mail server has taken."""
        tally: dict[str, float] = json.loads(_ask(self.mail_sink, "tally"))
        return tally


def _ask(process: subprocess.Popen[str], question: str) -> str:
    """One line to a process of ours, one line back. Raises ``SiteNotUpError`` when it has ended."""
    answer = ""
    if process.stdin and process.stdout:
        process.stdin.write(f"{question}\n")
        process.stdin.flush()
        answer = process.stdout.readline()
    if not answer:
        message = "A process of the bench has ended; what it said stands above."
        raise SiteNotUpError(message)
    return answer


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
            children=found,
            visitors=stack.enter_context(_own("bench.visitors")),
            mail_sink=stack.enter_context(_own("bench.sink", "--fd", str(mail.fileno()), pass_fds=(mail.fileno(),))),
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
            # All people of the crowd have addresses of one domain.
            "OUTBOX_DOMAIN_PER_MINUTE": "0",
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
def _own(module: str, *arguments: str, pass_fds: tuple[int, ...] = ()) -> Iterator[subprocess.Popen[str]]:
    """A process of the bench itself, which is asked and answers by lines."""
    command = [sys.executable, "-m", module, *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, pass_fds=pass_fds) as process:
        try:
            yield process
        finally:
            process.kill()


def _pid_once_up(web: Child, port: int) -> int:
    """The process that watches the workers, when both have started and the site answers."""
    from conference.embedded.asking import answers

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

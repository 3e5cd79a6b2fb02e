"""The commands, run as somebody runs them: a process, its output, what it leaves behind."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conference.embedded.processes import PROC, is_alive, wait_until, works_in

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120.0
STARTED = "Ctrl-C stops everything"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("commands"),  # they share one running site
    pytest.mark.skipif(not PROC.exists(), reason="processes are counted in /proc"),
]


class Site:
    """``make run`` without make: a supervisor of this test's own, with what it prints."""

    def __init__(self, data: Path, **environment: str) -> None:
        given = {name: value for name, value in os.environ.items() if name not in self.OWN}
        command = [sys.executable, "-m", "conference.embedded", "run"]
        self.data = data
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=given | {"DATA_DIR": str(data), "PORT": "0"} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output = ""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    OWN = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DATA_DIR", "PORT", "DJANGO_SETTINGS_MODULE", "MAKELEVEL")

    @property
    def port(self) -> int:
        found = re.search(r"http://localhost:(\d+)/\n", self.output)
        assert found, self.output
        return int(found.group(1))

    @property
    def pid(self) -> int:
        return self._process.pid

    def says(self, text: str) -> None:
        assert wait_until(lambda: text in self.output or self._process.poll() is not None, patience=PATIENCE)
        assert text in self.output, self.output

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Accept-Language": "en"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def stop(self, signum: signal.Signals) -> int:
        self._process.send_signal(signum)
        return self.wait()

    def wait(self) -> int:
        status = self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return status

    def processes(self) -> list[int]:
        """Everything that runs for this site: its data folder stands in their environment, or they work in it."""
        mark = f"DATA_DIR={self.data}".encode()
        data = [self.data / "servers" / name for name in ("postgres", "valkey")]
        return [
            pid
            for pid in everything()
            if is_alive(pid) and (mark in environment_of(pid) or any(works_in(pid, folder) for folder in data))
        ]

    def child(self, words: str) -> int:
        pids = [pid for pid in self.processes() if words in command_of(pid)]
        assert pids, words
        return min(pids)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self.output += line


def everything() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def environment_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def command_of(pid: int) -> str:
    """Nothing of a process that has ended since it was counted."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def data_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="plenary site ") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / ".data"


shared_data = pytest.fixture(data_folder, scope="module", name="shared_data")
# Also one for the module, so that the demonstration is loaded once: who uses it leaves nothing running.
data = pytest.fixture(data_folder, scope="module", name="data")


@pytest.fixture(scope="module")
def site(shared_data: Path) -> Iterator[Site]:
    """A running site that has said where it is."""
    running = Site(shared_data)
    try:
        running.says(STARTED)
        yield running
    finally:
        running.stop(signal.SIGTERM)
    assert running.processes() == []


@pytest.fixture
def start(data: Path) -> Iterator[Callable[..., Site]]:
    """Starts sites of the test's own and stops what it forgets."""
    started: list[Site] = []

    def start_site(**environment: str) -> Site:
        started.append(Site(data, **environment))
        return started[-1]

    yield start_site
    for one in started:
        one.stop(signal.SIGTERM)


def test_it_says_where_it_is_and_serves(site: Site) -> None:
    assert site.get("/healthz")[0] == 200
    assert wait_until(lambda: site.get("/readyz")[0] == 200, patience=60.0), site.get("/readyz")[1]
    assert site.get("/mailbox/")[0] == 200
    assert site.get("/admin/")[0] in {200, 302}
    assert f"http://localhost:{site.port}/admin/" in site.output
    assert f"http://localhost:{site.port}/mailbox/" in site.output
    assert "@" in site.output.split("/mailbox/")[1], "the demonstration accounts"


@pytest.mark.parametrize(
    ("words", "name"),
    [("--queues mail", "worker for letters"), ("celery -A conference beat", "beat"), ("conference.mailbox", "mailbox")],
)
def test_a_child_that_dies_is_named_and_started_again(site: Site, words: str, name: str) -> None:
    killed = site.child(words)
    os.kill(killed, signal.SIGKILL)
    site.says(f"The {name} is started again.")
    assert f"The {name} ended by itself (status -9)." in site.output
    assert wait_until(lambda: any(words in command_of(pid) for pid in site.processes()), patience=20)


def test_the_site_answers_again_after_its_web_server_was_killed(site: Site) -> None:
    os.kill(site.child("gunicorn"), signal.SIGKILL)
    site.says("The web is started again.")
    assert wait_until(lambda: site.get("/healthz")[0] == 200, patience=30)


@pytest.mark.parametrize("server", ["bin/postgres", "valkey-server"])
def test_a_server_that_dies_comes_back(site: Site, server: str) -> None:
    killed = site.child(server)
    os.kill(killed, signal.SIGKILL)
    pids = site.processes
    assert wait_until(lambda: any(server in command_of(pid) for pid in pids() if pid != killed), patience=30)
    assert site.get("/mailbox/")[0] == 200


def test_twice_in_a_row_it_starts_quickly_and_leaves_no_process(start: Callable[..., Site]) -> None:
    first = start()
    first.says(STARTED)
    running = first.processes()
    assert len(running) > 8
    assert first.stop(signal.SIGINT) == 0
    assert [pid for pid in running if is_alive(pid)] == first.processes() == []

    begun = time.monotonic()
    second = start()
    second.says(STARTED)
    # Ten seconds alone on the machine; here other tests run beside it.
    assert time.monotonic() - begun < 25
    assert "Loading the demonstration" not in second.output
    assert "Collecting" not in second.output
    assert second.stop(signal.SIGTERM) == 0
    assert second.processes() == []


def test_when_the_supervisor_is_killed_its_children_end_and_the_next_start_succeeds(start: Callable[..., Site]) -> None:
    killed = start()
    killed.says(STARTED)
    killed.stop(signal.SIGKILL)
    ours = ("gunicorn", "celery", "conference.mailbox")
    assert wait_until(
        lambda: not [pid for pid in killed.processes() if any(word in command_of(pid) for word in ours)], patience=20
    )
    after = start()
    after.says(STARTED)
    assert after.stop(signal.SIGINT) == 0
    assert after.processes() == []


def test_stopped_while_it_starts_it_leaves_nothing(start: Callable[..., Site]) -> None:
    site = start()
    site.says("Bringing the database up to date")
    assert site.stop(signal.SIGINT) == 0
    assert site.processes() == []


def test_a_taken_port_is_told_in_one_line(start: Callable[..., Site]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        site = start(PORT=str(port))
        assert site.wait() == 1
    assert re.fullmatch(rf"Port {port} is taken by another program. Choose another: make run PORT=\d+\n", site.output)


@pytest.mark.parametrize("port", ["eighty", "99999", "-1"])
def test_a_port_that_is_none_is_told_in_one_line(start: Callable[..., Site], port: str) -> None:
    site = start(PORT=port)
    assert site.wait() == 1
    assert site.output == f"PORT={port} is not a port: choose a number, for example make run PORT=8010\n"


def test_with_a_mail_server_given_no_mailbox_starts(start: Callable[..., Site]) -> None:
    site = start(EMAIL_URL="smtp://127.0.0.1:9")
    site.says(STARTED)
    assert "/mailbox/" not in site.output
    assert not [pid for pid in site.processes() if "conference.mailbox" in command_of(pid)]

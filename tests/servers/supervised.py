"""A whole site as somebody starts it: a process, its output, what it leaves behind."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

from conference.embedded.processes import is_alive, wait_until, works_in

ROOT = Path(__file__).resolve().parent.parent.parent
# On a busy machine an empty folder takes minutes; what does not come at all still fails.
PATIENCE = 300.0
STARTED = "Ctrl-C stops everything"


class SupervisedSite:
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

    def processor_seconds(self) -> float:
        """What its processes have worked, the ended ones too; what others take from the processor does not count."""
        ticks = sum(sum(map(int, stat_of(pid)[11:15])) for pid in self.processes())
        return ticks / os.sysconf("SC_CLK_TCK")

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


def stat_of(pid: int) -> list[str]:
    """What the kernel counts of a process, from its state on; nothing of one that has ended since."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def command_of(pid: int) -> str:
    """Nothing of a process that has ended since it was counted."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""

"""A real Celery worker process, on the database and the Redis of the running test."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
import redis

from conference.embedded.processes import last_lines, wait_until
from tests.servers.addresses import current_database_url
from tests.servers.mail import SmtpServer

ROOT = Path(__file__).resolve().parent.parent.parent
QUEUES = ("urgent", "mail", "bulk")
PATIENCE = 120.0


class CeleryWorkerProcess:
    """``celery -A conference worker``; what the test has committed it sees, what the test kills is really gone."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "worker.log"
        self._output: IO[bytes] = self.log.open("ab")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the worker and wait until it takes tasks."""
        ready = self._ready_count()
        command = [sys.executable, "-m", "celery", "-A", "conference", "worker", "-Q", ",".join(QUEUES)]
        command += ["--concurrency", "1", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
        command += ["--without-heartbeat", "--hostname", f"test-{os.getpid()}@localhost"]
        environment = os.environ | {"DATABASE_URL": current_database_url(), "PYTHONUNBUFFERED": "1"}
        self._process = process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=self._output, stderr=subprocess.STDOUT, start_new_session=True
        )
        if not wait_until(lambda: self._ready_count() > ready or process.poll() is not None, patience=PATIENCE):
            pytest.fail(f"The worker did not become ready:\n{self.output}")
        if process.poll() is not None:
            pytest.fail(f"The worker ended at once:\n{self.output}")

    def kill(self) -> None:
        """kill -9, the worker with its children: nothing is put back, nothing is said."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Let it finish what it does, then end."""
        self._end(signal.SIGTERM)

    def restart(self) -> None:
        """Kill and start again."""
        self.kill()
        self.start()

    @property
    def output(self) -> str:
        """The end of what it logged."""
        return last_lines(self.log, 40)

    def close(self) -> None:
        """Stop it if it still runs."""
        self._end(signal.SIGTERM)
        self._output.close()

    def _ready_count(self) -> int:
        return self.log.read_text(errors="replace").count(" ready.")

    def _end(self, by: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        if by is signal.SIGKILL:
            os.killpg(process.pid, by)
        else:
            process.send_signal(by)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(PATIENCE)


@pytest.fixture
def celery_worker_process(transactional_db: None, smtp_server: SmtpServer) -> Iterator[CeleryWorkerProcess]:
    """A worker that takes tasks of both queues and sends to ``smtp_server``; what earlier tests queued is gone."""
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as broker:
        broker.delete(*QUEUES, "unacked", "unacked_index")
    with tempfile.TemporaryDirectory(prefix="plenary-worker-") as folder:
        worker = CeleryWorkerProcess(Path(folder))
        try:
            worker.start()
            yield worker
        finally:
            worker.close()

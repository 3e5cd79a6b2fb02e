"""Servers of one test run: beside each other, and gone with it."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from conference.embedded import servers
from conference.embedded.addresses import temporary_folder
from conference.embedded.processes import wait_until
from conference.embedded.servers import throw_away_servers

ROOT = Path(__file__).resolve().parent.parent.parent
HOLD = """
import sys
from conference.embedded.servers import throw_away_servers
with throw_away_servers({}) as addresses:
    sys.stdout.write(addresses["DATABASE_URL"] + "\\n")
    sys.stdout.flush()
    sys.stdin.read()
"""


def answers(address: str) -> bool:
    try:
        with closing(psycopg2.connect(address)):
            return True
    except psycopg2.OperationalError:
        return False


def folder_of(address: str) -> Path:
    return next(path for path in temporary_folder().glob("plenary-test-*") if path.name in address)


def test_two_runs_have_servers_of_their_own() -> None:
    with throw_away_servers({}) as one, throw_away_servers({}) as other:
        assert one["DATABASE_URL"] != other["DATABASE_URL"]
        assert answers(one["DATABASE_URL"])
        assert answers(other["DATABASE_URL"])


def test_nothing_remains_of_a_run() -> None:
    with throw_away_servers({}) as addresses:
        folder = folder_of(addresses["DATABASE_URL"])
    assert not folder.exists()
    assert not answers(addresses["DATABASE_URL"])


def test_given_addresses_are_left_to_their_owner() -> None:
    given = {"DATABASE_URL": "postgresql://db.example/plenary", "REDIS_URL": "redis://cache.example/0"}
    with throw_away_servers(given) as addresses:
        assert addresses == given


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the kernel does not tell orphans")
def test_the_servers_of_a_killed_run_end_and_the_next_run_removes_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "YOUNG", 0.0)
    command = [sys.executable, "-c", HOLD]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        address = run.stdout.readline().strip()
        folder = folder_of(address)
        time.sleep(0.05)
        servers.remove_abandoned()
        assert answers(address), "a run that lives is left alone"
        os.kill(run.pid, signal.SIGKILL)
    assert wait_until(lambda: not answers(address), patience=10)
    servers.remove_abandoned()
    assert not folder.exists()

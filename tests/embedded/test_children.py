"""One process of a running site, and what the supervisor makes of its end."""

import os
import signal
import time
from pathlib import Path

import pytest

from conference.embedded import children
from conference.embedded.children import Child
from conference.embedded.errors import EmbeddedError
from conference.embedded.processes import is_alive, wait_until
from conference.embedded.supervisor import Supervisor

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
sys.stdout.write(f"{grandchild.pid}\\n")
sys.stdout.flush()
time.sleep(60)
"""


def child(tmp_path: Path, program: str) -> Child:
    return Child("clerk", ["-c", program], tmp_path / "clerk.log")


def test_what_it_says_goes_to_its_log(tmp_path: Path) -> None:
    clerk = child(tmp_path, "import sys; sys.stderr.write('No paper'); sys.exit(3)")
    clerk.start(os.environ)
    clerk.end(10)
    assert clerk.status == 3
    assert clerk.last_lines == "No paper"


def test_one_that_does_not_want_to_end_is_ended_with_all_it_has_started(tmp_path: Path) -> None:
    clerk = child(tmp_path, STUBBORN)
    clerk.start(os.environ)
    assert wait_until(lambda: clerk.last_lines != "", patience=10)
    grandchild = int(clerk.last_lines)
    clerk.ask_to_end()
    clerk.end(0.2)
    assert clerk.status == -signal.SIGKILL
    assert wait_until(lambda: not is_alive(grandchild), patience=10)


def test_one_that_does_not_stay_up_stops_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "ENDS", 3)
    clerk = child(tmp_path, "raise SystemExit('No paper')")
    supervisor = Supervisor(tmp_path, os.environ)
    clerk.start(os.environ)
    for _time in range(2):
        assert wait_until(lambda: clerk.status is not None, patience=10)
        supervisor._bring_back(clerk, os.environ)
    assert wait_until(lambda: clerk.status is not None, patience=10)
    with pytest.raises(EmbeddedError, match="The clerk does not stay up, so everything is stopped"):
        supervisor._bring_back(clerk, os.environ)
    said = capsys.readouterr().out
    assert said.count("The clerk ended by itself (status 1).") == 3
    assert "No paper" in said


def test_ends_that_lie_far_apart_are_forgiven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = child(tmp_path, "")
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    for hour in range(10):
        now[0] = hour * 3600.0
        assert not clerk.ends_again_and_again()


def test_a_log_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LARGE_LOG", 10)
    clerk = child(tmp_path, "import sys; sys.stdout.write('new')")
    clerk.log.write_text("old and long enough")
    clerk.start(os.environ)
    clerk.end(10)
    assert clerk.last_lines == "new"
    assert (tmp_path / "clerk.old.log").read_text() == "old and long enough"

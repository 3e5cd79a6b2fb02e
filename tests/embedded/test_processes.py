"""What Python says of processes that it started, as it ends."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conference.embedded.processes import end

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS = """
import sys, time
from pathlib import Path
from conference.embedded import processes
print(processes.start(["sleep", sys.argv[1]], log=Path("/dev/null")).pid)
time.sleep(float(sys.argv[2]))
"""


@pytest.mark.parametrize(("sleeps", "waits"), [("0", "0.2"), ("60", "0")], ids=["ended", "still running"])
def test_a_server_that_nobody_waited_for_is_no_warning(sleeps: str, waits: str) -> None:
    command = [sys.executable, "-W", "error", "-c", STARTS, sleeps, waits]
    starter = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    if sleeps != "0":
        assert end(int(starter.stdout), by=signal.SIGKILL, patience=10)
    assert starter.stderr == ""

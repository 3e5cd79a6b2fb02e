"""Server processes: started apart from our terminal, recognised later by what they are, never by a number alone."""

import atexit
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from conference.embedded.accounts import Account

PR_SET_PDEATHSIG = 1
PROC = Path("/proc/self")
STARTED: list["subprocess.Popen[bytes]"] = []


def start(
    command: list[str],
    *,
    log: Path,
    folder: Path | None = None,
    account: Account | None = None,
    environment: dict[str, str] | None = None,
    pass_fds: tuple[int, ...] = (),
    orphan_signal: signal.Signals | None = None,
) -> subprocess.Popen[bytes]:
    """Start ``command`` in its own session, so that the terminal's Ctrl-C reaches it only through us.

    With ``orphan_signal`` the kernel sends that signal when we die without a word (Linux only).
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=pass_fds,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            preexec_fn=partial(follow_parent, orphan_signal) if orphan_signal else None,  # noqa: PLW1509  its callers have one thread
        )
    # A server may outlive the object that started it, when others still use it; Python would warn of that.
    STARTED.append(process)
    return process


@atexit.register
def _let_go() -> None:
    """Collect who has ended; who outlives us serves others, and Python need not warn of either as it ends."""
    for process in STARTED:
        if process.poll() is None:
            process.returncode = 0


def follow_parent(signum: signal.Signals) -> None:
    """Ask the kernel to send us ``signum`` when our parent dies without a word (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signum))


def works_in(pid: int, folder: Path) -> bool:
    """Whether ``pid`` lives and ``folder`` is its working folder, as it is for servers in their data.

    A number alone proves nothing: after a restart of the machine it belongs to another program.
    """
    if not is_alive(pid):
        return False
    working_folder = Path(f"/proc/{pid}/cwd")
    if not PROC.exists():
        return str(folder) in _ps(pid, "command=")
    try:
        return working_folder.samefile(folder)
    except OSError:
        return False


def none_works_in(folder: Path) -> bool:
    """Whether surely no process works in ``folder``; not sure where the kernel does not show all processes."""
    if not PROC.exists():
        return False
    pids = (int(path.name) for path in PROC.parent.iterdir() if path.name.isdigit())
    return not any(works_in(pid, folder) for pid in pids)


def is_alive(pid: int) -> bool:
    """Whether there is a process ``pid``; one that has ended and was not collected by its parent does not count."""
    if pid <= 0:
        return False
    if not PROC.exists():
        return _ps(pid, "stat=") not in {"", "Z"}
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _ps(pid: int, column: str) -> str:
    command = ["/bin/ps", "-p", str(pid), "-o", column]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def end(pid: int, *, by: signal.Signals, patience: float) -> bool:
    """Ask ``pid`` to end and wait; True when it is gone."""
    with suppress(ProcessLookupError):
        os.kill(pid, by)
    return wait_until(lambda: not is_alive(pid), patience=patience)


def wait_until(condition: Callable[[], bool], *, patience: float, pause: float = 0.02) -> bool:
    """Wait until ``condition`` holds; False when it did not within ``patience`` seconds."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def last_lines(log: Path, count: int = 10) -> str:
    """The end of a log file, for a person to read."""
    try:
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
    except OSError:
        return ""

"""Makes .venv and installs the lock into it; run by path with any Python 3, before anything is installed.

It stands alone: nothing of the project or of other people's code can be imported yet. Python 3.6 must understand it as
far as telling that it is too old, hence the quoted types.
"""

import errno
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"
# Written first when .venv is complete, and again with the digests of what was installed into it.
STAMP = VENV / "installed.json"
MEGABYTE = 1_000_000
# What the locks take when they are installed, and what a few packages of them take when one has changed.
SIZES = {"requirements.txt": 300 * MEGABYTE, "requirements-dev.txt": 600 * MEGABYTE}
SIZE_OF_A_CHANGE = 100 * MEGABYTE
# pip unpacks what it fetches here before it installs.
SIZE_OF_TEMPORARY_FILES = 50 * MEGABYTE


def main(arguments: "list[str]") -> None:
    """Install the lock files named on the command line, unless exactly they are installed already.

    With ``--port=8000`` a taken port is told before the minutes that a first installation takes.
    """
    if sys.version_info < OLDEST:
        _start_newer_python()
    locks = [argument for argument in arguments if not argument.startswith("--")]
    ports = [argument.removeprefix("--port=") for argument in arguments if argument.startswith("--port=")]
    try:
        _install(locks, ports)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        _fail(_full(Path.cwd(), SIZE_OF_A_CHANGE))


def _install(locks: "list[str]", ports: "list[str]") -> None:
    wanted = {lock: hashlib.sha256(Path(lock).read_bytes()).hexdigest() for lock in locks}
    if _works() and wanted.items() <= _installed().items():
        return
    for port in ports:
        _refuse_taken_port(port)
    _refuse_full_disk(locks)
    if not _works():
        _make_venv()
    _say("Installing {}. The first time this takes a minute or two.".format(" and ".join(locks)))
    _pip(locks)
    STAMP.write_text(json.dumps(wanted))


def _start_newer_python() -> NoReturn:
    for name in NEWER:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])  # noqa: S606  no shell is wanted
    _fail(
        "Plenary needs Python 3.11 or newer; this is Python {}.{}. Install a newer one, or name it: "
        "make PYTHON=/path/to/python3.12".format(*sys.version_info[:2])
    )


def _works() -> bool:
    return (
        STAMP.exists()
        and PYTHON.exists()
        and subprocess.call([str(PYTHON), "-c", "import pip"], stderr=subprocess.DEVNULL) == 0
    )


def _installed() -> "dict[str, str]":
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def _make_venv() -> None:
    _say(f"Making {VENV} with {sys.executable}.")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        _refuse_full_disk([])
        version = "{}.{}".format(*sys.version_info[:2])
        _fail(
            f"Python cannot make a virtual environment here. On Debian and Ubuntu: apt-get install python{version}-venv"
        )
    STAMP.write_text("{}")


def _pip(locks: "list[str]") -> None:
    STAMP.write_text("{}")
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--prefer-binary"]
    command += ["--require-hashes"]
    for lock in locks:
        command += ["--requirement", lock]
    if subprocess.call(command) != 0:
        _refuse_full_disk([])
        _fail(
            "The requirements could not be installed; what pip said stands above. Run the same command again to go on."
        )


def _refuse_taken_port(port: str) -> None:
    """Where it is not clear, nothing is said: the site itself tells better."""
    try:
        socket.create_server(("127.0.0.1", int(port))).close()
    except (ValueError, OverflowError):
        return
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            _fail(f"Port {port} is taken by another program. Choose another, for example: make run PORT=8010")


def _refuse_full_disk(locks: "list[str]") -> None:
    needed = SIZE_OF_A_CHANGE if _works() else sum(SIZES.get(lock, 0) for lock in locks)
    for folder, size in ((Path.cwd(), needed), (Path(tempfile.gettempdir()), SIZE_OF_TEMPORARY_FILES)):
        if shutil.disk_usage(folder).free < max(size, SIZE_OF_TEMPORARY_FILES):
            _fail(_full(folder, max(size, SIZE_OF_TEMPORARY_FILES)))


def _full(folder: Path, needed: int) -> str:
    left = shutil.disk_usage(folder).free // MEGABYTE
    return (
        f"The disk that holds {folder} is too full: {left} MB are left, installing needs {needed // MEGABYTE} MB. "
        "Free some room, then run the same command again."
    )


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def _fail(sentence: str) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])

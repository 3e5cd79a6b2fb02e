"""Makes .venv and installs the lock into it; run by path with any Python 3, before anything is installed.

It stands alone: nothing of the project or of other people's code can be imported yet.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"


def main(locks: list[str]) -> None:
    """Install the lock files named on the command line, unless exactly they are installed already."""
    if sys.version_info < OLDEST:
        _start_newer_python()
    wanted = {lock: hashlib.sha256(Path(lock).read_bytes()).hexdigest() for lock in locks}
    if _works() and wanted.items() <= _installed().items():
        return
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
    return PYTHON.exists() and subprocess.call([str(PYTHON), "-c", "import pip"], stderr=subprocess.DEVNULL) == 0


def _installed() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def _make_venv() -> None:
    _say(f"Making {VENV} with {sys.executable}.")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        version = "{}.{}".format(*sys.version_info[:2])
        _fail(
            f"Python cannot make a virtual environment here. On Debian and Ubuntu: apt-get install python{version}-venv"
        )


def _pip(locks: list[str]) -> None:
    STAMP.unlink(missing_ok=True)
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--prefer-binary"]
    command += ["--require-hashes"]
    for lock in locks:
        command += ["--requirement", lock]
    if subprocess.call(command) != 0:
        _fail(
            "The requirements could not be installed; what pip said stands above. Run the same command again to go on."
        )


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def _fail(sentence: str) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])

"""As whom the servers run: PostgreSQL refuses root, so root lends them an account that exists on every machine."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from conference.embedded.errors import EmbeddedError

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account other than our own, for which only root may start processes."""

    uid: int
    gid: int

    def owns(self, path: Path) -> None:
        """Hand ``path`` over to this account."""
        os.chown(path, self.uid, self.gid)


def server_account() -> Account | None:
    """The account the servers run as, or None when they simply run as whoever asks.

    Raises EmbeddedError when root finds neither of the usual accounts.
    """
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=entry.pw_uid, gid=entry.pw_gid)
    message = (
        "PostgreSQL refuses to run as root and there is no account “postgres” or “nobody”: run as an ordinary user."
    )
    raise EmbeddedError(message)


def can_run(command: list[str], account: Account | None) -> bool:
    """Whether ``command`` succeeds for ``account``: it can reach the file, read the libraries, execute."""
    try:
        return (
            subprocess.run(
                command,
                cwd="/",
                capture_output=True,
                check=False,
                timeout=30,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            ).returncode
            == 0
        )
    except OSError:
        return False


def can_enter(folder: Path, account: Account | None) -> bool:
    """Whether ``account`` may walk into ``folder`` through all its parents."""
    return can_run(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)], account)

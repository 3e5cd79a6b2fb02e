"""Who uses the servers of a data folder: a lock that the kernel releases even after kill -9."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Users:
    """The processes that use one set of servers; each holds a shared lock for as long as it lives.

    The locks belong to open files that children started by exec do not inherit; forking the holder would share them.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._change = folder / "change.lock"
        self._presence = os.open(folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the exclusive right to start and stop the servers; waits for others."""
        descriptor = os.open(self._change, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def join(self) -> None:
        """Count as a user; call it within ``changing``."""
        fcntl.flock(self._presence, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Count no longer; True when nobody else is left. Call it within ``changing``."""
        try:
            fcntl.flock(self._presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            fcntl.flock(self._presence, fcntl.LOCK_UN)

    def close(self) -> None:
        """Forget the lock file."""
        os.close(self._presence)

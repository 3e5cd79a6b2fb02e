"""Room on the disks that a site writes to, and the one sentence that is said when there is none."""

import errno
import shutil
from collections.abc import Iterable
from pathlib import Path

from conference.embedded.errors import EmbeddedError

MEGABYTE = 1_000_000
# A first start leaves 80 MB with the demonstrations; PostgreSQL writes ahead some more.
FIRST_START = 150 * MEGABYTE
LATER_START = 50 * MEGABYTE
# From here on it is said while the site runs.
LOW = 100 * MEGABYTE
# PostgreSQL reserves its log in pieces of 16 MB and ends when it cannot have one.
FULL = 20 * MEGABYTE
FULL_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT})


def free(folder: Path) -> int:
    """How many bytes are left for us on the disk of ``folder``, which need not have been made yet."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free


def require(folder: Path, needed: int) -> None:
    """Raise EmbeddedError, with the one sentence, when ``folder`` has less room than is needed."""
    if free(folder) < needed:
        raise EmbeddedError(sentence(folder, needed))


def tightest(folders: Iterable[Path]) -> Path:
    """The folder with the least room."""
    return min(folders, key=free)


def is_full(folders: Iterable[Path]) -> bool:
    """Whether one of them has so little room that nothing more can be started."""
    return free(tightest(folders)) < FULL


def sentence(folder: Path, needed: int) -> str:
    """Which disk is full, how much is needed, and what to do."""
    left = free(folder) // MEGABYTE
    return (
        f"The disk that holds {folder} is too full: {left} MB are left, {needed // MEGABYTE} MB are needed. "
        "Free some room, or set DATA_DIR to a folder on another disk. Nothing that was saved is lost."
    )


def unwritable(error: OSError, folder: Path) -> str | None:
    """The sentence for an error that a disk without room, or one that nobody may write to, has caused."""
    if error.errno in FULL_ERRORS:
        return sentence(folder, LATER_START)
    if error.errno == errno.EROFS:
        return f"{error.filename or folder} cannot be written to: set DATA_DIR to a folder on another disk."
    return None


class Watch:
    """The room on the disks of a running site: each change is said once."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)
        self._is_low = False

    @property
    def is_full(self) -> bool:
        """Whether starting something again would only fail."""
        return is_full(self._folders)

    def news(self) -> str | None:
        """What has changed since it was last asked."""
        folder = tightest(self._folders)
        left = free(folder)
        if not self._is_low and left < LOW:
            self._is_low = True
            return (
                f"The disk that holds {folder} is nearly full: {left // MEGABYTE} MB are left, "
                f"{LOW // MEGABYTE} MB are needed. Free some room; until then the site may refuse to save. "
                "Nothing that was saved is lost."
            )
        if self._is_low and left >= LOW:
            self._is_low = False
            return f"There is room again on the disk that holds {folder}."
        return None

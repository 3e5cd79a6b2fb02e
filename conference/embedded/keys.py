"""Development keys: made once, kept in the data folder, never in the repository."""

import os
from base64 import urlsafe_b64encode
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes


def development_key(data_dir: Path, name: str) -> str:
    """Return the key called ``name``: 32 random bytes in urlsafe base64 (a valid Fernet key), made at the first call.

    Several processes may ask at once: the file appears complete, by a link that only one of them can make.
    """
    path = data_dir / "keys" / name
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{token_bytes(4).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(urlsafe_b64encode(token_bytes(32)).decode())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()

"""What makes a key fit for production; and the keys of the test suite, which everybody can read here."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from pathlib import Path

TEST_SECRET_KEY = "only-for-tests"  # noqa: S105  known to all, on purpose
TEST_FIELD_ENCRYPTION_KEY = "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk="
# As Django's own check of a deployment has it.
SHORTEST = 50
FEWEST_CHARACTERS = 5
BYTES = 32


def faults_of_keys(secret_key: str, encryption_keys: Iterable[str], data_dir: Path) -> Iterator[str]:
    """What is wrong with the keys that an installation has, in whole sentences; never the keys themselves."""
    made_here = _development_keys(data_dir)
    if secret_key in {TEST_SECRET_KEY, *made_here} or secret_key.startswith("django-insecure-"):
        yield "SECRET_KEY is one of development or tests: give production its own."
    elif secret_key and (len(secret_key) < SHORTEST or len(set(secret_key)) < FEWEST_CHARACTERS):
        yield f"SECRET_KEY is too easily guessed: it needs at least {SHORTEST} random characters."
    for number, key in enumerate(encryption_keys, start=1):
        if key in {TEST_FIELD_ENCRYPTION_KEY, *made_here}:
            yield f"Key {number} of FIELD_ENCRYPTION_KEYS is one of development or tests: give production its own."
        elif not _is_fernet_key(key):
            yield f"Key {number} of FIELD_ENCRYPTION_KEYS is no Fernet key: it must be 32 bytes in urlsafe base64."


def _is_fernet_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, altchars=b"-_", validate=True)) == BYTES
    except (binascii.Error, ValueError):
        return False


def _development_keys(data_dir: Path) -> set[str]:
    """Those that running in development left in the data folder."""
    folder = data_dir / "keys"
    try:
        return {path.read_text(encoding="ascii").strip() for path in folder.glob("*-key")}
    except (OSError, UnicodeDecodeError):
        return set()

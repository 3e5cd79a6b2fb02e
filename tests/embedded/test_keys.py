"""The development keys."""

from base64 import urlsafe_b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from conference.embedded.keys import development_key


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    assert development_key(tmp_path, "secret-key") == development_key(tmp_path, "secret-key")


def test_each_name_has_its_own_key(tmp_path: Path) -> None:
    assert development_key(tmp_path, "one") != development_key(tmp_path, "another")


def test_a_key_is_thirty_two_bytes_in_urlsafe_base64_as_fernet_wants_it(tmp_path: Path) -> None:
    assert len(urlsafe_b64decode(development_key(tmp_path, "field-encryption-key"))) == 32


def test_a_key_is_readable_only_by_its_owner(tmp_path: Path) -> None:
    development_key(tmp_path, "secret-key")
    assert (tmp_path / "keys" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_processes_that_ask_at_once_get_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: development_key(tmp_path, "secret-key"), range(64)))
    assert len(keys) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["secret-key"]

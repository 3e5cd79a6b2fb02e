"""What each way of running permits; the settings are loaded as a process loads them."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent.parent
GIVEN = {
    "DATABASE_URL": "postgresql://plenary@db/plenary",
    "REDIS_URL": "redis://cache/0",
    "SECRET_KEY": "kT8v_2mQx-Zr5LwYc0Hn7uBsJ4gEaPd9iXoF3tKyVb6M1RqUzWl",
    "FIELD_ENCRYPTION_KEYS": "c2l4dGVlbi1ieXRlcy1vZi1zYWx0LWFuZC1wZXBwZXI=",
    "ALLOWED_HOSTS": "plenary.example",
    "PUBLIC_URL": "https://plenary.example",
    "EMAIL_URL": "smtp+tls://mail",
}


def load(module, asked="", **changes):
    """Imports settings in a process of their own; gives what it printed, and its exit status."""
    environment = {name: value for name, value in os.environ.items() if name not in {*GIVEN, "DEBUG"}}
    environment |= {name: value for name, value in (GIVEN | changes).items() if value is not None}
    code = f"from conference.settings import {module} as settings; print({asked})"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return run.returncode, run.stdout.strip(), run.stderr


@pytest.mark.parametrize(("module", "allowed"), [("production", "False"), ("development", "True"), ("test", "True")])
def test_officers_with_a_published_password_are_made_in_development_alone(module, allowed, tmp_path):
    status, printed, _errors = load(module, "settings.DEMONSTRATIONS_ALLOWED", DATA_DIR=str(tmp_path))
    assert (status, printed) == (0, allowed)


@pytest.fixture
def production_refuses(monkeypatch):
    """Loads the settings of production once more, in this process; gives the sentence with which they refuse."""

    def refusal(**changes):
        for name, value in (GIVEN | changes).items():
            monkeypatch.delenv(name, raising=False) if value is None else monkeypatch.setenv(name, value)
        for name in ("base", "production"):
            monkeypatch.delitem(sys.modules, f"conference.settings.{name}", raising=False)
        with pytest.raises(ImproperlyConfigured) as refused:
            importlib.import_module("conference.settings.production")
        return str(refused.value)

    return refusal


def test_production_starts_with_what_it_needs_and_not_without(tmp_path):
    assert load("production", "settings.DEBUG", DATA_DIR=str(tmp_path), DEBUG="True")[:2] == (0, "False")
    status, _printed, errors = load("production", SECRET_KEY=None)
    assert status != 0, "production started"
    assert "Set SECRET_KEY in the environment." in errors.strip().splitlines()[-1]


@pytest.mark.parametrize("name", GIVEN)
def test_production_names_what_is_missing(production_refuses, name):
    assert f"Set {name} in the environment" in production_refuses(**{name: None})


def test_production_names_everything_at_once_what_is_missing_and_what_is_unfit(production_refuses):
    refusal = production_refuses(REDIS_URL=None, EMAIL_URL=None, SECRET_KEY="only-for-tests", FIELD_ENCRYPTION_KEYS="a")
    assert "Set REDIS_URL, EMAIL_URL in the environment." in refusal
    assert "SECRET_KEY is one of development or tests" in refusal
    assert "Key 1 of FIELD_ENCRYPTION_KEYS is no Fernet key" in refusal
    nothing = production_refuses(**dict.fromkeys(GIVEN))
    assert f"Set {', '.join(GIVEN)} in the environment." in nothing
    assert "guessed" not in nothing, "what is missing is not weak as well"


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("only-for-tests", "is one of development or tests"),
        ("django-insecure-" + GIVEN["SECRET_KEY"], "is one of development or tests"),
        (GIVEN["SECRET_KEY"][:49], "is too easily guessed"),
        ("ab" * 40, "is too easily guessed"),
    ],
)
def test_production_refuses_a_secret_key_that_is_known_or_weak_and_does_not_print_it(production_refuses, key, fault):
    refusal = production_refuses(SECRET_KEY=key)
    assert f"SECRET_KEY {fault}" in refusal
    assert key not in refusal


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=", "is one of development or tests"),
        ("a passphrase", "is no Fernet key"),
        ("c2hvcnQ=", "is no Fernet key"),
        (GIVEN["FIELD_ENCRYPTION_KEYS"].rstrip("="), "is no Fernet key"),
    ],
)
def test_production_refuses_an_encryption_key_that_is_known_or_none(production_refuses, key, fault):
    refusal = production_refuses(FIELD_ENCRYPTION_KEYS=f"{GIVEN['FIELD_ENCRYPTION_KEYS']},{key}")
    assert f"Key 2 of FIELD_ENCRYPTION_KEYS {fault}" in refusal


def test_production_refuses_the_keys_that_development_has_made(production_refuses, tmp_path):
    _status, made, _errors = load(
        "development", "settings.SECRET_KEY", DATA_DIR=str(tmp_path), SECRET_KEY=None, FIELD_ENCRYPTION_KEYS=None
    )
    encryption_key = (tmp_path / "keys" / "field-encryption-key").read_text()
    refusal = production_refuses(DATA_DIR=str(tmp_path), SECRET_KEY=made * 2, FIELD_ENCRYPTION_KEYS=encryption_key)
    assert "Key 1 of FIELD_ENCRYPTION_KEYS is one of development or tests" in refusal
    assert "SECRET_KEY is one of development" in production_refuses(DATA_DIR=str(tmp_path), SECRET_KEY=made)


@pytest.mark.parametrize(
    ("entrance", "settings"),
    [
        ("import conference.wsgi", "production"),
        ("from celery.app.utils import find_app; find_app('conference')", "production"),
        ("import manage; manage.main()", "development"),
        ("import conference.embedded.__main__", None),
    ],
)
def test_servers_run_in_production_and_the_command_line_in_development_unless_told_otherwise(
    entrance, settings, tmp_path
):
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    code = f"{entrance}\nimport os; print(os.environ.get('DJANGO_SETTINGS_MODULE'))"
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        env=environment | GIVEN | {"DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines()[-1] == (f"conference.settings.{settings}" if settings else "None")

"""What each way of running permits; the settings are loaded as a process loads them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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

"""Locks on what has no row of its own."""

import hashlib

from django.db import connection


def lock_name(name: str) -> None:
    """Whoever locks the same name waits until this transaction ends; so a limit holds in a race, too."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])

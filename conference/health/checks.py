"""What is asked for readiness: each question with its own short patience, each answer a plain word.

The words go to strangers: they name no host, no path, no version. Why something failed is in the log.
"""

import shutil
import smtplib
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from redis.backoff import NoBackoff
from redis.retry import Retry

from conference.health import heartbeats

SECONDS = 1.0
DEFAULT_REDIS = "redis://127.0.0.1:6379/0"
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
GREETING = 220
LEAST_FREE = 100 * 1024 * 1024
AGES = "SELECT name, extract(epoch FROM clock_timestamp() - at) FROM health_heartbeat"
SILENT = "does not answer"


@dataclass(frozen=True)
class Check:
    """One thing that readiness needs, whether it is there, and in plain words how."""

    name: str
    ready: bool
    says: str
    milliseconds: int | None = None
    age_seconds: int | None = None


def database() -> Iterable[Check]:
    """PostgreSQL, and what only PostgreSQL knows: the schema's state, and who of workers and beat is alive."""
    begun = time.monotonic()
    link = _own_connection()
    try:
        with link.cursor() as cursor:
            cursor.execute("SET statement_timeout = 1000")
            cursor.execute("SELECT app, name FROM django_migrations")
            is_current = newest_migrations() <= set(cursor.fetchall())
            cursor.execute("SELECT to_regclass('health_heartbeat') IS NOT NULL")
            ages = {}
            if cursor.fetchone()[0]:
                cursor.execute(AGES)
                ages = {name: float(age) for name, age in cursor.fetchall()}
    finally:
        link.close()
    says = "answers" if is_current else "waits for its migrations"
    return [Check("database", is_current, says, _since(begun)), *(alive(name, ages) for name in heartbeats.expected())]


def alive(name: str, ages: dict[str, float]) -> Check:
    """Whether ``name`` has given a sign of life lately."""
    if name not in ages:
        return Check(name, ready=False, says="has never answered")
    age = max(0, round(ages[name]))
    limit = heartbeats.LIMIT.total_seconds()
    if ages[name] > limit:
        # An idle worker has nothing to end when nobody asks it.
        unasked = name != heartbeats.BEAT and ages.get(heartbeats.BEAT, limit + 1) > limit
        says = "was not asked lately, since beat is silent" if unasked else "has not answered lately"
        return Check(name, ready=False, says=says, age_seconds=age)
    return Check(name, ready=True, says="answers", age_seconds=age)


def broker() -> Iterable[Check]:
    """Redis, by writing: one that is full or read-only answers a ping as well."""
    begun = time.monotonic()
    client = redis.Redis.from_url(
        settings.REDIS_URL or DEFAULT_REDIS,
        socket_connect_timeout=SECONDS,
        socket_timeout=SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    with client:
        client.set("plenary:readiness", "asked", ex=60)
    return [Check("redis", ready=True, says="answers", milliseconds=_since(begun))]


def mail_server() -> Iterable[Check]:
    """The mail server's greeting; nothing is said to it but good-bye."""
    if settings.EMAIL_BACKEND != SMTP_BACKEND:
        return [Check("smtp", ready=True, says="is not used")]
    begun = time.monotonic()
    smtp = _smtp()
    try:
        code, _words = smtp.connect(settings.EMAIL_HOST, settings.EMAIL_PORT)
        if code != GREETING:
            return [Check("smtp", ready=False, says="takes nothing now", milliseconds=_since(begun))]
        smtp.putcmd("QUIT")
    finally:
        smtp.close()
    return [Check("smtp", ready=True, says="answers", milliseconds=_since(begun))]


def disk() -> Iterable[Check]:
    """Room for files: what people hand in and what is made for them."""
    has_room = all(_free(Path(folder)) >= LEAST_FREE for folder in (settings.DATA_DIR, settings.MEDIA_ROOT))
    return [Check("disk", ready=has_room, says="has room" if has_room else "is nearly full")]


@cache
def newest_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app, as the program on disk has them."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _own_connection() -> Any:
    """Beside those of requests: its patience is short, and its thread may be left behind."""
    link = connections["default"].copy()
    # Where packets vanish, nothing but these ends the waiting before a quarter of an hour.
    patience = {"connect_timeout": 2, "keepalives": 1, "keepalives_idle": 1, "tcp_user_timeout": 2000}
    link.settings_dict["OPTIONS"] = {**link.settings_dict["OPTIONS"], **patience}
    return link


def _smtp() -> smtplib.SMTP:
    if settings.EMAIL_USE_SSL:
        return smtplib.SMTP_SSL(timeout=SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(timeout=SECONDS)


def _free(folder: Path) -> int:
    """What is left on the disk of a folder that may not have been made yet."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free


def _since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)

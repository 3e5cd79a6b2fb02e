"""One address per server in the environment, in the form each library wants (they differ for Unix sockets)."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings for ``postgresql://user:password@host:port/name?host=/socket/folder``."""
    parts = urlsplit(url or "postgresql://plenary@localhost/plenary")
    query = parse_qs(parts.query)
    host = query.pop("host", [parts.hostname or ""])[0]
    port = query.pop("port", [str(parts.port or "")])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "plenary",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {key: values[0] for key, values in query.items()},
    }


def celery_broker_url(url: str) -> str:
    """Celery's form of ``redis://…`` or ``unix:///path?db=0``."""
    parts = urlsplit(url or "redis://127.0.0.1:6379/0")
    if parts.scheme != "unix":
        return parts.geturl()
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={database}"

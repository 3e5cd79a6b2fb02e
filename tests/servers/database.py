"""One migrated database a run, copied for each worker process."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, cursor, make_dsn

LOCK = 20190603


def template_name() -> str:
    """The name of this run's template; all its databases begin with it."""
    return f"test_plenary_{os.environ['TEST_RUN']}"


def template_database() -> str:
    """The name of this run's migrated template; whoever comes first makes it, the others wait.

    Nobody stays connected to it, since PostgreSQL copies only what nobody uses.
    """
    name = template_name()
    with _maintenance() as link:
        link.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if link.fetchone() is None:
            link.execute(f"CREATE DATABASE \"{name}_draft\" ENCODING 'UTF8'")
            _migrate(f"{name}_draft")
            link.execute(f'ALTER DATABASE "{name}_draft" RENAME TO "{name}"')
    return name


def dump_of_template(pg_dump: Path) -> bytes:
    """The template as SQL, from a copy, since the template itself must stay unused; nothing where it cannot be had."""
    template = template_database()
    copy = f"{template}_dumped"
    with _maintenance() as link:
        link.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
        try:
            url = make_dsn(os.environ["DATABASE_URL"], dbname=copy)
            return subprocess.run([str(pg_dump), f"--dbname={url}"], capture_output=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            return b""
        finally:
            link.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


def drop_template_database() -> None:
    """Leave nothing of this run on a server that lives longer than it."""
    with _maintenance() as link:
        link.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [template_name()])
        for (name,) in link.fetchall():
            link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _migrate(name: str) -> None:
    from django.core.management import call_command
    from django.db import connection

    original = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = original


@contextmanager
def _maintenance() -> Iterator[cursor]:
    with closing(psycopg2.connect(os.environ["DATABASE_URL"], dbname="postgres")) as link:
        link.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        with link.cursor() as maintenance:
            yield maintenance

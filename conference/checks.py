"""What Django asks before it migrates."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

HALFWAY = (
    "This database has only a part of the older migrations of “{app}”, which were replaced by one for each subject. "
    "Nothing was changed."
)
HINT = "Check out the last commit with {last}, migrate there, come back: docs/decisions/0033-migrations-by-subject.md."


@register(Tags.database)
def older_history_is_whole(databases: Sequence[str] | None = None, **_options: Any) -> list[Error]:
    """Say so where a site stopped inside the history that was replaced: Django would take its app to have none."""
    found = []
    for alias in databases or ():
        applied = set(MigrationRecorder(connections[alias]).applied_migrations())
        older = [set(migration.replaces) for migration in MigrationLoader(None).disk_migrations.values()]
        for app in sorted({app for part in older if part & applied and part - applied for app, _ in part}):
            last = max(name for part in older for of, name in part if of == app)
            found.append(Error(HALFWAY.format(app=app), hint=HINT.format(last=f"{app}.{last}"), id="conference.E001"))
    return found

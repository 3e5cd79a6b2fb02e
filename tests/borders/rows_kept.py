"""Whether anything was written: all rows are compared, but only where a statement has written at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

WRITING = re.compile(
    r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|MERGE|WITH|TRUNCATE|COPY)\b(?!\s+"django_session")', re.IGNORECASE
)


@contextmanager
def nothing_is_written() -> Iterator[Callable[[], None]]:
    """What is yielded compares all rows but sessions with what they were, and so does the end.

    What was written and undone, as by a rehearsal, has changed nothing. What the rows were is read before the first
    statement that writes: most requests have none.
    """
    before: dict[str, str] = {}
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        if WRITING.match(sql):
            if not before and not connection.needs_rollback:
                before.update(everything_kept())
            written.append(sql)
        return execute(sql, params, many, context)

    def compare() -> None:
        if written:
            after = everything_kept()
            changed = [name for name in before if before[name] != after[name]]
            assert not changed, f"Rows of {', '.join(changed)} were written: {written[-1][:200]}"
            written.clear()

    with connection.execute_wrapper(watch):
        yield compare
        compare()


def everything_kept() -> dict[str, str]:
    """A digest of all rows of each model but sessions, to be compared with what they were; one query."""
    models = [model for model in apps.get_models() if model._meta.app_label != "sessions"]
    digests = (
        f"SELECT '{model._meta}', md5(string_agg(md5(row::text), '' ORDER BY md5(row::text)))"
        f' FROM "{model._meta.db_table}" AS row'
        for model in models
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(digests))
        return dict(cursor.fetchall())

"""How a test that commits is cleared away: by deleting the few rows that it wrote, not by making every table anew."""

from typing import Any


def delete_what_was_written() -> None:
    """Replaces Django's TRUNCATE of all tables (a fifth of a second), where the tests own their server.

    Called once Django is ready.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations

    truncating = DatabaseOperations.sql_flush

    def deleting(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('is_superuser')::boolean")
            is_superuser = cursor.fetchone()[0]
        if not tables or not is_superuser or options.get("reset_sequences"):
            return truncating(self, style, tables, **options)
        # No trigger, constraint or order of the tables stands in the way: in the end all of them are empty.
        deletes = (f"DELETE FROM {self.quote_name(table)}" for table in tables)
        return ["; ".join(["SET LOCAL session_replication_role = replica", *deletes])]

    DatabaseOperations.sql_flush = deleting  # type: ignore[method-assign]

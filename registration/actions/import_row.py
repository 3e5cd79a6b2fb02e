"""The row of an import, which is locked before anything that it counts, and the private files that it names."""

from typing import TypeVar
from uuid import UUID

from django.db import transaction

from conference.imports import files
from registration.models import BroughtTable
from registration.states import ImportState

T = TypeVar("T", bound=BroughtTable)


def lock_import(import_id: UUID, of: type[T]) -> T:
    """The import's row, locked before anything else. Raises ``DoesNotExist``."""
    locked = of.objects.select_for_update(of=("self",), no_key=True).select_related("conference", "job")
    found: T = locked.get(pk=import_id)
    return found


def delete_files(brought: BroughtTable, *, but_errors: bool = False) -> None:
    """They hold names; what remains are counts. The caller saves the row.

    What is to be corrected of the rows that were left out may be kept: somebody has to correct them.
    """
    _delete_after_commit(brought.file)
    brought.file = ""
    if not (but_errors and brought.refused):
        _delete_after_commit(brought.checked)
        brought.checked = ""
        brought.headings = []  # of a table without any they are its first row, with a name in it
    if brought.state not in {ImportState.IMPORTED, ImportState.UNDONE}:
        brought.digest = ""


def forget_preview(brought: BroughtTable) -> None:
    """What was previewed is no longer so. The caller saves the row."""
    _delete_after_commit(brought.checked)
    brought.checked = brought.digest = ""


def _delete_after_commit(name: str) -> None:
    if name:
        transaction.on_commit(lambda: files.delete(name))

"""Files that nobody needs any more: ended ones of persons, and those that no row knows of."""

import datetime
import time
from collections.abc import Collection, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from conference.registry import registry
from registration.models.document import Document, DocumentKind
from registration.models.private_file import private_storage

# Long enough to find that the wrong one was taken away.
ENDED_KEPT_FOR = datetime.timedelta(days=30)
# Longer than any transaction that has written its file and not yet its row.
ORPHAN_AGE = datetime.timedelta(hours=6)
#: A chancery keeps these with the file of the State.
KEPT_ON_RECORD = frozenset(
    {
        DocumentKind.NOMINATION_LETTER,
        DocumentKind.CREDENTIALS,
        DocumentKind.NOTE,
        DocumentKind.NOTE_SCAN,
        DocumentKind.REPLY,
    }
)


@transaction.atomic
def clear_ended_documents() -> int:
    """Deletes persons' documents that were replaced or removed a month ago; their files go with the commit."""
    old = Document.objects.filter(ended_at__lt=timezone.now() - ENDED_KEPT_FOR).exclude(kind__in=KEPT_ON_RECORD)
    locked = list(old.select_for_update(skip_locked=True))
    for document in locked:
        name = document.file.name
        document.delete()
        transaction.on_commit(partial(private_storage().delete, str(name)))
    return len(locked)


def clear_orphaned_files() -> int:
    """Deletes files that no row knows of: what a failed transaction or a deleted registration left behind."""
    folder = Path(private_storage().path(""))
    oldest = time.time() - ORPHAN_AGE.total_seconds()
    old = {str(path.relative_to(folder)): path for path in folder.glob("??/*") if _is_older(path, oldest)}
    known = {name for knows in registry.knows_files for name in knows(old.keys())}
    orphans = [path for name, path in old.items() if name not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def files_of_documents(names: Collection[str]) -> Iterable[str]:
    """Those of the names that are a document's."""
    return Document.objects.filter(file__in=names).values_list("file", flat=True)


def _is_older(path: Path, oldest: float) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime < oldest
    return False

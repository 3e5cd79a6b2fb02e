"""Publishing the agenda."""

import datetime
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from agenda.actions.locking import lock_conference
from agenda.errors import LostUpdateError, NothingToReleaseError
from agenda.models import Release
from agenda.queries.snapshot import changes_of, differs, draft_entries, fingerprint_of
from conference.clock import conference_now
from conference.models import TranslatedText, User


@transaction.atomic
def release_agenda(
    conference_id: UUID, *, note: Mapping[str, str] | None = None, by: User | None, fingerprint: str | None = None
) -> Release:
    """Makes the draft the agenda that everybody sees, as an immutable snapshot with the next number.

    ``fingerprint`` is the one of the preview that the officer saw. Locks the conference, so that no act on the
    programme falls between two of its readings. Raises ``NothingToReleaseError``, ``LostUpdateError`` when the draft
    has changed since the preview, ``NotPermittedError``.
    """
    conference = lock_conference(conference_id, by=by)
    last = Release.objects.last_of(conference)
    entries = draft_entries(conference, last)
    if fingerprint is not None and fingerprint != fingerprint_of(entries):
        raise LostUpdateError
    if not differs(entries, last):
        raise NothingToReleaseError
    number = last.number + 1 if last else 1
    now = conference_now(conference)
    at = now.astimezone(datetime.UTC).isoformat(timespec="seconds")
    return Release.objects.create(
        conference=conference,
        number=number,
        published_at=now,
        published_by=by,
        note=TranslatedText.of(dict(note or {})),
        snapshot={"sessions": entries, "changes": changes_of(entries, last, number=number, at=at)},
    )

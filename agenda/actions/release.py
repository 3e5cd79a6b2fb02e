"""Publishing the agenda."""

import datetime
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from agenda.actions.locking import lock_conference
from agenda.actions.notices import lock_unsettled, write_notices
from agenda.actions.seat_line import give_seats_by_agenda
from agenda.conflicts import open_conflicts
from agenda.errors import LostUpdateError, NothingToReleaseError, OpenConflictsError
from agenda.models import Release
from agenda.queries.notices import planned_notices
from agenda.queries.restoring import restored_entries, restoring_fingerprint
from agenda.queries.snapshot import SessionEntry, changes_of, differs, draft_entries, fingerprint_of
from conference.clock import conference_now
from conference.models import Conference, TranslatedText, User


@transaction.atomic
def release_agenda(
    conference_id: UUID,
    *,
    note: Mapping[str, str] | None = None,
    by: User | None,
    fingerprint: str | None = None,
    without_letters: bool = False,
) -> Release:
    """Makes the draft the agenda that everybody sees, as an immutable snapshot with the next number.

    Whom it concerns receives one letter (:mod:`agenda.actions.notices`), unless it is published ``without_letters``.
    Seats that are free by what it says (a session is held again, or later) go to those who wait.
    ``fingerprint`` is the one of the preview that the officer saw. Locks the conference, so that no act on the
    programme falls between two of its readings. Raises ``NothingToReleaseError``, ``OpenConflictsError`` while a
    conflict is neither mended nor acknowledged, ``LostUpdateError`` when the draft
    has changed since the preview, ``NotPermittedError``.
    """
    conference = lock_conference(conference_id, by=by)
    last = Release.objects.last_of(conference)
    entries = draft_entries(conference, last)
    if fingerprint is not None and fingerprint != fingerprint_of(entries):
        raise LostUpdateError
    if not differs(entries, last):
        raise NothingToReleaseError
    if in_the_way := open_conflicts(conference):
        raise OpenConflictsError(len(in_the_way))
    return _publish(conference, last, entries, note=note, by=by, without_letters=without_letters)


@transaction.atomic
def restore_release(
    release_id: UUID,
    *,
    note: Mapping[str, str] | None = None,
    by: User | None,
    fingerprint: str | None = None,
    without_letters: bool = False,
) -> Release:
    """Publishes the content of an older release anew, with the next number; the draft stays as it is.

    What was deleted since is left out (:func:`agenda.queries.restoring.restored_entries`). ``fingerprint`` is the one
    of the preview. Locks the conference. Conflicts do not stand in the way: they are the draft's, and this content was
    public. Raises ``NothingToReleaseError``, ``LostUpdateError``, ``NotPermittedError``.
    """
    old = Release.objects.get(pk=release_id)
    conference = lock_conference(old.conference_id, by=by)
    last = Release.objects.last_of(conference)
    entries = list(restored_entries(conference, old).entries)
    if fingerprint is not None and fingerprint != restoring_fingerprint(entries, last):
        raise LostUpdateError
    if not differs(entries, last):
        raise NothingToReleaseError
    return _publish(conference, last, entries, note=note, by=by, without_letters=without_letters, restores=old)


def _publish(
    conference: Conference,
    last: Release | None,
    entries: list[SessionEntry],
    *,
    note: Mapping[str, str] | None,
    by: User | None,
    without_letters: bool,
    restores: Release | None = None,
) -> Release:
    number = last.number + 1 if last else 1
    now = conference_now(conference)
    at = now.astimezone(datetime.UTC).isoformat(timespec="seconds")
    lock_unsettled(conference)
    plans = planned_notices(conference, last, entries)
    release = Release.objects.create(
        conference=conference,
        number=number,
        published_at=now,
        published_by=by,
        note=TranslatedText.of(dict(note or {})),
        snapshot={"sessions": entries, "changes": changes_of(entries, last, number=number, at=at)},
        restores=restores,
        is_without_letters=without_letters,
    )
    write_notices(release, plans, by=by)
    give_seats_by_agenda(conference)
    return release

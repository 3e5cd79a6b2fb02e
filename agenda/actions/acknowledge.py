"""That an officer knows of a conflict and lets it stand."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from agenda.actions.locking import lock_conference
from agenda.conflicts import standing_of
from agenda.errors import ConflictIsGoneError, ReasonRequiredError
from agenda.models import AcknowledgedConflict
from conference.models import User


@transaction.atomic
def acknowledge_conflict(conference_id: UUID, key: str, *, reason: str, by: User | None) -> AcknowledgedConflict:
    """Lets a conflict stand, for a reason, until anything of it changes. Locks the conference.

    A second acknowledgement changes nothing, so the first reason stands. Raises ``ConflictIsGoneError``,
    ``ReasonRequiredError``, ``NotPermittedError``.
    """
    conference = lock_conference(conference_id, by=by)
    conflict = next((each for each in standing_of(conference).conflicts if each.key == key), None)
    if conflict is None:
        raise ConflictIsGoneError
    held = AcknowledgedConflict.objects.filter(conference=conference, key=key, withdrawn_at__isnull=True).first()
    if held is not None:
        return held
    if not reason.strip():
        raise ReasonRequiredError
    return AcknowledgedConflict.objects.create(
        conference=conference,
        key=key,
        kind=conflict.kind,
        session_id=conflict.sessions[0],
        participant_id=conflict.participant,
        reason=reason.strip(),
        by=by,
    )


@transaction.atomic
def withdraw_acknowledgement(acknowledged_id: UUID, *, by: User | None) -> AcknowledgedConflict:
    """The conflict is open again; who acknowledged it and why stays on record. Locks the conference.

    A second withdrawal changes nothing. Raises ``NotPermittedError``.
    """
    conference_id = AcknowledgedConflict.objects.only("conference_id").get(pk=acknowledged_id).conference_id
    lock_conference(conference_id, by=by)
    acknowledged: AcknowledgedConflict = AcknowledgedConflict.objects.get(pk=acknowledged_id)
    if acknowledged.withdrawn_at is None:
        acknowledged.withdrawn_at, acknowledged.withdrawn_by = timezone.now(), by
        acknowledged.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return acknowledged

"""What a conference asks of its speakers, said by the officers of the programme."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from agenda.actions.locking import lock_conference
from agenda.models import SpeakerRequests
from conference.models import User

ASKED = frozenset(
    {"asks_biography", "biography_length", "asks_portrait", "asks_statement", "statement_days", "statement_time"}
)


@transaction.atomic
def ask_of_speakers(conference_id: UUID, *, changes: Mapping[str, Any], by: User | None) -> SpeakerRequests:
    """Says what is asked (:data:`ASKED`), from now on. Locks the conference. Raises ``NotPermittedError``.

    ``KeyError`` for what is not said so.
    """
    if changes.keys() - ASKED:
        raise KeyError(*sorted(changes.keys() - ASKED))
    conference = lock_conference(conference_id, by=by)
    requests, _made = SpeakerRequests.objects.get_or_create(conference=conference)
    for name, value in changes.items():
        setattr(requests, name, value)
    requests.version += 1
    requests.save(update_fields=[*changes, "version"])
    return requests

"""Who registered for a purpose is told what became of its letters: of many at once, and of none for ever too late.

That a letter was taken is recorded at once, with a mark that nobody was told yet. The worker tells of a batch together;
where it dies before, the sweep does.
"""

import datetime
import logging
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from conference.correspondence.models import OutgoingMessage
from conference.correspondence.restarts import outlives_restart
from conference.correspondence.states import MessageState
from conference.registry import registry

logger = logging.getLogger(__name__)

SETTLED = frozenset({MessageState.SENT, MessageState.FAILED})
#: The worker would have told by then.
FORGOTTEN = datetime.timedelta(minutes=1)
#: Of so many the sweep tells at once.
SLICE = 200

# Two who tell at once wait for each other here, and the second finds nothing left.
TELL_OF = """
UPDATE correspondence_deliveryattempt SET is_told = TRUE
WHERE NOT is_told AND message_id = ANY(%s) RETURNING message_id
"""
TELL_OF_FORGOTTEN = """
UPDATE correspondence_deliveryattempt SET is_told = TRUE WHERE id IN (
    SELECT id FROM correspondence_deliveryattempt WHERE NOT is_told AND at < %s LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING message_id
"""


def has_listener(message: OutgoingMessage) -> bool:
    """Whether anybody registered for what becomes of it; the private office's copy decides nothing."""
    return message.purpose in registry.on_settled and not message.is_copy


def tell(rows: Sequence[OutgoingMessage]) -> None:
    """Tells who registered for their purposes that letters were taken, or refused for good. Requires a transaction.

    What they make of it must not cost the server's answer: that would let the letter be sent a second time. Where
    they fail with several, they are told of each by itself, so that one fault costs no other letter.
    """
    by_purpose: dict[str, list[OutgoingMessage]] = defaultdict(list)
    for row in rows:
        if has_listener(row) and row.state in SETTLED:
            by_purpose[row.purpose].append(row)
    for purpose, of_purpose in by_purpose.items():
        if not _told(purpose, of_purpose) and len(of_purpose) > 1:
            for row in of_purpose:
                _told(purpose, [row])


def _told(purpose: str, rows: Sequence[OutgoingMessage]) -> bool:
    try:
        with transaction.atomic():
            registry.on_settled[purpose](rows)
    except Exception:
        logger.exception("What follows %d letters “%s” was not done.", len(rows), purpose)
        return False
    return True


@outlives_restart
@transaction.atomic
def tell_of(ids: Collection[UUID]) -> None:
    """Tells of those of the letters that were taken and of which nobody was told yet."""
    _tell_marked(TELL_OF, [list(ids)])


@transaction.atomic
def tell_of_forgotten() -> int:
    """Of a few whose worker died before it told; gives how many."""
    return _tell_marked(TELL_OF_FORGOTTEN, [timezone.now() - FORGOTTEN, SLICE])


def _tell_marked(statement: str, values: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        ids = [row[0] for row in cursor.fetchall()]
    if ids:
        rows = OutgoingMessage.objects.filter(pk__in=ids).defer("text", "html", "calendar", "enclosures").order_by("pk")
        tell(list(rows.select_related("conference")))
    return len(ids)

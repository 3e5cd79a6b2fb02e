"""Looking for persons who are there twice: whoever is new or was changed is compared with all others."""

from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from conference.models import Conference
from registration.models import DuplicateCandidate, Likeness, Participant, Registration
from registration.queries.duplicate_pairs import keep_likenesses, keep_pairs, stale_persons
from registration.queries.likeness import likeness_of

BATCH = 2000
# Any number of our own: one sweep at a time, whichever worker begins it.
SWEEP = 7_310_011


def look_for_duplicates() -> int:
    """Of every conference; gives how many pairs are new or other than they were. Safe to repeat."""
    return sum(look_in(conference) for conference in Conference.objects.only("pk"))


@transaction.atomic
def look_in(conference: Conference) -> int:
    """Compares those of one conference who are new or changed; a sweep that is under way elsewhere is left to it.

    Takes an advisory lock until the transaction ends; writes likenesses and pairs, and locks no person.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SWEEP])
        if not cursor.fetchone()[0]:
            return 0
    _forget_who_was_merged(conference)
    stale = {pk: (source, passports) for pk, source, passports in stale_persons(conference.pk)}
    if not stale:
        return 0
    _keep_likenesses(stale)
    return keep_pairs(conference.pk, list(stale), now=timezone.now())


def _forget_who_was_merged(conference: Conference) -> None:
    """A sweep that was under way while somebody was merged may have kept them once more; this one forgets them."""
    merged = Registration.objects.filter(
        conference=conference, merged_into__pk__isnull=False, merged_into__undone_at__isnull=True
    ).values("participant")
    Likeness.objects.filter(participant__in=merged).delete()
    in_pairs = Q(first__in=merged) | Q(second__in=merged)
    DuplicateCandidate.objects.open().filter(in_pairs, conference=conference).delete()


def _keep_likenesses(stale: dict[UUID, tuple[str, list[str]]]) -> None:
    ids = list(stale)
    for start in range(0, len(ids), BATCH):
        people = Participant.objects.in_bulk(ids[start : start + BATCH])
        rows = [likeness_of(person, stale[pk][1], stale[pk][0]) for pk, person in people.items()]
        keep_likenesses(rows)

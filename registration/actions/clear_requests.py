"""Who was named in a request and never came is not kept: the request stays with its decision, without the person."""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from conference.clock import conference_today
from conference.correspondence import ledger
from conference.models import Conference
from registration.emails.changes import version_of
from registration.models import ChangeKind, PendingChange
from registration.states import ChangeState

# What became of it is on record with the registration; of a correction, only here.
STANDS_ELSEWHERE = Q(state=ChangeState.ACCEPTED) & ~Q(kind=ChangeKind.CORRECTION)
CAME_TO_NOTHING = Q(state__in=(ChangeState.REFUSED, ChangeState.TAKEN_BACK))


@transaction.atomic
def clear_requests() -> int:
    """Deletes what was entered in requests that were decided ``REQUESTS_KEPT_DAYS`` ago, and the words with it.

    Corrections that were made stay: they say what stood there before. What nobody decided on goes as long after the
    conference. So does what the letter said by which somebody named was refused. Locks the requests, passing over those
    in use, and these letters.
    """
    kept_for = datetime.timedelta(days=settings.REQUESTS_KEPT_DAYS)
    decided = (STANDS_ELSEWHERE | CAME_TO_NOTHING) & Q(decided_at__lt=timezone.now() - kept_for)
    over = [each.pk for each in _with_open_requests() if each.ends_on + kept_for < conference_today(each)]
    left = Q(state=ChangeState.OPEN, conference__in=over)
    found = PendingChange.objects.filter(decided | left, cleared_at__isnull=True)
    locked = list(found.select_for_update(of=("self",), skip_locked=True, no_key=True).values_list("pk", flat=True))
    chosen = PendingChange.objects.filter(pk__in=locked)
    _forget_letters(chosen)
    return chosen.update(changes={}, note="", cleared_at=timezone.now(), version=F("version") + 1)


def _forget_letters(chosen: QuerySet[PendingChange]) -> None:
    """Of a correction nobody is forgotten: whom it was about takes part."""
    named = chosen.filter(state=ChangeState.REFUSED).exclude(kind=ChangeKind.CORRECTION)
    for change_id, *about in named.values_list("pk", "registration", "delegation"):
        about_it = Q(about_id__in=about, key__endswith=f":{version_of(change_id)}")
        ledger.forget_words(about_it & Q(purpose="change_refused"))


def _with_open_requests() -> list[Conference]:
    return list(Conference.objects.filter(pending_changes__state=ChangeState.OPEN).distinct())

"""What is of no use to anybody any more is not kept: sessions, codes, tries, apps that were never set up."""

import datetime
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.utils import timezone

from conference.actions.attempts import forget_old_attempts
from conference.actions.sign_in import forget_old_codes
from conference.models import SecondFactor

BEGUN_KEPT_FOR = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Cleared:
    """How many rows of each kind went."""

    sessions: int
    codes: int
    attempts: int
    second_factors: int


def clear_expired() -> Cleared:
    """Deletes what has run out; each kind in a statement of its own, locking nothing that is in use."""
    sessions, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    begun = SecondFactor.objects.filter(confirmed_at__isnull=True, created_at__lt=timezone.now() - BEGUN_KEPT_FOR)
    second_factors, _by_model = begun.defer("key").delete()
    return Cleared(
        sessions=sessions,
        codes=forget_old_codes(),
        attempts=forget_old_attempts(),
        second_factors=second_factors,
    )

"""What is of no use to anybody any more is not kept: sessions, codes, tries, apps that were never set up."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from conference.actions.attempts import forget_old_attempts
from conference.actions.sign_in import forget_old_codes
from conference.models import SecondFactor
from conference.registry import registry

BEGUN_KEPT_FOR = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Cleared:
    """How many rows of each kind went."""

    sessions: int
    codes: int
    attempts: int
    second_factors: int
    #: What the apps above count, by what it is.
    contributed: Mapping[str, int] = field(default_factory=dict)


def clear_expired() -> Cleared:
    """Deletes what has run out; each kind for itself, passing over what is in use."""
    sessions, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return Cleared(
        sessions=sessions,
        codes=forget_old_codes(),
        attempts=forget_old_attempts(),
        second_factors=_forget_begun_second_factors(),
        contributed={what: clear() for what, clear in registry.clearers.items()},
    )


@transaction.atomic
def _forget_begun_second_factors() -> int:
    """Locks them first: one that is confirmed at this moment is somebody's, and stays."""
    begun = SecondFactor.objects.filter(confirmed_at__isnull=True, created_at__lt=timezone.now() - BEGUN_KEPT_FOR)
    locked = list(begun.select_for_update(skip_locked=True).values_list("pk", flat=True))
    deleted, _by_model = SecondFactor.objects.filter(pk__in=locked).defer("key").delete()
    return deleted

"""How often something may be tried before even the right answer waits; counted in PostgreSQL, whatever else is down."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from conference.actions.locking import lock_name
from conference.errors import TooManyAttemptsError
from conference.models import SignInAttempt
from conference.models.sign_in_attempt import SignInAttemptQuerySet

QUARTER = datetime.timedelta(minutes=15)
DAY = datetime.timedelta(days=1)
KEPT_FOR = DAY


@dataclass(frozen=True)
class Limit:
    """So many wrong tries within a span; ``tries`` are those that count."""

    tries: SignInAttemptQuerySet
    most: int
    span: datetime.timedelta = QUARTER

    def wait(self) -> datetime.timedelta | None:
        """How long until one more may be tried; nothing while one may."""
        [*within] = self.tries.made_within(self.span).order_by("-at").values_list("at", flat=True)[: self.most]
        return within[-1] + self.span - timezone.now() if len(within) >= self.most else None


@dataclass(frozen=True)
class Tries:
    """Those so far, from which limits are made."""

    for_subject: SignInAttemptQuerySet
    by_client: SignInAttemptQuerySet
    by_client_for_subject: SignInAttemptQuerySet


@transaction.atomic
def begin_attempt(subject: str, *, client: str, limits: Callable[[Tries], Iterable[Limit]]) -> SignInAttempt:
    """Counts a try before the answer is looked at, so that tries at the same time are counted too.

    Locks the subject and the client, whose tries at other subjects may count, too. Raises ``TooManyAttemptsError``,
    which tells how long to wait.
    """
    attempt = SignInAttempt(address_digest=_digest(subject), client_digest=_digest(client))
    # Always in this order, so that no two wait for each other: a name of the one kind is never one of the other.
    lock_name(f"sign-in:{attempt.address_digest}")
    if attempt.client_digest:
        lock_name(f"sign-in-from:{attempt.client_digest}")
    forget_old_attempts()
    waits = [wait for limit in limits(_tries_like(attempt)) if (wait := limit.wait())]
    if waits:
        raise TooManyAttemptsError(max(waits))
    attempt.save()
    return attempt


def end_attempt(attempt: SignInAttempt) -> None:
    """It was right: this client's tries at the subject count no longer."""
    SignInAttempt.objects.filter(address_digest=attempt.address_digest, client_digest=attempt.client_digest).delete()


def forget_old_attempts() -> int:
    """Deletes those that count nowhere any more; gives how many."""
    deleted, _by_model = SignInAttempt.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    return deleted


def _tries_like(attempt: SignInAttempt) -> Tries:
    for_subject = SignInAttempt.objects.filter(address_digest=attempt.address_digest)
    return Tries(
        for_subject=for_subject,
        # Where the server does not know from where one comes, all would count as one.
        by_client=SignInAttempt.objects.filter(client_digest=attempt.client_digest).exclude(client_digest=""),
        by_client_for_subject=for_subject.filter(client_digest=attempt.client_digest),
    )


def _digest(value: str) -> str:
    return salted_hmac("sign-in-attempt", value, algorithm="sha256").hexdigest() if value else ""

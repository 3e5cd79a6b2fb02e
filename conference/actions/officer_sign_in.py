"""How often a password or a second factor may be tried: after a few wrong ones even the right one waits."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from conference.actions.locking import lock_name
from conference.errors import TooManyAttemptsError
from conference.models import SignInAttempt, User, normalise_email
from conference.models.sign_in_attempt import SignInAttemptQuerySet

SPAN = datetime.timedelta(minutes=15)
DAY = datetime.timedelta(days=1)
KEPT_FOR = DAY
# By one client for one address: a stranger who guesses does not shut the officer out, who comes from elsewhere.
WRONG_TRIES = 5
# By all clients for one address: guessing from many places at once.
WRONG_TRIES_FOR_AN_ADDRESS = 20
# By one client for all addresses: one password tried on everybody. A whole Secretariat may sit behind one address.
WRONG_TRIES_FOR_A_CLIENT = 50
# Three of a million codes are right at any moment, and who tries one has the password already.
WRONG_CODES_A_DAY = 40


@dataclass(frozen=True)
class Limit:
    """So many wrong tries within a span; ``tries`` are those that count."""

    tries: SignInAttemptQuerySet
    most: int
    span: datetime.timedelta = SPAN

    def wait(self) -> datetime.timedelta | None:
        """How long until one more may be tried; nothing while one may."""
        [*within] = self.tries.made_within(self.span).order_by("-at").values_list("at", flat=True)[: self.most]
        return within[-1] + self.span - timezone.now() if len(within) >= self.most else None


@transaction.atomic
def begin_attempt(address: str, *, client: str) -> SignInAttempt:
    """Counts a try before the password is looked at, so that tries at the same time are counted too.

    Raises ``TooManyAttemptsError`` where too many of the last quarter of an hour were wrong, whether the address is
    known or not. Locks the address.
    """
    return _begin(normalise_email(address), client, WRONG_TRIES_FOR_AN_ADDRESS)


@transaction.atomic
def begin_second_attempt(user: User, *, client: str) -> SignInAttempt:
    """As above, before a second factor is looked at; there is a limit for a whole day, too."""
    return _begin(f"second-factor:{user.pk}", client, WRONG_TRIES_FOR_AN_ADDRESS, a_day=WRONG_CODES_A_DAY)


def end_attempt(attempt: SignInAttempt) -> None:
    """It was right: this client's tries for the address count no longer."""
    SignInAttempt.objects.filter(address_digest=attempt.address_digest, client_digest=attempt.client_digest).delete()


def forget_old_attempts() -> int:
    """Deletes those that count nowhere any more; gives how many."""
    deleted, _by_model = SignInAttempt.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    return deleted


def _begin(address: str, client: str, for_address: int, *, a_day: int | None = None) -> SignInAttempt:
    attempt = SignInAttempt(address_digest=_digest(address), client_digest=_digest(client))
    lock_name(f"sign-in:{attempt.address_digest}")
    forget_old_attempts()
    waits = [wait for limit in _limits(attempt, for_address, a_day) if (wait := limit.wait())]
    if waits:
        raise TooManyAttemptsError(max(waits))
    attempt.save()
    return attempt


def _limits(attempt: SignInAttempt, for_address: int, a_day: int | None) -> list[Limit]:
    tries = SignInAttempt.objects.all()
    to_address = tries.filter(address_digest=attempt.address_digest)
    by_client = tries.filter(client_digest=attempt.client_digest)
    limits = [
        Limit(to_address.filter(client_digest=attempt.client_digest), WRONG_TRIES),
        Limit(to_address, for_address),
        Limit(by_client.exclude(client_digest=""), WRONG_TRIES_FOR_A_CLIENT),
    ]
    return limits + ([Limit(to_address, a_day, DAY)] if a_day else [])


def _digest(value: str) -> str:
    return salted_hmac("sign-in-attempt", value, algorithm="sha256").hexdigest() if value else ""

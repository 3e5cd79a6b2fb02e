"""How often a password may be tried: what is wrong is counted, and after a few wrong ones even the right one waits."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from conference.actions.locking import lock_name
from conference.errors import TooManyAttemptsError
from conference.models import SignInAttempt, normalise_email

SPAN = datetime.timedelta(minutes=15)
KEPT_FOR = datetime.timedelta(days=1)
# By one client for one address: a stranger who guesses does not shut the officer out, who comes from elsewhere.
WRONG_TRIES = 5
# By all clients for one address: guessing from many places at once.
WRONG_TRIES_FOR_AN_ADDRESS = 20
# By one client for all addresses: one password tried on everybody. A whole Secretariat may sit behind one address.
WRONG_TRIES_FOR_A_CLIENT = 50


@transaction.atomic
def begin_attempt(address: str, *, client: str) -> SignInAttempt:
    """Counts a try before the password is looked at, so that tries at the same time are counted too.

    Raises ``TooManyAttemptsError`` where too many of the last quarter of an hour were wrong, whether the address is
    known or not. Locks the address.
    """
    attempt = SignInAttempt(address_digest=_digest(normalise_email(address)), client_digest=_digest(client))
    lock_name(f"sign-in:{attempt.address_digest}")
    SignInAttempt.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    if _are_too_many(attempt):
        raise TooManyAttemptsError
    attempt.save()
    return attempt


def end_attempt(attempt: SignInAttempt) -> None:
    """The password was right: this client's tries for the address count no longer."""
    SignInAttempt.objects.filter(address_digest=attempt.address_digest, client_digest=attempt.client_digest).delete()


def _are_too_many(attempt: SignInAttempt) -> bool:
    recent = SignInAttempt.objects.made_within(SPAN)
    for_address = recent.filter(address_digest=attempt.address_digest)
    by_client = recent.filter(client_digest=attempt.client_digest)
    return (
        for_address.filter(client_digest=attempt.client_digest).count() >= WRONG_TRIES
        or for_address.count() >= WRONG_TRIES_FOR_AN_ADDRESS
        or by_client.exclude(client_digest="").count() >= WRONG_TRIES_FOR_A_CLIENT
    )


def _digest(value: str) -> str:
    return salted_hmac("sign-in-attempt", value, algorithm="sha256").hexdigest() if value else ""

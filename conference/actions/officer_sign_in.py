"""How often a password or a second factor may be tried: after a few wrong ones even the right one waits."""

from collections.abc import Iterator

from conference.actions import attempts
from conference.actions.attempts import DAY, Limit, Tries
from conference.models import SignInAttempt, User, normalise_email

# By one client for one address: a stranger who guesses does not shut the officer out, who comes from elsewhere.
WRONG_TRIES = 5
# By all clients for one address: guessing from many places at once.
WRONG_TRIES_FOR_AN_ADDRESS = 20
# By one client for all addresses: one password tried on everybody. A whole Secretariat may sit behind one address.
WRONG_TRIES_FOR_A_CLIENT = 50
# Three of a million codes are right at any moment, and who tries one has the password already.
WRONG_CODES_A_DAY = 40


def begin_attempt(address: str, *, client: str) -> SignInAttempt:
    """Counts a try before the password is looked at, whether the address is known or not.

    Locks the address. Raises ``TooManyAttemptsError`` where too many of the last quarter of an hour were wrong.
    """
    return attempts.begin_attempt(normalise_email(address), client=client, limits=_limits)


def begin_second_attempt(user: User, *, client: str) -> SignInAttempt:
    """As above, before a second factor is looked at; there is a limit for a whole day, too.

    Counted for the factor, not for its owner: who has a new one after a reset is not shut out by tries at the old.
    """
    return attempts.begin_attempt(
        f"second-factor:{user.second_factor_id or user.pk}", client=client, limits=_limits_of_codes
    )


def _limits(tries: Tries) -> Iterator[Limit]:
    yield Limit(tries.by_client_for_subject, WRONG_TRIES)
    yield Limit(tries.for_subject, WRONG_TRIES_FOR_AN_ADDRESS)
    yield Limit(tries.by_client, WRONG_TRIES_FOR_A_CLIENT)


def _limits_of_codes(tries: Tries) -> Iterator[Limit]:
    yield from _limits(tries)
    yield Limit(tries.for_subject, WRONG_CODES_A_DAY, DAY)

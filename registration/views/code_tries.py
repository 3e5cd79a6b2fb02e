"""The one-time code of a note, tried by whoever asks: wrong ones are counted, and after many none is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from conference.actions.attempts import Limit, Tries, begin_attempt, end_attempt
from conference.http import client_address
from conference.models import Conference

# A mission types with care; twenty of a city may sit behind one address. Strangers elsewhere count for themselves.
WRONG_CODES = 30


@contextmanager
def counted_code(request: HttpRequest, conference: Conference) -> Iterator[None]:
    """Counts a wrong code: whatever is raised inside. Raises ``TooManyAttemptsError`` before the code is looked at."""
    attempt = begin_attempt(f"note-code:{conference.pk}", client=client_address(request), limits=_limits)
    yield
    end_attempt(attempt)


def _limits(tries: Tries) -> Iterator[Limit]:
    yield Limit(tries.by_client_for_subject.exclude(client_digest=""), WRONG_CODES)

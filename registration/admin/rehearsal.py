"""What an act would do, seen before it is done: the act itself, rolled back."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db import transaction
from django.utils import timezone

from conference.correspondence.compose import mask_secrets
from conference.correspondence.models import OutgoingMessage
from registration.errors import RegistrationError

T = TypeVar("T")


@dataclass(frozen=True)
class Rehearsal(Generic[T]):
    """What came of it: the result, or the sentence with which it is refused, and the letters it would write."""

    result: T | None = None
    refusal: str = ""
    letters: list[OutgoingMessage] = field(default_factory=list)


def rehearse(act: Callable[[], T], *, about: Callable[[T], Iterable[uuid.UUID]]) -> Rehearsal[T]:
    """Does the act and undoes it, keeping what it said; ``about`` gives what its letters are about.

    So a preview never says other than what will happen: the same rules, the same wording, the same letters held back.
    Nothing is handed over, since Celery is woken on commit only. The act's locks are held for its few milliseconds.
    """
    began_at = timezone.now()
    try:
        with transaction.atomic():
            result = act()
            written = OutgoingMessage.objects.filter(about_id__in=list(about(result)), created_at__gte=began_at)
            letters = [_readable(letter) for letter in written.order_by("created_at")]
            transaction.set_rollback(True)
    except RegistrationError as error:
        return Rehearsal(refusal=str(error))
    return Rehearsal(result=result, letters=letters)


def _readable(letter: OutgoingMessage) -> OutgoingMessage:
    """Codes are filled in at hand-over only; the officer sees where they will stand."""
    letter.text = mask_secrets(letter.text)
    return letter

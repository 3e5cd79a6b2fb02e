"""A notice that is believed is kept with its message, in one transaction, whatever follows from it."""

import logging

from django.db import transaction
from django.utils import timezone

from conference.correspondence import claims
from conference.correspondence.bounces.notice import Notice, PutAsideError, Returned, Said, Why
from conference.correspondence.compose import clean, one_line
from conference.correspondence.envelope import ForgedReturnError, message_of
from conference.correspondence.models import Bounce, BounceKind, OutgoingMessage
from conference.correspondence.models.bounce import WORDS_LENGTH
from conference.correspondence.states import MessageState
from conference.correspondence.telling import tell_of
from conference.registry import registry

logger = logging.getLogger(__name__)

MOST_OF_A_MESSAGE = 20
ADDRESS_LENGTH = 320
TAKEN_AFTER_ALL = "Another server's notice shows that it was handed over."


@transaction.atomic
def keep(notice: Notice) -> Bounce | None:
    """Keeps what a notice says of a message; nothing where that was done before.

    The message has come back with the first that says so, and who registered for its purpose is told. One of which
    nothing was known was taken, after all. Locks the message. Raises ``PutAsideError`` where the notice names no
    message of ours, or one that it cannot know of.
    """
    message = _locked(_about(notice.returned))
    if message is None or message.handed_over_at is None:
        raise PutAsideError(Why.NOT_HANDED_OVER)
    return attach(message, notice.digest, notice.said)


def attach(message: OutgoingMessage, digest: str, said: Said) -> Bounce | None:
    """The same for a message that somebody has found, and locked. Requires a transaction."""
    kept = message.bounces.filter(notice=digest).exists()
    if kept or message.bounces.count() >= MOST_OF_A_MESSAGE:
        return None
    bounce: Bounce = message.bounces.create(notice=digest, **_fields(said))
    if message.state == MessageState.UNKNOWN:
        claims.settle(message, MessageState.SENT, TAKEN_AFTER_ALL)
    # That it was taken comes before that it came back, however quick the notice was.
    tell_of([message.pk])
    if bounce.kind == BounceKind.CAME_BACK and message.came_back_at is None:
        message.came_back_at = timezone.now()
        message.save(update_fields=["came_back_at"])
        _tell(message, bounce)
    return bounce


def _about(returned: Returned) -> OutgoingMessage:
    """The message that an address of return names, else the one whose ``Message-ID`` is returned."""
    try:
        named = {pk for address in returned.addresses if (pk := message_of(address))}
    except ForgedReturnError as error:
        raise PutAsideError(Why.FORGED) from error
    if len(named) > 1:
        raise PutAsideError(Why.SEVERAL)
    by_id = OutgoingMessage.objects.filter(message_id__in=returned.message_ids).exclude(message_id="")
    found = list((OutgoingMessage.objects.filter(pk__in=named) if named else by_id)[:2])
    if not found:
        raise PutAsideError(Why.UNKNOWN)
    if len(found) > 1:
        raise PutAsideError(Why.SEVERAL)
    return found[0]


def _locked(message: OutgoingMessage) -> OutgoingMessage | None:
    rows = OutgoingMessage.objects.select_for_update(of=("self",)).select_related("conference")
    row: OutgoingMessage | None = rows.filter(pk=message.pk).first()
    return row


def _fields(said: Said) -> dict[str, str]:
    return {
        "kind": said.kind,
        "address": one_line(clean(said.address))[:ADDRESS_LENGTH],
        "status": said.status,
        "words": one_line(clean(said.words))[:WORDS_LENGTH],
    }


def _tell(message: OutgoingMessage, bounce: Bounce) -> None:
    """What they make of it must not cost the notice; of a private office's copy they hear nothing."""
    hook = registry.on_returned.get(message.purpose)
    if hook is None or message.is_copy:
        return
    try:
        with transaction.atomic():
            hook(message, bounce.words)
    except Exception:
        logger.exception("What follows the letter “%s” that came back was not done.", message.purpose)

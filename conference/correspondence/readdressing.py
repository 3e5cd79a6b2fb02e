"""A letter that did not arrive goes to another address: a message of its own, beside the one that stays as it was."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.correspondence.compose import SECRET
from conference.correspondence.errors import NotPermittedError, NotSentElsewhereError
from conference.correspondence.ledger import can_manage, concerns_protected
from conference.correspondence.models import COPY, DeliveryAttempt, OutgoingMessage, Queue
from conference.correspondence.moves import ELSEWHERE, reason_in
from conference.correspondence.outbox import bounded, message_id_of, wake_after_commit
from conference.correspondence.states import MessageState
from conference.logs import without_tokens
from conference.models import User, normalise_email
from conference.permissions import ROLES_THAT_SEE_PROTECTED, has_role

#: What the letter says, and about whom; not to whom it goes, nor the act that wrote it: its numbers are told already.
SAME = (
    "conference_id",
    "purpose",
    "recipient_name",
    "language",
    "subject",
    "text",
    "html",
    "calendar",
    "enclosures",
    "about_type",
    "about_id",
    "expires_at",
)


def can_go_elsewhere(message: OutgoingMessage) -> bool:
    """Whether the same words may go to another address: not with a code, which is wiped, nor with what opens something.

    An invitation, or a code for the entrance, has an act of its own on its page, which makes another one.
    """
    return not SECRET.search(message.text) and without_tokens(message.text) == message.text


@transaction.atomic
def send_elsewhere(message_id: UUID, *, address: str, by: User, reason: str = "") -> OutgoingMessage:
    """Writes the letter to another address, where it failed or came back; gives the new one.

    Asked for a second time, it gives the one that is there. The former is trouble no longer. Locks the row. Raises
    ``NotPermittedError``, ``ReasonNeededError`` and ``NotSentElsewhereError``.
    """
    rows = OutgoingMessage.objects.select_for_update(of=("self",)).select_related("conference")
    message: OutgoingMessage = rows.get(pk=message_id)
    if not _may_send(by, message):
        raise NotPermittedError
    wanted, given = _other_address(address, message), reason_in(reason, ELSEWHERE)
    key = bounded(f"{COPY if message.is_copy else ''}elsewhere:{message.pk}:{wanted}")
    same = {name: getattr(message, name) for name in SAME}
    written, is_new = OutgoingMessage.objects.get_or_create(
        key=key, defaults={**same, "recipient": wanted, "message_id": message_id_of(key)}
    )
    if is_new:
        _leave(message, wanted, given, by)
        answer = _("In place of the letter to %(address)s.") % {"address": message.recipient}
        DeliveryAttempt.objects.create(message=written, outcome=written.state, answer=answer, reason=given, by=by)
        wake_after_commit(Queue(written.queue))
    return written


def _may_send(by: User, message: OutgoingMessage) -> bool:
    """Whoever sends it to an address of their choice reads it there: of protected persons, who may know of them."""
    if message.conference is None or not can_manage(by, message):
        return False
    return has_role(by, message.conference, ROLES_THAT_SEE_PROTECTED) or not concerns_protected(message)


def _other_address(typed: str, message: OutgoingMessage) -> str:
    wanted = normalise_email(typed)
    if message.state not in ELSEWHERE.origins and message.came_back_at is None:
        raise NotSentElsewhereError(_("Only a letter that was refused or came back goes to another address."))
    if not can_go_elsewhere(message):
        raise NotSentElsewhereError(
            _("It carries a code or a personal address: send it anew from the page of whom it is about.")
        )
    try:
        validate_email(wanted)
    except ValidationError as error:
        raise NotSentElsewhereError(_("Please give an e-mail address.")) from error
    if wanted == message.recipient:
        raise NotSentElsewhereError(_("Please give another address than the one to which it was sent."))
    return wanted


def _leave(message: OutgoingMessage, wanted: str, reason: str, by: User) -> None:
    """The former stands where it stood, or is given up where it failed; what came back is noted."""
    if message.state in ELSEWHERE.origins:
        message.move_to(ELSEWHERE.wanted)
        ELSEWHERE.change(message)
    if message.waits_for_a_note:
        message.return_noted_at = timezone.now()
    message.save(update_fields=["state", "secrets", "return_noted_at"])
    answer = _("Sent to %(address)s instead.") % {"address": wanted}
    outcome = MessageState(message.state)
    DeliveryAttempt.objects.create(message=message, outcome=outcome, answer=answer, reason=reason, by=by)

"""The ledger of what was written until the demonstration begins: nothing in it waits to be sent by itself."""

import datetime
from collections.abc import Iterable
from uuid import UUID

from agenda.demonstration.identity import Row
from agenda.demonstration.stage import DatedLetter, Stage
from conference.correspondence.compose import Composed, Wordings, compose, one_line
from conference.correspondence.letter import Letter
from conference.correspondence.models import COPY, DeliveryAttempt, OutgoingMessage
from conference.correspondence.outbox import message_id_of
from conference.correspondence.states import MessageState

S = MessageState
ACCEPTED = "250 OK"
ANSWERED_AFTER = datetime.timedelta(seconds=40)
# What was handed over; a held message was not.
TRIED = frozenset({S.SENT, S.FAILED, S.UNKNOWN})


def write_ledger(stage: Stage) -> None:
    """What the acts of the demonstration have written."""
    keep_messages(stage, stage.letters, {})


def keep_messages(
    stage: Stage, letters: Iterable[DatedLetter], wordings: Wordings, act_id: UUID | None = None
) -> dict[str, OutgoingMessage]:
    """One row for each letter and for each copy to a private office, as the outbox would have made it, by its key."""
    troubles = {(row["purpose"], row["recipient"]): row for row in stage.rows("troubles")}
    messages = {}
    for dated in letters:
        composed = compose(dated.letter, wordings)
        for recipient, key in _recipients(dated.letter):
            trouble = troubles.get((dated.letter.purpose, recipient))
            messages[key] = _message(stage, dated, composed, recipient, key, trouble)
            messages[key].act_id = act_id
    OutgoingMessage.objects.bulk_create(messages.values())
    DeliveryAttempt.objects.bulk_create(
        DeliveryAttempt(message=message, at=message.handed_over_at, outcome=message.state, answer=message.answer)
        for message in messages.values()
        if message.handed_over_at
    )
    return messages


def _recipients(letter: Letter) -> Iterable[tuple[str, str]]:
    yield letter.recipient, letter.key
    if letter.copy_to and letter.copy_to != letter.recipient and not letter.by_hand:
        yield letter.copy_to, f"{COPY}{letter.key}"


def _message(
    stage: Stage, dated: DatedLetter, composed: Composed, recipient: str, key: str, trouble: Row | None
) -> OutgoingMessage:
    letter = dated.letter
    usual = S.BY_HAND if letter.by_hand else S.SENT
    state = S(trouble["state"]) if trouble else usual
    written_at = stage.clock.recorded(dated.written_at)
    answered_at = written_at + ANSWERED_AFTER if state in TRIED else None
    return OutgoingMessage(
        pk=stage.id_of("message", key),
        conference=letter.conference,
        key=key,
        purpose=letter.purpose,
        queue=letter.queue,
        state=state,
        recipient=recipient,
        recipient_name=one_line(letter.recipient_name),
        copy_to=letter.copy_to,
        language=letter.language,
        subject=composed.subject,
        text=composed.text,
        html=composed.html,
        secrets={} if state == S.SENT else dict(letter.secrets),
        about_type=letter.about._meta.label_lower if letter.about else "",
        about_id=letter.about.pk if letter.about else None,
        message_id=message_id_of(key),
        created_at=written_at,
        next_attempt_at=written_at,
        claimed_at=answered_at,
        handed_over_at=answered_at,
        sent_at=answered_at if state == S.SENT else None,
        attempts=1 if state in TRIED else 0,
        answer=trouble["answer"] if trouble else ACCEPTED if state == S.SENT else "",
    )

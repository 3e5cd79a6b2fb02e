"""The ledger, its letters and its reminders."""

from conference.correspondence.models.bounce import Bounce, BounceKind, with_words_of_return
from conference.correspondence.models.letter_template import LetterTemplate
from conference.correspondence.models.outgoing_message import COPY, DeliveryAttempt, OutgoingMessage, Queue
from conference.correspondence.models.pause import Pause
from conference.correspondence.models.reminder import OccurrenceOutcome, ReminderOccurrence, ReminderRule

__all__ = [
    "COPY",
    "Bounce",
    "BounceKind",
    "DeliveryAttempt",
    "LetterTemplate",
    "OccurrenceOutcome",
    "OutgoingMessage",
    "Pause",
    "Queue",
    "ReminderOccurrence",
    "ReminderRule",
    "with_words_of_return",
]

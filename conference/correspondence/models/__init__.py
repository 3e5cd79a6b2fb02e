"""The ledger, its letters and its reminders."""

from conference.correspondence.models.letter_template import LetterTemplate
from conference.correspondence.models.outgoing_message import COPY, DeliveryAttempt, OutgoingMessage, Queue
from conference.correspondence.models.reminder import OccurrenceOutcome, ReminderOccurrence, ReminderRule

__all__ = [
    "COPY",
    "DeliveryAttempt",
    "LetterTemplate",
    "OccurrenceOutcome",
    "OutgoingMessage",
    "Queue",
    "ReminderOccurrence",
    "ReminderRule",
]

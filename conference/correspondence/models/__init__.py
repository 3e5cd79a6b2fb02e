"""The ledger, its letters, its reminders and its campaigns."""

from conference.correspondence.models.bounce import Bounce, BounceKind, with_words_of_return
from conference.correspondence.models.campaign import (
    Campaign,
    CampaignRecipient,
    CampaignTransition,
    CampaignWording,
)
from conference.correspondence.models.domain_pace import DomainPace
from conference.correspondence.models.letter_enclosures import EnclosureKind, KeptEmblem, LetterEnclosures
from conference.correspondence.models.letter_template import LetterTemplate
from conference.correspondence.models.letter_version import LetterVersion, LetterVersionQuerySet
from conference.correspondence.models.mail_aside import AsideDecision, MailAside, WhyAside
from conference.correspondence.models.outgoing_message import COPY, DeliveryAttempt, OutgoingMessage, Queue
from conference.correspondence.models.pause import Pause
from conference.correspondence.models.reminder import DayToAvoid, OccurrenceOutcome, ReminderOccurrence, ReminderRule
from conference.correspondence.models.words import MessageWords, says

__all__ = [
    "COPY",
    "AsideDecision",
    "Bounce",
    "BounceKind",
    "Campaign",
    "CampaignRecipient",
    "CampaignTransition",
    "CampaignWording",
    "DayToAvoid",
    "DeliveryAttempt",
    "DomainPace",
    "EnclosureKind",
    "KeptEmblem",
    "LetterEnclosures",
    "LetterTemplate",
    "LetterVersion",
    "LetterVersionQuerySet",
    "MailAside",
    "MessageWords",
    "OccurrenceOutcome",
    "OutgoingMessage",
    "Pause",
    "Queue",
    "ReminderOccurrence",
    "ReminderRule",
    "WhyAside",
    "says",
    "with_words_of_return",
]

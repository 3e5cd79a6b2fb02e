"""The letters of the programme: whom each goes to, and with which values."""

from agenda.emails.briefs import speaker_brief
from agenda.emails.changes import change_notice, told_of
from agenda.emails.seats import seat_given, seat_taken
from agenda.emails.speaker_reminder import speaker_reminder
from agenda.emails.speaking import invitation_values, speaker_invitation

__all__ = [
    "change_notice",
    "invitation_values",
    "seat_given",
    "seat_taken",
    "speaker_brief",
    "speaker_invitation",
    "speaker_reminder",
    "told_of",
]

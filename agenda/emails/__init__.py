"""The letters of the programme: whom each goes to, and with which values."""

from agenda.emails.changes import change_notice, told_of
from agenda.emails.speaking import invitation_values, speaker_invitation

__all__ = ["change_notice", "invitation_values", "speaker_invitation", "told_of"]

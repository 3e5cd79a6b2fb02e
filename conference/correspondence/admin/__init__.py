"""The Secretariat's pages of correspondence: what was written, what will be, and in which words."""

from conference.correspondence.admin import letters, mail_aside, messages, reminders
from conference.correspondence.admin.campaigns import desk

__all__ = ["desk", "letters", "mail_aside", "messages", "reminders"]

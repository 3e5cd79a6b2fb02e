"""The Secretariat's pages of correspondence: what was written, what will be, and in which words."""

from conference.correspondence.admin import letters, messages, reminders

__all__ = ["letters", "messages", "reminders"]

"""The Secretariat's pages of the programme."""

from agenda.admin import release, session

__all__ = ["release", "session"]

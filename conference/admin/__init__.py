"""The Secretariat's home."""

from conference.admin import conference, officers, registers

__all__ = ["conference", "officers", "registers"]

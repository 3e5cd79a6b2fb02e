"""Sessions as iCalendar: for feeds, pages and letters."""

from agenda.calendars.entries import Masthead, calendar_of, calendar_of_letter
from conference.calendar_lines import in_lines, on_one_line

__all__ = ["Masthead", "calendar_of", "calendar_of_letter", "in_lines", "on_one_line"]

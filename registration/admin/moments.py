"""When something happened, as the desk writes it: on the conference's clock, in the venue's zone."""

import datetime

from conference.clock import on_the_clock
from conference.formats import moment_text
from conference.models import Conference


def at_text(conference: Conference, recorded_at: datetime.datetime | None) -> str:
    """“Monday, 3 June, 09:00”; nothing for what has not happened."""
    return moment_text(on_the_clock(conference, recorded_at), conference.zone) if recorded_at else ""

"""The one clock of a conference: windows, reminders and now / next ask it. Tokens, leases and the ledger use real time."""

import datetime

from django.utils import timezone

from conference.models import Conference


def conference_now(conference: Conference) -> datetime.datetime:
    """The present moment of a conference, in its venue's zone; a demonstration lives at its own offset."""
    now = timezone.now() + (conference.demonstration_offset or datetime.timedelta())
    return now.astimezone(conference.zone)


def conference_today(conference: Conference) -> datetime.date:
    """Today's date at the venue."""
    return conference_now(conference).date()

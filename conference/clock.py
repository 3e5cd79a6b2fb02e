"""The one clock of a conference: windows, reminders, now and next ask it; tokens, leases, the ledger do not."""

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


def in_real_time(conference: Conference, moment: datetime.datetime) -> datetime.datetime:
    """A moment of the conference's clock as it is recorded: what :func:`on_the_clock` turns around."""
    return moment - (conference.demonstration_offset or datetime.timedelta())


def on_the_clock(conference: Conference, recorded_at: datetime.datetime) -> datetime.datetime:
    """A moment that was recorded in real time (who did what, when a letter went) by the conference's clock."""
    return (recorded_at + (conference.demonstration_offset or datetime.timedelta())).astimezone(conference.zone)

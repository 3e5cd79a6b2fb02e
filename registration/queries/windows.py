"""When one may register, by the conference's own clock."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from conference.clock import conference_now
from conference.formats import moment_text, zone_text
from conference.models import Conference
from registration.models import ParticipantCategory


@dataclass(frozen=True)
class Window:
    """Whether registration is open, from when to when, and a sentence that says so."""

    is_open: bool
    opens_at: datetime.datetime
    closes_at: datetime.datetime
    sentence: str
    has_closed: bool = False


def registration_window(conference: Conference, category: ParticipantCategory | None = None) -> Window:
    """The window of a category, or of the conference where the category has none of its own."""
    opens_at = (category and category.opens_at) or conference.registration_opens_at
    closes_at = (category and category.closes_at) or conference.registration_closes_at
    now = conference_now(conference)
    return Window(
        is_open=opens_at <= now < closes_at,
        opens_at=opens_at,
        closes_at=closes_at,
        sentence=_sentence(conference, now, opens_at, closes_at),
        has_closed=now >= closes_at,
    )


def last_closing(conference: Conference) -> datetime.date:
    """The day on which registration closes, where categories differ the last, in the conference's own time."""
    own = [day for day in conference.categories.values_list("closes_at", flat=True) if day is not None]
    return max([conference.registration_closes_at, *own]).astimezone(conference.zone).date()


def _sentence(
    conference: Conference, now: datetime.datetime, opens_at: datetime.datetime, closes_at: datetime.datetime
) -> str:
    if now < opens_at:
        return _("Registration opens on %(moment)s, %(zone)s.") % _moment(conference, opens_at)
    if now < closes_at:
        return _("Registration is open until %(moment)s, %(zone)s.") % _moment(conference, closes_at)
    return _("Registration closed on %(moment)s, %(zone)s. Please write to %(name)s, %(email)s.") % {
        **_moment(conference, closes_at),
        "name": str(conference.contact_name),
        "email": conference.contact_email,
    }


def _moment(conference: Conference, moment: datetime.datetime) -> dict[str, str]:
    return {"moment": moment_text(moment, conference.zone), "zone": zone_text(conference.zone, moment)}

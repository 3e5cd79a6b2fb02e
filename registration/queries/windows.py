"""When one may register, by the conference's own clock."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from conference.clock import conference_now, conference_today
from conference.formats import day_text, moment_text, zone_text
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

    @property
    def has_opened(self) -> bool:
        """Whether it is open or was: after the deadline one may still ask."""
        return self.is_open or self.has_closed


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


def why_no_reply_by(conference: Conference, day: datetime.date, category: ParticipantCategory | None = None) -> str:
    """Why nobody can be asked to reply by this day; nothing where it can be kept.

    It is neither past nor later than the last day of registration: the category's own, or where none is named the last
    of all.
    """
    today = conference_today(conference)
    closes_on = _closing_of(category, conference) if category else last_closing(conference)
    if closes_on < today:
        return _("Registration closed on %(day)s; please extend it before you ask for a reply.") % {
            "day": day_text(closes_on, with_year=True)
        }
    if day < today:
        return _("This day is past; enter the day by which a reply is asked for.")
    if day > closes_on:
        return _("Registration closes before, on %(day)s; enter that day or an earlier one.") % {
            "day": day_text(closes_on, with_year=True)
        }
    return ""


def usual_reply_by(conference: Conference, category: ParticipantCategory | None = None) -> datetime.date | None:
    """The day that a new invitation names unless told otherwise: the conference's, or the last of registration.

    Nothing where the conference asks for none, and where registration is over.
    """
    day = conference.reply_by
    if day is None or not why_no_reply_by(conference, day, category):
        return day
    closes_on = _closing_of(category, conference) if category else last_closing(conference)
    return None if why_no_reply_by(conference, closes_on, category) else closes_on


def _closing_of(category: ParticipantCategory, conference: Conference) -> datetime.date:
    closes_at: datetime.datetime = category.closes_at or conference.registration_closes_at
    return closes_at.astimezone(conference.zone).date()


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

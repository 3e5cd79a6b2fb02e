"""Times as they are typed: as a clock at the venue shows them, and within the conference."""

import datetime

from django.utils.translation import gettext as _

from agenda.errors import ImpossibleTimesError
from conference.formats import date_range_text, day_text
from conference.models import Conference

# A dinner on the last evening may end after midnight.
LATEST_END = datetime.timedelta(hours=6)
#: An end before it, of what begins later on the clock, is of the night after.
AFTER_MIDNIGHT = datetime.time(6)
#: Beyond them a moment cannot be told in every zone, nor kept.
YEARS = range(1900, 2200)


def venue_moment(conference: Conference, moment: datetime.datetime) -> datetime.datetime:
    """The moment that was typed; a naive one is read on the venue's clock.

    Raises ``ImpossibleTimesError`` for an hour that the change of clocks skips or repeats, and for years far away.
    """
    if moment.year not in YEARS:
        raise ImpossibleTimesError(_("The year %(year)s is too far away.") % {"year": moment.year})
    if moment.tzinfo is not None:
        back = moment.astimezone(datetime.UTC).astimezone(moment.tzinfo)
        if back.replace(tzinfo=None) != moment.replace(tzinfo=None):
            raise ImpossibleTimesError(_skipped(moment))
        return moment
    first, second = (moment.replace(tzinfo=conference.zone, fold=fold) for fold in (0, 1))
    before, after = first.utcoffset(), second.utcoffset()
    if before == after:
        return first
    if before is not None and after is not None and before < after:
        raise ImpossibleTimesError(_skipped(moment))
    raise ImpossibleTimesError(
        _("On %(day)s the clocks at the venue show %(time)s twice; please choose another time.") % _on(moment)
    )


def span_of(
    day: datetime.date, begins: datetime.time, ends: datetime.time
) -> tuple[datetime.datetime, datetime.datetime]:
    """Begin and end as the venue's clock shows them (naive): an early end, of what begins later, is of the night."""
    is_of_the_night = ends < begins and ends < AFTER_MIDNIGHT and day < datetime.date.max
    last_day = day + datetime.timedelta(days=1) if is_of_the_night else day
    return datetime.datetime.combine(day, begins), datetime.datetime.combine(last_day, ends)


def _skipped(moment: datetime.datetime) -> str:
    return _("On %(day)s the clocks at the venue skip %(time)s; please choose another time.") % _on(moment)


def _on(moment: datetime.datetime) -> dict[str, str]:
    return {"day": day_text(moment.date()), "time": f"{moment:%H:%M}"}


def ensure_within(conference: Conference, begins: datetime.datetime, ends: datetime.datetime) -> None:
    """Raises ``ImpossibleTimesError`` unless the times follow one another and lie on the conference's days."""
    if ends <= begins:
        raise ImpossibleTimesError(_("A session must end after it begins."))
    days = conference.days()
    first_day, last_day = days[0], days[-1]
    midnight = datetime.datetime.combine(last_day + datetime.timedelta(days=1), datetime.time(), conference.zone)
    begins_on = begins.astimezone(conference.zone).date()
    held = {"dates": date_range_text(first_day, last_day)}
    if not first_day <= begins_on <= last_day:
        raise ImpossibleTimesError(
            _("The session would begin on %(day)s, but the conference is held on %(dates)s.")
            % {"day": day_text(begins_on), **held}
        )
    if ends > midnight + LATEST_END:
        raise ImpossibleTimesError(
            _("The session would end on %(day)s, but the conference is held on %(dates)s.")
            % {"day": day_text(ends.astimezone(conference.zone).date()), **held}
        )

"""What a conference asks of its speakers, and by when."""

import datetime

from agenda.models import AppearanceRole, SpeakerRequests
from conference.models import Conference

#: Who speaks from a text; whoever leads a session or reports on it sends none.
ROLES_WITH_A_STATEMENT = frozenset(
    {AppearanceRole.KEYNOTE, AppearanceRole.REMARKS, AppearanceRole.INTRODUCER, AppearanceRole.PANELLIST}
)


def requests_of(conference: Conference) -> SpeakerRequests:
    """The conference's own, or else what is asked everywhere; the latter is not saved."""
    found: SpeakerRequests | None = SpeakerRequests.objects.filter(conference=conference).first()
    return found or SpeakerRequests(conference=conference)


def statement_due(requests: SpeakerRequests, starts_at: datetime.datetime, conference: Conference) -> datetime.datetime:
    """By when the interpreters want what is said at this time, on the venue's clock."""
    day = starts_at.astimezone(conference.zone).date() - datetime.timedelta(days=requests.statement_days)
    return datetime.datetime.combine(day, requests.statement_time, conference.zone)

"""The papers of speakers: who may open them, until when they are changed, and until when nobody else may have them."""

import datetime

from django.db.models import QuerySet

from agenda.models import Appearance, Embargo, SpeakerPaper, SpeakerRequests
from agenda.queries.speaker_requests import statement_due
from agenda.queries.speaker_times import SpokenAt
from conference.clock import conference_now
from conference.models import Conference
from conference.permissions import (
    ROLES_THAT_DECIDE,
    ROLES_THAT_REGISTER,
    ROLES_THAT_SCHEDULE,
    ROLES_THAT_SEE_PROTECTED,
    Actor,
    roles_in,
)
from registration.models import Participant, Visibility

#: Officers who work with the programme or with its people; the others need nobody's statement.
ROLES_THAT_OPEN_PAPERS = ROLES_THAT_SCHEDULE | ROLES_THAT_REGISTER | ROLES_THAT_DECIDE | ROLES_THAT_SEE_PROTECTED


def papers_for(actor: Actor, conference: Conference, *, as_officer: bool) -> QuerySet[SpeakerPaper]:
    """What one may open: of one's own the current ones; for officers all, those of hidden persons for few of them.

    ``as_officer`` is for whoever has proved both steps of signing in.
    """
    papers: QuerySet[SpeakerPaper] = SpeakerPaper.objects.filter(appearance__session__conference=conference)
    if not as_officer:
        return papers.filter(ended_at__isnull=True, appearance__in=own_appearances_of(actor, conference))
    roles = roles_in(actor, conference)
    if not roles & ROLES_THAT_OPEN_PAPERS:
        return papers.none()
    if roles & ROLES_THAT_SEE_PROTECTED:
        return papers
    return papers.exclude(appearance__participant__visibility=Visibility.HIDDEN)


def own_appearances_of(actor: Actor, conference: Conference) -> QuerySet[Appearance]:
    """Those of the participants whose own or private office's address it is; an empty address is nobody's."""
    found: QuerySet[Appearance] = Appearance.objects.filter(session__conference=conference)
    if not actor.is_authenticated or not actor.is_active or not actor.email:
        return found.none()
    return found.filter(participant__in=Participant.objects.filter(conference=conference).of_address(actor.email))


def is_closed_for_changes(times: SpokenAt, requests: SpeakerRequests, conference: Conference) -> bool:
    """Whether the interpreters have their copy: what was sent is then changed by the Secretariat alone."""
    if times.starts_at is None:
        return False
    return statement_due(requests, times.starts_at, conference) <= conference_now(conference)


def embargo_ends(paper: SpeakerPaper, times: SpokenAt) -> datetime.datetime | None:
    """From when others than the Secretariat and the interpreters may have it; nothing while nobody can say.

    Whoever speaks in a session that is moved or cancelled has not spoken: it is the later end that counts, and of what
    is not held there is none.
    """
    if paper.embargo == Embargo.UNTIL:
        return paper.embargo_until
    if paper.embargo == Embargo.SPOKEN and not times.is_cancelled:
        return times.last_end
    return None


def is_under_embargo(paper: SpeakerPaper, times: SpokenAt, now: datetime.datetime) -> bool:
    ends = embargo_ends(paper, times)
    return ends is None or ends > now

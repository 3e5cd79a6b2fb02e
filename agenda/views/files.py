"""Where the published agenda is to be had as a file, and as a calendar to subscribe to."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from agenda.feeds.addresses import subscription_to
from agenda.queries.published import PublishedSession
from conference.models import Conference


def files_of(held: Conference) -> dict[str, str]:
    """Addresses by kind, in the active language."""
    calendar = _address("ics", held)
    kinds = {kind: _address(kind, held) for kind in ("pdf", "json", "xml")}
    return {"calendar": calendar, "subscription": subscription_to(calendar), **kinds}


def files_of_speaker(held: Conference, participant_id: UUID) -> dict[str, str]:
    """One speaker's sessions as a calendar; the file has no address of its own where nobody may be named."""
    calendar = _address("speaker-ics", held, participant_id)
    return {"calendar": calendar, "subscription": subscription_to(calendar)}


def session_ics_url(held: Conference, found: PublishedSession) -> str:
    return _address("session-ics", held, found.id)


def _address(name: str, held: Conference, *rest: object) -> str:
    return f"{reverse(f'agenda-files:{name}', args=[held.slug, *rest])}?lang={get_language()}"

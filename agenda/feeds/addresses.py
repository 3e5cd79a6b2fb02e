"""Where pages of the agenda stand, whole, for files that are read elsewhere."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from conference.models import Conference


def page_of(conference: Conference) -> str:
    """The agenda."""
    return _whole(reverse("agenda:agenda", args=[conference.slug]))


def page_of_session(conference: Conference, session_id: UUID) -> str:
    return _whole(reverse("agenda:session", args=[conference.slug, session_id]))


def own_page_of(conference: Conference) -> str:
    """A participant's own agenda."""
    return _whole(reverse("agenda:own", args=[conference.slug]))


def own_page_of_session(conference: Conference, session_id: UUID) -> str:
    """For who signs in: the session may not be on the public agenda."""
    return _whole(reverse("agenda:own-session", args=[conference.slug, session_id]))


def own_calendar_at(conference: Conference, token: str) -> str:
    """A participant's own calendar. Whoever has the address reads it."""
    return _whole(reverse("agenda-files:own-ics", args=[conference.slug, token]))


def calendar_of_session(conference: Conference, session_id: UUID) -> str:
    """The file that puts one session into a calendar."""
    return _whole(reverse("agenda-files:session-ics", args=[conference.slug, session_id]))


def page_of_speaker(conference: Conference, participant_id: UUID) -> str:
    return _whole(reverse("agenda:speaker", args=[conference.slug, participant_id]))


def file_of_document(conference: Conference, version_id: UUID) -> str:
    """The text of a document in one language."""
    return _whole(reverse("agenda-files:document", args=[conference.slug, version_id]))


def subscription_to(path: str) -> str:
    """The address of a calendar that programs subscribe to when it is opened: “webcal://…”."""
    return "webcal://" + _whole(path).partition("://")[2]


def _whole(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"

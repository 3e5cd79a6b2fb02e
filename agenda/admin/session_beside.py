"""What stands beside the form of a session: how it stands, what is to be looked at, and the facts that are counted."""

from typing import Any

from django.utils.translation import gettext as _

from agenda.models import Session
from agenda.queries.session_notes import length_of, minutes_spoken, session_notes
from agenda.states import SessionState


def beside_form(session: Session) -> dict[str, Any]:
    """The context of the form's page that the form itself does not bring."""
    context: dict[str, Any] = {"session_notes": session_notes(session), "fact_rows": _facts(session)}
    if session.state == SessionState.CANCELLED:
        context |= {"state_tone": "trouble", "state_text": _("Cancelled")}
    return context


def _facts(session: Session) -> list[dict[str, str]]:
    """“Speakers: 40 of 90 min”."""
    spoken, length = minutes_spoken(session), length_of(session)
    if not spoken or length is None:
        return []
    text = _("%(spoken)d of %(length)d min") % {"spoken": spoken, "length": length}
    left = _("%(minutes)d min are left for discussion") % {"minutes": length - spoken} if spoken < length else ""
    return [{"term": _("Speakers"), "text": text, "detail": left}]

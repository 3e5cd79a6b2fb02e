"""What stands beside the form of a session: how it stands, what is to be looked at, and the facts that are counted."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from agenda.admin.paper_lines import paper_lines
from agenda.admin.seats import seats_row
from agenda.admin.side_event_page import is_side_event_withheld, page_url
from agenda.models import Session, SideEventProposal
from agenda.queries.session_notes import length_of, minutes_spoken, session_notes
from agenda.queries.speaker_papers import ROLES_THAT_OPEN_PAPERS
from agenda.states import SessionState
from conference.admin.current import officer
from conference.permissions import has_role
from registration.admin.naming import is_withheld


def beside_form(session: Session, request: HttpRequest) -> dict[str, Any]:
    """The context of the form's page that the form itself does not bring."""
    context: dict[str, Any] = {
        "session_notes": session_notes(session),
        "fact_rows": [*_facts(session), *seats_row(session), *_proposed(session, request)],
        "session_papers": _papers(session, request),
    }
    if session.state == SessionState.CANCELLED:
        context |= {"state_tone": "trouble", "state_text": _("Cancelled")}
    return context


def _papers(session: Session, request: HttpRequest) -> list[dict[str, Any]]:
    """What the speakers have sent for it; of protected persons only for those who may know who they are."""
    if not has_role(officer(request), session.conference, ROLES_THAT_OPEN_PAPERS):
        return []
    speaking = session.appearances.filter(papers__isnull=False).select_related("participant", "session").distinct()
    known = [each for each in speaking if each.participant and not is_withheld(request, each.participant)]
    lines = paper_lines(known, session.conference)
    return [line for line in lines if not line["is_ended"]]


def _proposed(session: Session, request: HttpRequest) -> list[dict[str, str]]:
    """“Proposed as a side event by …”, with the way to the proposal; not of a protected person."""
    found = SideEventProposal.objects.filter(session=session).select_related("participant").first()
    if found is None or is_side_event_withheld(request, found):
        return []
    return [{"term": _("Proposed by"), "text": found.organisation, "url": page_url(found)}]


def _facts(session: Session) -> list[dict[str, str]]:
    """“Speakers: 40 of 90 min”."""
    spoken, length = minutes_spoken(session), length_of(session)
    if not spoken or length is None:
        return []
    text = _("%(spoken)d of %(length)d min") % {"spoken": spoken, "length": length}
    left = _("%(minutes)d min are left for discussion") % {"minutes": length - spoken} if spoken < length else ""
    return [{"term": _("Speakers"), "text": text, "detail": left}]

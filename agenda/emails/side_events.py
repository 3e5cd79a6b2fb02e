"""The letters about a proposed side event: received, changes asked for, accepted, not accepted, withdrawn."""

from collections.abc import Callable, Mapping

from django.utils.translation import override

from agenda.emails.speaking import place_of, time_of
from agenda.models import SideEventProposal
from conference.correspondence.letter import Letter
from conference.formats import due_text
from conference.models import Conference
from registration.emails import letter_to_participant, page_address
from registration.emails.addressing import language_of, letter_to_focal_point, primary_focal_point
from registration.models import FocalPoint
from registration.queries.written_to import is_never_written_to

Values = Mapping[str, str]


def side_event_received(proposal: SideEventProposal) -> list[Letter]:
    """That it has come, and that it will be considered."""
    return _letters("side_event_received", proposal)


def side_event_changes(proposal: SideEventProposal) -> list[Letter]:
    """What the Secretariat asks to be changed, and until when."""
    return _letters("side_event_changes", proposal, until)


def side_event_accepted(proposal: SideEventProposal) -> list[Letter]:
    """That it is accepted; when and where, as far as that is known."""
    return _letters("side_event_accepted", proposal, when_and_where)


def side_event_declined(proposal: SideEventProposal) -> list[Letter]:
    """That it could not be accepted, and why."""
    return _letters("side_event_declined", proposal)


def side_event_withdrawn(proposal: SideEventProposal) -> list[Letter]:
    """That the Secretariat has recorded that it is withdrawn."""
    return _letters("side_event_withdrawn", proposal)


def until(proposal: SideEventProposal) -> Values:
    moment, zone = proposal.changes_until, proposal.conference.zone
    return {"changes_until": due_text(moment, zone) if moment else ""}


def when_and_where(proposal: SideEventProposal) -> Values:
    session = proposal.session
    if session is None:
        return {}
    session.conference = proposal.conference
    return {"session_time": time_of(session), "session_place": place_of(session)}


def _letters(
    purpose: str, proposal: SideEventProposal, more: Callable[[SideEventProposal], Values] = lambda _one: {}
) -> list[Letter]:
    """To the person, with a copy to the private office; or to the focal point who proposed it, else the present one.

    Each move has made another version of the row, by which one letter is told from the next.
    """
    version = str(proposal.version)
    if proposal.participant is not None:
        language = language_of(proposal.participant)
        values = _values(proposal, language, more)
        letter = letter_to_participant(purpose, proposal.participant, about=proposal, version=version, values=values)
        return [letter] if letter else []
    focal_point = _focal_point(proposal)
    if focal_point is None:
        return []
    language = proposal.conference.language_or_default(focal_point.language)
    values = _values(proposal, language, more)
    return [letter_to_focal_point(purpose, focal_point, about=proposal, version=version, values=values)]


def _focal_point(proposal: SideEventProposal) -> FocalPoint | None:
    delegation = proposal.delegation
    if delegation is None:
        return None
    delegation.conference = proposal.conference
    if proposal.proposed_by is not None and not is_never_written_to(proposal.conference, proposal.proposed_by.email):
        present = delegation.focal_points.filter(ended_at__isnull=True, email=proposal.proposed_by.email)
        own: FocalPoint | None = present.first()
        if own is not None:
            own.delegation = delegation
            return own
    return primary_focal_point(delegation)


def _values(proposal: SideEventProposal, language: str, more: Callable[[SideEventProposal], Values]) -> dict[str, str]:
    conference: Conference = proposal.conference
    with override(language):
        return {
            "event_title": str(proposal.title),
            "organisation": proposal.organisation,
            "reason": proposal.reason,
            "status_link": page_address(conference, language, "agenda:own-side-event", str(proposal.pk)),
            **more(proposal),
        }

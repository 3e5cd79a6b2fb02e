"""What the page of a proposed side event says to those who proposed it."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.models import Listing, Release, SideEventCall, SideEventProposal
from agenda.queries.labels import room_text
from agenda.queries.published import PublishedSession, render_nameless
from agenda.queries.side_events import may_be_changed
from agenda.queries.snapshot import entries_by_id
from agenda.states import SideEventState
from agenda.views.presentation import when_text
from conference.clock import on_the_clock
from conference.formats import language_name, lines_of, moment_text, zone_text

TONES = {
    SideEventState.PROPOSED: "waiting",
    SideEventState.CHANGES_ASKED: "waiting",
    SideEventState.ACCEPTED: "good",
    SideEventState.DECLINED: "trouble",
    SideEventState.WITHDRAWN: "neutral",
}


def url_of(proposal: SideEventProposal) -> str:
    return reverse("agenda:own-side-event", args=[proposal.conference.slug, proposal.pk])


def row_of(proposal: SideEventProposal) -> dict[str, str]:
    """A line of the list of one's own."""
    return {
        "organisation": proposal.organisation,
        "title": str(proposal.title),
        "url": url_of(proposal),
        "tone": TONES[SideEventState(proposal.state)],
        "status": capfirst(proposal.get_state_display()),
    }


def proposal_page(proposal: SideEventProposal, call: SideEventCall | None) -> dict[str, Any]:
    """How it stands first, then what was proposed; buttons while it may be changed."""
    held = proposal.conference
    may_change = may_be_changed(proposal, call)
    slug, pk = held.slug, proposal.pk
    return {
        "proposal": proposal,
        "row": row_of(proposal),
        "sentence": sentence_of(proposal),
        "since": moment_text(on_the_clock(held, proposal.state_since), held.zone),
        "until": until_text(proposal),
        "session_rows": _session_rows(proposal),
        "texts": _texts(proposal),
        "rows": _rows(proposal),
        "speakers": lines_of(proposal.speakers),
        "change_url": reverse("agenda:change-side-event", args=[slug, pk]) if may_change else "",
        "withdraw_url": reverse("agenda:withdraw-side-event", args=[slug, pk]) if may_change else "",
        "list_url": reverse("agenda:own-side-events", args=[slug]),
    }


def sentence_of(proposal: SideEventProposal) -> str:
    """What this status means for the proposer."""
    return {
        SideEventState.PROPOSED: _("The Secretariat will consider it and inform you by letter."),
        SideEventState.CHANGES_ASKED: _("Kindly change what is asked for below; it is then considered further."),
        SideEventState.ACCEPTED: _("The side event stands on the agenda of the conference, or will."),
        SideEventState.DECLINED: _("The Secretariat regrets that it could not be accepted."),
        SideEventState.WITHDRAWN: _("It is not considered any further."),
    }[SideEventState(proposal.state)]


def until_text(proposal: SideEventProposal) -> str:
    moment, zone = proposal.changes_until, proposal.conference.zone
    return f"{moment_text(moment, zone)}, {zone_text(zone, moment)}" if moment else ""


def _session_rows(proposal: SideEventProposal) -> list[dict[str, str]]:
    """When and where, once the last release says so; before that nothing."""
    session = published_session(proposal)
    if proposal.state != SideEventState.ACCEPTED:
        return []
    if session is None:
        return [{"term": _("On the agenda"), "text": _("Day, hour and room will be announced with the agenda.")}]
    url = reverse("agenda:session", args=[proposal.conference.slug, session.id])
    return [
        {"term": _("On the agenda"), "text": str(session.title), "url": url},
        {
            "term": _("When"),
            "text": when_text(session, proposal.conference),
            "detail": zone_text(proposal.conference.zone, session.starts_at),
        },
        {"term": _("Where"), "text": room_text(session) or _("The room will be announced.")},
    ]


def published_session(proposal: SideEventProposal) -> PublishedSession | None:
    """As everybody reads it; one that is not listed for everybody has no public page to lead to."""
    if proposal.session_id is None:
        return None
    entry = entries_by_id(Release.objects.last_of(proposal.conference)).get(str(proposal.session_id))
    if entry is None or entry["listing"] != Listing.PUBLIC:
        return None
    return render_nameless(proposal.conference, entry)


def _texts(proposal: SideEventProposal) -> list[dict[str, str]]:
    """Title and description in each language in which they were given."""
    codes = dict.fromkeys([*proposal.title, *proposal.description])
    return [
        {
            "code": code,
            "language": language_name(code),
            "title": proposal.title.get(code, ""),
            "description": proposal.description.get(code, ""),
        }
        for code in codes
    ]


def _rows(proposal: SideEventProposal) -> list[dict[str, str]]:
    rows = (
        (_("Length"), _("%(minutes)d min") % {"minutes": proposal.minutes}),
        (_("Languages"), ", ".join(map(language_name, proposal.languages))),
        (_("People expected"), str(proposal.expected or "")),
        (_("Equipment"), ", ".join(str(each) for each in proposal.equipment.all())),
        (_("Wishes"), proposal.wishes),
    )
    return [{"term": term, "text": text} for term, text in rows if text]

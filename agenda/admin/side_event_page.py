"""One proposed side event as the Secretariat reads it: what is proposed, by whom, what can be done, what was done."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.admin.side_event_decisions import CHOICES, is_possible
from agenda.models import SideEventProposal
from agenda.permissions import can_decide_side_event
from agenda.states import SideEventState
from agenda.views.side_event_page import TONES
from conference.admin.current import officer
from conference.admin.markup import at_text
from conference.admin.scoped import ScopedAdmin
from conference.formats import language_name, lines_of, moment_text
from registration.admin.ledger import letters_about
from registration.admin.naming import is_withheld, person_line
from registration.admin.row_page import read_page
from registration.models import Registration


def show(model_admin: ScopedAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page; nothing is submitted to it."""
    return read_page(model_admin, request, object_id, "admin/agenda/side_event.html", _context)


def is_side_event_withheld(request: HttpRequest, proposal: SideEventProposal) -> bool:
    """Of a protected person's organisation whatever is proposed would say who it is."""
    return proposal.participant is not None and is_withheld(request, proposal.participant)


def page_url(proposal: SideEventProposal) -> str:
    return reverse("admin:agenda_sideeventproposal_change", args=[proposal.pk])


def _context(model_admin: ScopedAdmin, request: HttpRequest, found: SideEventProposal) -> dict[str, Any]:
    withheld = is_side_event_withheld(request, found)
    context = {
        "title": _("Protected participant") if withheld else str(found.title),
        "opts": model_admin.opts,
        "proposal": found,
        "status_tone": TONES[SideEventState(found.state)],
        "is_withheld": withheld,
        "history_entries": list(_history(found, withheld=withheld)),
    }
    if withheld:
        return context
    return context | {
        "decisions": _decisions(request, found),
        "facts": [row for row in (*_who(request, found), *_what(found), *_session(found)) if row["text"]],
        "texts": [
            {"language": language_name(code), "code": code, "title": title, "description": description}
            for code in dict.fromkeys([*found.title, *found.description])
            for title, description in [(found.title.get(code, ""), found.description.get(code, ""))]
        ],
        "speakers": lines_of(found.speakers),
        "message_entries": letters_about(found.conference, [found.pk]),
    }


def _decisions(request: HttpRequest, found: SideEventProposal) -> list[dict[str, str]]:
    """Those that the table of moves has from here, for who may decide."""
    if not can_decide_side_event(officer(request), found):
        return []
    return [
        {
            "label": str(choice.label),
            "url": reverse("admin:agenda_sideeventproposal_decide", args=[found.pk, choice.key]),
            "tone": choice.tone,
        }
        for choice in CHOICES.values()
        if is_possible(choice, found)
    ]


def _who(request: HttpRequest, found: SideEventProposal) -> Iterator[dict[str, str]]:
    yield _row(_("Organisation"), found.organisation)
    if found.delegation_id is not None:
        url = reverse("admin:registration_delegation_change", args=[found.delegation_id])
        yield _row(_("Delegation"), str(found.delegation), url=url)
    if found.participant is not None:
        registration = Registration.objects.filter(participant=found.participant).order_by("-created_at").first()
        url = reverse("admin:registration_registration_change", args=[registration.pk]) if registration else ""
        line = person_line(request, found.participant)
        detail = capfirst(registration.get_state_display()) if registration else ""
        yield _row(_("Proposed by"), line.name, url=url, detail=detail)
    elif found.proposed_by is not None:
        yield _row(_("Proposed by"), found.proposed_by.email)


def _what(found: SideEventProposal) -> Iterator[dict[str, str]]:
    zone = found.conference.zone
    yield _row(_("Length"), _("%(minutes)d min") % {"minutes": found.minutes})
    yield _row(_("Languages"), ", ".join(map(language_name, found.languages)))
    yield _row(_("People expected"), str(found.expected or ""))
    yield _row(_("Equipment"), ", ".join(str(each) for each in found.equipment.all()))
    yield _row(_("Wishes"), found.wishes)
    yield _row(_("Proposed"), at_text(found.conference, found.proposed_at))
    yield _row(_("Changed"), at_text(found.conference, found.changed_at))
    yield _row(_("Asked to answer by"), moment_text(found.changes_until, zone) if found.changes_until else "")


def _session(found: SideEventProposal) -> Iterator[dict[str, str]]:
    session = found.session
    if session is not None:
        url = reverse("admin:agenda_session_change", args=[session.pk])
        when = moment_text(session.starts_at, found.conference.zone) if session.starts_at else _("Not scheduled yet")
        yield _row(_("Session"), str(session), url=url, detail=when)


def _row(term: str, text: str, *, url: str = "", detail: str = "") -> dict[str, str]:
    return {"term": term, "text": text, "url": url, "detail": detail}


def _history(found: SideEventProposal, *, withheld: bool) -> Iterator[dict[str, Any]]:
    """Newest first. Officers by name, proposers by their address; of a protected person neither it nor a reason."""
    for move in found.moves.select_related("by").order_by("-at", "-pk"):
        by = move.by
        is_named = by is not None and (by.is_staff or not withheld)
        yield {
            "at": move.at,
            "text": capfirst(move.get_target_display()) if move.origin else _("Proposed"),
            "detail": "" if withheld else move.reason,
            "at_text": at_text(found.conference, move.at),
            "actor": str(by) if is_named else "",
        }

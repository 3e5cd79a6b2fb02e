"""One request: what stood there, what stands there now, what shall stand there; who asked, and what became of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.admin.current import officer, required_conference
from conference.admin.markup import at_text
from conference.admin.scoped import ScopedAdmin
from registration.admin.ledger import letters_about
from registration.admin.naming import delegations_by_name
from registration.admin.registration_facts import row
from registration.admin.request_naming import asker_name, is_request_withheld, shown_lines, subject_line
from registration.admin.row_page import read_page
from registration.admin.tones import CHANGE_TONES
from registration.models import ChangeKind, PendingChange
from registration.permissions import can_decide_request
from registration.states import ChangeState


def show(model_admin: ScopedAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page; nothing is submitted to it."""
    return read_page(model_admin, request, object_id, "admin/registration/pendingchange/detail.html", _context)


def _context(model_admin: ScopedAdmin, request: HttpRequest, found: PendingChange) -> dict[str, Any]:
    change = PendingChange.objects.for_listing().select_related("conference", "result").get(pk=found.pk)
    withheld = is_request_withheld(request, change)
    lines = shown_lines(request, change)
    about = [pk for pk in (change.registration_id, change.result_id, change.delegation_id) if pk]
    return {
        "title": subject_line(request, change),
        "opts": model_admin.opts,
        "change": change,
        "status_tone": CHANGE_TONES[change.state],
        "is_correction": change.kind == ChangeKind.CORRECTION,
        "lines": lines,
        "is_stale": any(line.is_stale for line in lines),
        "may_decide": change.is_open and not withheld and can_decide_request(officer(request), change),
        "is_withheld": withheld,
        "facts": [each for each in _facts(request, change) if each["text"]],
        "note": "" if withheld else change.note,
        "cleared_on": at_text(required_conference(request), change.cleared_at) if change.cleared_at else "",
        "history_entries": _history(request, change),
        "message_entries": []
        if withheld
        else [
            letter
            for letter in letters_about(required_conference(request), about)
            if letter["purpose"] in {"change_accepted", "change_refused"}
        ],
    }


def _facts(request: HttpRequest, change: PendingChange) -> list[dict[str, Any]]:
    delegation = delegations_by_name(request).get(change.delegation_id) if change.delegation_id else None
    of = reverse("admin:registration_delegation_change", args=[change.delegation_id]) if delegation else ""
    facts = [
        row(_("What is asked"), change.get_kind_display()),
        row(_("Role"), change.get_role_display()),
        row(_("Delegation"), delegation.text if delegation else "", url=of),
    ]
    for term, pk in ((_("Registration"), change.registration_id), (_("What came of it"), change.result_id)):
        if pk and not (term == _("What came of it") and pk == change.registration_id):
            url = reverse("admin:registration_registration_change", args=[pk])
            facts.append(row(term, _("Open the registration"), url=url))
    return facts


def _history(request: HttpRequest, change: PendingChange) -> list[dict[str, Any]]:
    conference = required_conference(request)
    asked = {
        "text": _("Asked for"),
        "detail": "",
        "at_text": at_text(conference, change.asked_at),
        "actor": asker_name(request, change),
    }
    if change.is_open:
        return [asked]
    decided = {
        "text": str(ChangeState(change.state).label).capitalize(),
        "detail": change.reason,
        "at_text": at_text(conference, change.decided_at),
        "actor": str(change.decided_by or "")
        if change.state != ChangeState.TAKEN_BACK
        else asker_name(request, change),
    }
    return [decided, asked]

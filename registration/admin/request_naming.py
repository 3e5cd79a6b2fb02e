"""How a request appears to the officer who looks: what it says of a protected person stays with those who may know."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.admin.current import sees_protected
from conference.admin.markup import at_text
from registration.admin.ledger import names_of_actors
from registration.admin.naming import is_withheld, person_line
from registration.models import ChangeKind, PendingChange, Registration, Visibility
from registration.queries.change_values import name_of_new
from registration.queries.desk_changes import requests_about
from registration.queries.pending_changes import ChangeLine, lines_of


def is_request_withheld(request: HttpRequest, change: PendingChange) -> bool:
    """Whether the person whom a request is about is protected, or will be as the category proposes."""
    if change.registration is not None and is_withheld(request, change.registration.participant):
        return True
    if change.kind == ChangeKind.CORRECTION or change.delegation is None:
        return False
    # A substitute enters the member's category, which need not be the delegation's.
    category = (change.registration or change.delegation).category
    by_default = category.default_visibility == Visibility.HIDDEN
    return by_default and not sees_protected(request)


def subject_line(request: HttpRequest, change: PendingChange) -> str:
    """Of whom the request is: the member, the new member, or the one for the other."""
    if is_request_withheld(request, change):
        return _("Protected participant")
    if change.kind == ChangeKind.NOMINATION:
        return name_of_new(change.changes)
    assert change.registration is not None  # noqa: S101  the database says so of the other kinds
    name = person_line(request, change.registration.participant).name
    if change.kind == ChangeKind.CORRECTION:
        return name
    return _("%(new)s for %(old)s") % {"new": name_of_new(change.changes), "old": name}


def shown_lines(request: HttpRequest, change: PendingChange) -> list[ChangeLine]:
    """The request field by field; of a protected person nothing."""
    return [] if is_request_withheld(request, change) else lines_of(change)


def asker_name(request: HttpRequest, change: PendingChange) -> str:
    """Who asked: an officer by name, others by their part."""
    asker = change.asked_by
    if asker is None:
        return ""
    if asker.is_staff:
        return str(asker)
    own = change.registration.participant if change.registration is not None else None
    if own is not None and asker.email in {own.email, own.office_email}:
        if is_request_withheld(request, change):
            return _("the participant")
        return names_of_actors(own, None).get(asker.email, asker.email)
    return _("the focal point") if change.delegation_id else asker.email


def requests_in_history(request: HttpRequest, registration: Registration) -> list[dict[str, Any]]:
    """The requests about a registration as its history tells them: what was asked, and what was decided why by whom."""
    entries = []
    for change in requests_about(registration.pk):
        asked = "; ".join(
            f"{line.label}: {line.old or '–'} → {line.new or '–'}" for line in shown_lines(request, change)
        )
        url = reverse("admin:registration_pendingchange_change", args=[change.pk])
        entries.append(
            {
                "at": change.asked_at,
                "text": _("Asked for after the deadline: %(kind)s") % {"kind": change.get_kind_display()},
                "detail": asked if change.is_correction else "",
                "at_text": at_text(registration.conference, change.asked_at),
                "actor": asker_name(request, change),
                "url": url,
            }
        )
        if change.decided_at is not None:
            entries.append(
                {
                    "at": change.decided_at,
                    "text": _("Request: %(status)s") % {"status": change.get_state_display()},
                    "detail": change.reason,
                    "at_text": at_text(registration.conference, change.decided_at),
                    "actor": str(change.decided_by or ""),
                    "url": url,
                }
            )
    return entries

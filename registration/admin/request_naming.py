"""How a request appears to the officer who looks: what it says of a protected person stays with those who may know."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from conference.admin.current import sees_protected
from registration.admin.ledger import names_of_actors
from registration.admin.naming import is_withheld, person_line
from registration.models import ChangeKind, PendingChange, Visibility
from registration.queries.change_values import person_of
from registration.queries.pending_changes import ChangeLine, lines_of


def is_request_withheld(request: HttpRequest, change: PendingChange) -> bool:
    """Whether the person whom a request is about is protected, or will be as the category proposes."""
    if change.registration is not None and is_withheld(request, change.registration.participant):
        return True
    if change.kind == ChangeKind.CORRECTION or change.delegation is None:
        return False
    by_default = change.delegation.category.default_visibility == Visibility.HIDDEN
    return by_default and not sees_protected(request)


def subject_line(request: HttpRequest, change: PendingChange) -> str:
    """Of whom the request is: the member, the new member, or the one for the other."""
    if is_request_withheld(request, change):
        return _("Protected participant")
    if change.kind == ChangeKind.NOMINATION:
        return person_of(change.changes).formal_name
    assert change.registration is not None  # noqa: S101  the database says so of the other kinds
    name = person_line(request, change.registration.participant).name
    if change.kind == ChangeKind.CORRECTION:
        return name
    return _("%(new)s for %(old)s") % {"new": person_of(change.changes).formal_name, "old": name}


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

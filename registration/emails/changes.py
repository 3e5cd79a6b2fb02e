"""Letters about what was asked for after the deadline: to who asked, in their language."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.correspondence.letter import Letter
from conference.models import Identified
from registration.emails.addressing import (
    language_of,
    letter_to_focal_point,
    letter_to_participant,
    page_address,
    primary_focal_point,
)
from registration.models import FocalPoint, PendingChange
from registration.queries.pending_changes import lines_of, title_of
from registration.queries.written_to import never_written_to
from registration.states import RegistrationState


def change_accepted(change: PendingChange) -> list[Letter]:
    """What was changed, line by line; of a new member who found all places taken, that they wait."""
    return _to_who_asked("change_accepted", change)


def change_refused(change: PendingChange) -> list[Letter]:
    """What stays as it was, and why."""
    return _to_who_asked("change_refused", change)


def version_of(change_id: UUID) -> str:
    """What tells the letters about one request from those about another."""
    return f"request-{change_id.hex[:12]}"


def _to_who_asked(purpose: str, change: PendingChange) -> list[Letter]:
    focal_point = _focal_point(change)
    about: Identified | None = change.result or change.registration or change.delegation
    assert about is not None  # noqa: S101  the database says that a request is about one of them
    version = version_of(change.pk)
    if focal_point is not None:
        language = change.conference.language_or_default(focal_point.language)
        values = _values(change, language, page_address(change.conference, language, "registration:delegation"))
        return [letter_to_focal_point(purpose, focal_point, about=about, version=version, values=values)]
    if change.registration is None:
        return []
    person = change.registration.participant
    person.conference = change.conference
    language = language_of(person)
    values = _values(change, language, page_address(change.conference, language, "registration:own"))
    letter = letter_to_participant(purpose, person, about=about, version=version, values=values)
    return [letter] if letter else []


def _focal_point(change: PendingChange) -> FocalPoint | None:
    """Who asked for a delegation, or who answers for it by now; nobody where the person asked."""
    delegation, asker = change.delegation, change.asked_by
    if delegation is None:
        return None
    delegation.conference = change.conference
    own = change.registration.participant if change.registration is not None else None
    if own is not None and asker is not None and asker.email in {own.email, own.office_email}:
        return None
    asking = delegation.focal_points.filter(ended_at__isnull=True, email=asker.email if asker else "")
    present = asking.exclude(email__in=never_written_to(change.conference)).first()
    found: FocalPoint | None = present or primary_focal_point(delegation)
    if found is not None:
        found.delegation = delegation
    return found


def _values(change: PendingChange, language: str, link: str) -> dict[str, str]:
    with override(language):
        return {"what": _what(change), "reason": change.reason, "page_link": link}


def _what(change: PendingChange) -> str:
    """The title, then each field; what a new member's form gathered is not repeated."""
    lines = [title_of(change)]
    if change.registration is not None and change.role == "":
        lines += [
            f"– {line.label}: {line.old or '–'} → {line.new or '–'}"
            for line in lines_of(change)
            if line.old != line.new
        ]
    if change.result is not None and change.result.state == RegistrationState.WAITLISTED:
        lines.append(_("All places are taken at present; the new member is on the waiting list."))
    return "\n".join(lines)

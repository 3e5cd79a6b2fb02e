"""What officers do with a registration beside deciding on it: its tags, its officer, their notes."""

from typing import Any

from django.http import HttpRequest

from conference.admin.current import current_roles, officer
from registration.admin.marks_shown import marks_shown
from registration.admin.note_views import note_form, notes_of
from registration.admin.work_filters import colleagues, furniture
from registration.models import Registration
from registration.permissions import ROLES_THAT_WORK


def work_on(request: HttpRequest, found: Any, registration: Registration) -> dict[str, Any]:
    """For ``work.html``; ``found`` is the row with its marks. Who merely reads is offered no form."""
    found.participant = registration.participant
    marks, me = marks_shown(request, found), officer(request)
    may_work = bool(current_roles(request) & ROLES_THAT_WORK)
    return {
        "tags": marks.tags,
        "officer": marks.officer,
        "officer_pk": str(found.officer_id or ""),
        "is_mine": found.officer_id == me.pk,
        "me": me,
        "officers": [{"pk": pk, "name": name} for pk, name in colleagues(request)],
        "all_tags": [{"tag": tag, "is_set": tag in marks.tags} for tag in furniture(request).tags.values()],
        "notes": notes_of(request, registration),
        "note_form": note_form(request, registration) if may_work else None,
        "may_work": may_work,
    }

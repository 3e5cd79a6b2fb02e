"""A speaker of a session, as the officer's page of the panel shows one."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.admin.appearances import TONES
from agenda.queries.panels import PanelLine
from agenda.states import AppearanceState
from conference.admin.current import required_conference
from conference.admin.markup import at_text, on_one_line
from conference.correspondence.admin.message_page import tone_of
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.purposes import PURPOSES
from conference.correspondence.standing import standing_text
from registration.admin.naming import person_line


def line_of(request: HttpRequest, line: PanelLine) -> dict[str, Any]:
    """Name, part, answer, what is outstanding, the brief and the last letter."""
    row = line.appearance
    person = person_line(request, row.participant) if row.participant else None
    state = AppearanceState(row.state)
    return {
        "name": person.name if person else str(row.static_name),
        "beside": on_one_line(person.function, person.institution) if person else str(row.static_function),
        "role": capfirst(str(row.get_role_display())),
        "minutes": _("%(minutes)d min") % {"minutes": row.minutes} if row.minutes else "",
        "tone": "neutral" if person is None or line.has_left else TONES[state],
        "state": _standing(line, state),
        "answer_url": reverse("admin:agenda_session_answer", args=[row.pk]) if person else "",
        "asked": capfirst(", ".join(str(each.label) for each in line.asked)),
        "brief_text": at_text(required_conference(request), row.brief_sent_at),
        "letter": letter_of(request, line.last_message) if line.last_message else None,
        "is_expected": line.is_expected and not line.is_static,
    }


def _standing(line: PanelLine, state: AppearanceState) -> str:
    if line.is_static:
        return _("Static line")
    return _("No longer takes part") if line.has_left else capfirst(str(state.label))


def letter_of(request: HttpRequest, message: OutgoingMessage) -> dict[str, Any]:
    """What it was, what became of it and when, with the way to it in the ledger."""
    purpose = PURPOSES.get(message.purpose)
    return {
        "text": str(purpose.label) if purpose else message.purpose,
        "state": standing_text(message),
        "tone": tone_of(message),
        "at": at_text(required_conference(request), message.sent_at or message.created_at),
        "url": reverse("admin:correspondence_outgoingmessage_change", args=[message.pk]),
    }

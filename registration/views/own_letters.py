"""The letters that were written to a person: what each said, when, and what became of it. Codes are no letters."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.clock import on_the_clock
from conference.correspondence.compose import mask_secrets
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.formats import day_text, zone_text
from conference.models import Conference
from conference.views.pages import get_conference, page, signed_in
from registration.queries.own import own_messages
from registration.views.actors import signed_in_user

LETTERS_SHOWN = 50
LETTER_WORDS = {
    MessageState.QUEUED: (gettext_lazy("On its way"), "neutral"),
    MessageState.SENDING: (gettext_lazy("On its way"), "neutral"),
    MessageState.SENT: (gettext_lazy("Sent"), "good"),
    MessageState.FAILED: (gettext_lazy("Could not be delivered"), "trouble"),
    MessageState.UNKNOWN: (gettext_lazy("Perhaps sent; ask the Secretariat"), "waiting"),
    MessageState.HELD: (gettext_lazy("Held back"), "neutral"),
    MessageState.CANCELLED: (gettext_lazy("Not sent"), "neutral"),
    MessageState.BY_HAND: (gettext_lazy("The Secretariat hands it over"), "neutral"),
}


def letters_of(messages: QuerySet[OutgoingMessage], conference: Conference) -> list[dict[str, str]]:
    """The latest of them, as a list shows them."""
    light = messages.only("subject", "state", "sent_at", "created_at")
    return [_line(message, conference) for message in light[:LETTERS_SHOWN]]


def _line(message: OutgoingMessage, conference: Conference) -> dict[str, str]:
    text, tone = LETTER_WORDS[MessageState(message.state)]
    when = on_the_clock(conference, message.sent_at or message.created_at)
    return {
        "subject": message.subject,
        "when": f"{day_text(when.date(), with_year=True)}, {when:%H:%M}",
        "status": str(text),
        "tone": tone,
        "url": reverse("registration:own-letter", args=[conference.slug, message.pk]),
    }


@signed_in
def own_letter(request: HttpRequest, conference: str, message: UUID) -> HttpResponse:
    """One letter to the signed-in address, as it was written; codes in it are not repeated here."""
    shown = get_conference(conference)
    found = get_object_or_404(own_messages(signed_in_user(request), shown), pk=message)
    text, tone = LETTER_WORDS[MessageState(found.state)]
    when = on_the_clock(shown, found.sent_at or found.created_at)
    context: dict[str, Any] = {
        "subject": found.subject,
        "body": mask_secrets(found.text),
        "has_code": mask_secrets(found.text) != found.text,
        "language": found.language,
        "tone": tone,
        "status": str(text),
        "facts": [
            _("To %(address)s") % {"address": found.recipient},
            f"{day_text(when.date(), with_year=True)}, {when:%H:%M}, {zone_text(shown.zone, when)}",
        ],
    }
    return page(request, "registration/own_letter.html", shown, context, current="registration")

"""One message: to whom, what it said with its codes covered, when, and what became of each attempt."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.markup import at_text
from conference.correspondence.admin.message_acts import STANDINGS
from conference.correspondence.compose import fill_secrets, mask_secrets
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.purposes import PURPOSES
from conference.correspondence.states import MessageState
from conference.formats import language_name
from conference.logs import without_tokens
from conference.models import Conference

S = MessageState

TONES: Mapping[MessageState, str] = {
    S.QUEUED: "accent",
    S.SENDING: "accent",
    S.SENT: "good",
    S.FAILED: "trouble",
    S.UNKNOWN: "trouble",
    S.HELD: "waiting",
    S.CANCELLED: "neutral",
    S.BY_HAND: "waiting",
}


def page_of(message: Any, *, may_invite: bool, may_act: bool = False) -> dict[str, Any]:
    """What the template shows; of a protected person's message neither the words nor the addressee.

    Links that open an invitation are for those who invite; the codes of a letter that goes by hand for who sends it.
    """
    if message.conference is None:
        raise Http404
    state = S(message.state)
    return {
        "title": purpose_text(message) if message.is_withheld else message.subject,
        "message": message,
        "state_tone": TONES[state],
        "state_text": capfirst(str(state.label)),
        "standing": STANDINGS.get(state, ""),
        "rows": [row for row in _rows(message, message.conference) if row["text"]],
        "text": "" if message.is_withheld else _readable(message, may_invite=may_invite, may_act=may_act),
        "attempt_entries": attempts_of(message, message.conference),
    }


def _readable(message: OutgoingMessage, *, may_invite: bool, may_act: bool) -> str:
    if message.state == S.BY_HAND and may_act:
        return fill_secrets(message.text, message.secrets)
    covered = mask_secrets(message.text)
    return covered if may_invite else without_tokens(covered)


def purpose_text(message: OutgoingMessage) -> str:
    """What it is for; a purpose that no app knows any more by its key."""
    purpose = PURPOSES.get(message.purpose)
    return str(purpose.label) if purpose else message.purpose


def recipient_text(message: Any) -> str:
    """The addressee with the address, or that it is a protected participant."""
    if message.is_withheld:
        return _("Protected participant")
    if not message.recipient_name:
        return str(message.recipient)
    return ", ".join(part for part in (message.recipient_name, message.recipient) if part)


def _rows(message: Any, conference: Conference) -> Iterator[dict[str, str]]:
    yield _row(_("To"), recipient_text(message), detail=_("Copy to the private office") if message.is_copy else "")
    if not message.is_withheld:
        yield _row(_("Copy to"), message.copy_to)
        yield _row(_("About"), _("Open the page"), url=_about_url(message)) if _about_url(message) else _row("", "")
    yield _row(_("Purpose"), purpose_text(message))
    yield _row(_("Language"), language_name(message.language))
    yield _row(_("Written"), at_text(conference, message.created_at))
    if message.state == S.QUEUED:
        yield _row(_("Due"), at_text(conference, message.next_attempt_at))
    yield _row(_("Sent"), at_text(conference, message.sent_at))
    yield _row(_("Attempts"), str(message.attempts))
    # Servers name the address that they refuse.
    yield _row(_("The server's words"), "" if message.is_withheld else message.answer)
    if message.calendar:
        yield _row(_("Enclosed"), _("a calendar entry"))
    yield _row(_("Message-ID"), message.message_id)


def _row(term: str, text: str, *, url: str = "", detail: str = "") -> dict[str, str]:
    return {"term": term, "text": text, "url": url, "detail": detail}


def _about_url(message: OutgoingMessage) -> str:
    """The page of what it is about, where the admin has one."""
    if not message.about_id or "." not in message.about_type:
        return ""
    try:
        return reverse(f"admin:{message.about_type.replace('.', '_')}_change", args=[message.about_id])
    except NoReverseMatch:
        return ""


def attempts_of(message: Any, conference: Conference) -> list[dict[str, str]]:
    """Each attempt and each decision, newest first."""
    return [
        {
            "text": capfirst(str(S(attempt.outcome).label)),
            "detail": "" if message.is_withheld and not attempt.by else attempt.answer,
            "at_text": at_text(conference, attempt.at),
            "actor": str(attempt.by) if attempt.by else "",
            "tone": TONES[S(attempt.outcome)],
        }
        for attempt in message.attempt_log.select_related("by").order_by("-at", "-pk")
    ]

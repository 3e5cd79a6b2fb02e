"""One message: to whom, what it said with its codes covered, when, and what became of each attempt."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.markup import at_text
from conference.correspondence.admin.answers import meaning_of
from conference.correspondence.admin.message_acts import CAME_BACK, STANDINGS
from conference.correspondence.compose import fill_secrets, mask_secrets
from conference.correspondence.models import (
    BounceKind,
    Campaign,
    DeliveryAttempt,
    EnclosureKind,
    OutgoingMessage,
    Pause,
)
from conference.correspondence.purposes import OF_CAMPAIGNS, purpose_called
from conference.correspondence.standing import standing_text
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


CAME_BACK_TONE = "trouble"


def tone_of(message: OutgoingMessage) -> str:
    """That of its status; that of trouble where it came back."""
    return TONES[S(message.state)] if message.came_back_at is None else CAME_BACK_TONE


def page_of(message: Any, *, may_invite: bool, may_act: bool = False) -> dict[str, Any]:
    """What the template shows; of a protected person's message neither the words nor the addressee.

    Links that open an invitation are for those who invite; the codes of a letter that goes by hand for who sends it.
    """
    if message.conference is None:
        raise Http404
    state, returned = S(message.state), message.came_back_at is not None
    return {
        "title": purpose_text(message) if message.is_withheld else message.subject,
        "message": message,
        "state_tone": tone_of(message),
        "state_text": standing_text(message),
        "standing": CAME_BACK if returned else _standing(message, state),
        "meaning": _meaning(message, state),
        "rows": [row for row in _rows(message, message.conference) if row["text"]],
        "text": "" if message.is_withheld else _readable(message, may_invite=may_invite, may_act=may_act),
        "attempt_entries": what_became_of(message, message.conference),
    }


def _standing(message: OutgoingMessage, state: S) -> str:
    if state == S.QUEUED and message.act_id and Pause.objects.filter(act_id=message.act_id).exists():
        return _("It is paused, with all others that were written together with it, until an officer lets them go on.")
    return str(STANDINGS.get(state, ""))


def _meaning(message: Any, state: S) -> Promise | str:
    """What a server's refusal means; of a message that arrived nothing is to be explained."""
    if message.came_back_at is not None:
        last = message.bounces.order_by("-read_at", "-pk").first()
        return meaning_of(last.words) if last else ""
    return meaning_of(message.answer) if state in {S.FAILED, S.QUEUED} else ""


def _readable(message: OutgoingMessage, *, may_invite: bool, may_act: bool) -> str:
    if message.state == S.BY_HAND and may_act:
        return fill_secrets(message.text, message.secrets)
    covered = mask_secrets(message.text)
    return covered if may_invite else without_tokens(covered)


def purpose_text(message: OutgoingMessage) -> str:
    """What it is for; a purpose that no app knows any more by its key."""
    purpose = purpose_called(message.purpose)
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
        url = _about_url(message)
        yield _row(_("About"), _about_text(message) if url else "", url=url)
    yield _row(_("Purpose"), purpose_text(message))
    if not message.is_withheld:
        yield _campaign_of(message)
        yield _row(_("Language"), language_name(message.language))
    yield _row(_("Written"), at_text(conference, message.created_at))
    if message.state == S.QUEUED:
        yield _row(_("Due"), at_text(conference, message.next_attempt_at))
    yield _row(_("Sent"), at_text(conference, message.sent_at))
    yield _row(_("Came back"), at_text(conference, message.came_back_at))
    if message.attempts > 1:
        yield _row(_("Attempts"), str(message.attempts))
    # Servers name the address that they refuse.
    yield _row(_("The server's words"), "" if message.is_withheld else message.answer)
    if message.calendar:
        yield _row(_("Enclosed"), _("a calendar entry"))
    for number, sheet in enumerate(message.enclosures):
        name = str(EnclosureKind(sheet["kind"]).label) if message.is_withheld else sheet["name"]
        url = reverse("admin:correspondence_outgoingmessage_enclosed", args=[message.pk, number])
        yield _row(_("Enclosed"), name, url="" if message.is_withheld else url)
    yield _row(_("Message-ID"), message.message_id)


def _row(term: str, text: str, *, url: str = "", detail: str = "") -> dict[str, str]:
    return {"term": term, "text": text, "url": url, "detail": detail}


def _campaign_of(message: OutgoingMessage) -> dict[str, str]:
    """Of which campaign it is a letter."""
    act = message.act_id if message.purpose in OF_CAMPAIGNS else None
    found = Campaign.objects.filter(pk=act).first() if act else None
    url = reverse("admin:correspondence_campaign_change", args=[found.pk]) if found else ""
    return _row(_("Campaign"), found.name if found else "", url=url)


def _about_url(message: OutgoingMessage) -> str:
    """The page of what it is about, where the admin has one."""
    if not message.about_id or "." not in message.about_type:
        return ""
    try:
        return reverse(f"admin:{message.about_type.replace('.', '_')}_change", args=[message.about_id])
    except NoReverseMatch:
        return ""


def _about_text(message: OutgoingMessage) -> str:
    """What kind of page it is: the registration, the invitation, the delegation."""
    return capfirst(str(apps.get_model(message.about_type)._meta.verbose_name))


def what_became_of(message: Any, conference: Conference) -> list[dict[str, Any]]:
    """Each attempt, each decision and each notice of another server, newest first."""
    entries = attempts_of(message, conference) + notices_of(message, conference)
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)


def notices_of(message: Any, conference: Conference) -> list[dict[str, Any]]:
    """Servers name the address that they give back, and whoever passes mail on another one."""
    return [
        {
            "at": bounce.read_at,
            "text": capfirst(bounce.get_kind_display()),
            "detail": "" if message.is_withheld else bounce.words,
            "at_text": at_text(conference, bounce.read_at),
            "actor": "" if message.is_withheld else bounce.address,
            "tone": CAME_BACK_TONE if bounce.kind == BounceKind.CAME_BACK else "waiting",
        }
        for bounce in message.bounces.order_by("-read_at", "-pk")
    ]


def _detail(message: Any, attempt: DeliveryAttempt) -> str:
    """The server's words, or what an officer did and why; officers' reasons name people, too."""
    if message.is_withheld:
        return attempt.answer if attempt.by else ""
    return " ".join(part for part in (attempt.answer, attempt.reason) if part)


def attempts_of(message: Any, conference: Conference) -> list[dict[str, Any]]:
    """Each attempt and each decision, newest first."""
    return [
        {
            "at": attempt.at,
            "text": capfirst(str(S(attempt.outcome).label)),
            "detail": _detail(message, attempt),
            "at_text": at_text(conference, attempt.at),
            "actor": str(attempt.by) if attempt.by else "",
            "tone": TONES[S(attempt.outcome)],
        }
        for attempt in message.attempt_log.select_related("by").order_by("-at", "-pk")
    ]

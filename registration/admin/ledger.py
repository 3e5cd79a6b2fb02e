"""What stands beside the facts: who did what and why, and what was written to whom with what outcome."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.current import officer
from conference.admin.markup import at_text
from conference.correspondence.models import OutgoingMessage, with_words_of_return
from conference.correspondence.states import IN_TROUBLE, MessageState
from conference.models import Conference, User
from registration.admin.tones import MESSAGE_TONES
from registration.models import Document, FocalPoint, Participant, Registration
from registration.models.badge import VoidReason
from registration.queries.reviews import review_asked
from registration.states import RegistrationState


class Moved(Protocol):
    """A registration or an invitation: both keep their transitions."""

    transitions: Any


def history_of(
    conference: Conference, moved: Moved, *, names: Mapping[str, str], withheld: bool = False
) -> list[dict[str, Any]]:
    """Each transition, newest first: the new status, the reason, when, and by whom.

    Officers appear by name, others as ``names`` calls their address. Of a protected person neither the address nor what
    was written about them is shown.
    """
    transitions = moved.transitions.select_related("by").order_by("-at", "-pk")
    return [
        {
            "at": transition.at,
            "text": _sentence(transition),
            "detail": "" if withheld else transition.reason,
            "at_text": at_text(conference, transition.at),
            "actor": _actor(transition.by, {} if withheld else names, withheld=withheld),
        }
        for transition in transitions
    ]


def _actor(user: User | None, names: Mapping[str, str], *, withheld: bool) -> str:
    if user is None or (withheld and not user.is_staff):
        return ""
    return str(user) if user.is_staff else names.get(user.email) or str(user)


def names_of_actors(participant: Participant | None, delegation_id: uuid.UUID | None) -> dict[str, str]:
    """What those who act on a registration or an invitation without being officers are called, by their address."""
    names: dict[str, str] = {}
    if participant is not None:
        names |= {participant.office_email: _("the private office"), participant.email: _("the participant")}
    for focal_point in FocalPoint.objects.filter(delegation=delegation_id) if delegation_id else ():
        names[focal_point.email] = _("%(name)s, focal point") % {"name": focal_point.name}
    names.pop("", None)
    return names


def timeline(*kinds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Moves, requests and letters in one order, the newest first."""
    return sorted((entry for entries in kinds for entry in entries), key=lambda entry: entry["at"], reverse=True)


def _sentence(transition: Any) -> str:
    target = capfirst(str(transition.get_target_display()))
    if not transition.origin:
        return target
    if getattr(transition, "undoes_id", None):
        return _("%(target)s again: the decision “%(origin)s” was undone") % {
            "target": target,
            "origin": transition.get_origin_display(),
        }
    if transition.origin == RegistrationState.WAITLISTED and transition.by_id is None:
        return _("%(target)s: a place became free (was: %(origin)s)") % {
            "target": target,
            "origin": transition.get_origin_display(),
        }
    return _("%(target)s (was: %(origin)s)") % {"target": target, "origin": transition.get_origin_display()}


def letters_about(conference: Conference, about: Iterable[uuid.UUID]) -> list[dict[str, Any]]:
    """The messages of the ledger, newest first: subject, to whom, when, and what became of each."""
    found = OutgoingMessage.objects.filter(conference=conference, about_id__in=list(about)).defer("text", "html")
    written = with_words_of_return(found)
    return [
        {
            "at": message.sent_at or message.created_at,
            "purpose": message.purpose,
            "text": message.subject,
            "detail": message_outcome(message),
            "tone": message_tone(message),
            "at_text": at_text(conference, message.sent_at or message.created_at),
            "actor": message.recipient,
            "url": _ledger_url(message),
        }
        for message in written.order_by("-created_at")
    ]


def files_sent(request: HttpRequest, registration: Registration, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """What came, was replaced or was removed after the registration itself; of what this officer may open."""
    conference = registration.conference
    visible = Document.objects.visible_to(officer(request), conference).filter(registration=registration)
    entries = []
    for document in visible.select_related("uploaded_by", "ended_by", "replaces"):
        kind = capfirst(document.get_kind_display())
        if document.uploaded_at > registration.created_at:
            replaces = hasattr(document, "replaces")
            text = _("%(kind)s: replaced") if replaces else _("%(kind)s: sent")
            who = _actor(document.uploaded_by, names, withheld=False)
            entries.append(_of_file(conference, document.uploaded_at, text % {"kind": kind}, document.name, who))
        if document.ended_at is not None and document.replaced_by_id is None:
            text, who = _("%(kind)s: removed") % {"kind": kind}, _actor(document.ended_by, names, withheld=False)
            entries.append(_of_file(conference, document.ended_at, text, document.name, who))
    return entries


def _of_file(conference: Conference, at: datetime.datetime, text: str, name: str, who: str) -> dict[str, Any]:
    return {"at": at, "text": text, "detail": name, "at_text": at_text(conference, at), "actor": who}


def review_in_history(registration: Registration, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """That a review was asked for, and by whom; the words stand among the facts."""
    asked = review_asked(registration)
    if asked is None:
        return []
    return [
        {
            "at": asked.asked_at,
            "text": _("A review was asked for"),
            "at_text": at_text(registration.conference, asked.asked_at),
            "actor": _actor(asked.asked_by, names, withheld=False),
            "tone": "waiting" if asked.taken_up_at is None else "",
        }
    ]


def codes_given(registration: Registration) -> list[dict[str, Any]]:
    """Each time that another code for the entrance was given for a lost one: why, and by whom."""
    reissued = registration.badges.filter(void_reason=VoidReason.REISSUED, voided_at__isnull=False)
    return [
        {
            "at": badge.voided_at,
            "text": _("Another code for the entrance"),
            "detail": badge.void_words,
            "at_text": at_text(registration.conference, badge.voided_at),
            "actor": _actor(badge.voided_by, {}, withheld=False),
        }
        for badge in reissued.select_related("voided_by")
    ]


def message_tone(message: OutgoingMessage) -> str:
    """That of its status; that of trouble where it came back."""
    return "trouble" if message.came_back_at else MESSAGE_TONES.get(message.state, "")


def message_outcome(message: Any) -> str:
    """“Sent”, or what went wrong in the server's words. Of messages read ``with_words_of_return``."""
    if message.came_back_at:
        words = message.words_of_return
        return _("Came back: %(words)s") % {"words": words} if words else _("Came back")
    label = capfirst(str(MessageState(message.state).label))
    return f"{label}: {message.answer}" if message.state in IN_TROUBLE and message.answer else label


def _ledger_url(message: OutgoingMessage) -> str:
    try:
        return reverse("admin:correspondence_outgoingmessage_change", args=[message.pk])
    except NoReverseMatch:
        return ""

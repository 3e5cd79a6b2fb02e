"""One invitation: to whom, through whom, what became of it and of its letter, whether its link is still valid."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.markup import at_text
from conference.admin.scoped import ScopedAdmin
from conference.correspondence.counts import returned_from
from conference.formats import date_text, day_text, language_name
from registration.admin.ledger import history_of, letters_about, names_of_actors
from registration.admin.naming import delegations_by_name, is_withheld, person_line
from registration.admin.registration_facts import Row, row
from registration.admin.replying import may_record_replies
from registration.admin.row_page import read_page
from registration.admin.tones import INVITATION_TONES
from registration.models import Invitation
from registration.models.document import Document
from registration.queries.desk_delegations import focal_points_of
from registration.states import REPLIED, InvitationState

EVERYTHING = ("conference", "category", "mission", "participant", "delegation")


def show(model_admin: ScopedAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page; nothing is submitted to it."""
    return read_page(model_admin, request, object_id, "admin/registration/invitation/detail.html", _context)


def _context(model_admin: ScopedAdmin, request: HttpRequest, found: Invitation) -> dict[str, Any]:
    invitation = Invitation.objects.select_related(*EVERYTHING).get(pk=found.pk)
    withheld = invitation.participant is not None and is_withheld(request, invitation.participant)
    letters = letters_about(invitation.conference, [invitation.pk])
    may_invite = not withheld and model_admin.has_add_permission(request)
    return {
        "title": addressee_name(request, invitation),
        "opts": model_admin.opts,
        "invitation": invitation,
        "status_tone": INVITATION_TONES[invitation.state],
        "status_text": InvitationState(invitation.state).label,
        "is_withheld": withheld,
        "sections": [
            {"title": _("The invitation"), "rows": _kept(_invitation(request, invitation))},
            {"title": _("The note"), "rows": _kept(_note(invitation, withheld=withheld))},
            {"title": _("Link and code"), "rows": _kept(_doors(invitation))},
        ],
        "send_label": _send_label(invitation),
        **_what_may_be_done(invitation, may_invite=may_invite, is_written=bool(letters)),
        "by_hand": "" if withheld else why_by_hand(invitation),
        "documents": [] if withheld else list(documents_of(invitation)),
        "may_record_reply": not withheld and may_record_replies(request),
        "history_entries": history_of(
            invitation.conference,
            invitation,
            names=names_of_actors(invitation.participant, invitation.delegation_id),
            withheld=withheld,
        ),
        "message_entries": [] if withheld else letters,
    }


def _what_may_be_done(invitation: Invitation, *, may_invite: bool, is_written: bool) -> dict[str, bool]:
    """What goes by e-mail is dispatched by its letter, not by hand."""
    is_dispatched = invitation.state == InvitationState.SENT and invitation.dispatched_on is not None
    return {
        "may_send_again": may_invite and invitation.state not in REPLIED and not waits_for_its_round(invitation),
        "may_print": may_invite,
        "may_dispatch": may_invite and not is_written and invitation.state == InvitationState.DRAFT,
        "may_take_back": may_invite and not is_written and is_dispatched,
    }


def _send_label(invitation: Invitation) -> str:
    if invitation.is_by_note_only:
        return _("Send by e-mail as well")
    return _("Send the letter") if invitation.state == InvitationState.DRAFT else _("Send again")


def waits_for_its_round(invitation: Invitation) -> bool:
    """Whether it is a draft of a round, whose copies go with the notes."""
    return invitation.round_id is not None and invitation.state == InvitationState.DRAFT


def why_by_hand(invitation: Invitation) -> str:
    """Why nothing goes to the addressee by itself, and what is to be done; nothing where letters do go."""
    person = invitation.participant
    if person is not None and person.never_write_automatically:
        return _("Nothing is written to this person automatically: the invitation and every reminder go by hand.")
    if invitation.is_by_note_only:
        return _("By note only: nothing is written to this mission automatically; reminders go by hand.")
    return ""


def documents_of(invitation: Invitation) -> Iterator[dict[str, Any]]:
    """The scans of the note and of the reply."""
    for document in Document.objects.current().filter(invitation=invitation).select_related("uploaded_by"):
        yield {
            "url": reverse("registration:document", args=[invitation.conference.slug, document.pk]),
            "text": document.get_kind_display(),
            "name": document.name,
            "at_text": at_text(invitation.conference, document.uploaded_at),
            "actor": str(document.uploaded_by or ""),
        }


def addressee_name(request: HttpRequest, invitation: Invitation) -> str:
    """The State's or organisation's name, or the person's, unless the person is protected from this officer."""
    if invitation.participant is not None:
        return person_line(request, invitation.participant).name
    return delegations_by_name(request)[invitation.delegation_id].text if invitation.delegation_id else ""


def _kept(rows: Iterator[Row]) -> list[Row]:
    return [each for each in rows if each["text"]]


def _invitation(request: HttpRequest, invitation: Invitation) -> Iterator[Row]:
    if invitation.delegation_id:
        name = delegations_by_name(request)[invitation.delegation_id]
        url = reverse("admin:registration_delegation_change", args=[invitation.delegation_id])
        yield row(_("Delegation"), name.text, url=url, detail=name.group_label)
        for focal_point in focal_points_of([invitation.delegation_id]).get(invitation.delegation_id, []):
            detail = ", ".join(part for part in (focal_point.function, focal_point.email) if part)
            yield row(_("Focal point"), focal_point.name, detail=detail)
    elif invitation.participant is not None:
        yield from _person(request, invitation)
    yield row(_("Category"), invitation.category)
    yield row(_("Seats offered"), invitation.quota)
    yield row(_("Reply by"), day_text(invitation.reply_by, with_year=True) if invitation.reply_by else "")


def _person(request: HttpRequest, invitation: Invitation) -> Iterator[Row]:
    if invitation.participant is None:
        return
    person = person_line(request, invitation.participant)
    yield row(
        _("Person"), person.name, detail=", ".join(part for part in (person.function, person.institution) if part)
    )
    for registration in invitation.registrations.order_by("-created_at"):
        url = reverse("admin:registration_registration_change", args=[registration.pk])
        yield row(_("Registration"), capfirst(registration.get_state_display()), url=url)


def _note(invitation: Invitation, *, withheld: bool) -> Iterator[Row]:
    yield row(_("Channel"), capfirst(invitation.get_channel_display()))
    yield row(_("Reference"), invitation.reference)
    yield row(_("Dated"), day_text(invitation.dated_on, with_year=True) if invitation.dated_on else "")
    yield row(_("Signatory"), invitation.signatory)
    if invitation.dispatched_on:
        how = invitation.get_dispatched_how_display()
        yield row(_("Dispatched"), day_text(invitation.dispatched_on, with_year=True), detail=how)
    if invitation.round_id:
        url = reverse("admin:registration_invitation_round", args=[invitation.round_id])
        yield row(_("Round of notes"), date_text(invitation.dated_on or invitation.conference.starts_on), url=url)
    yield row(_("Written to"), "" if withheld else invitation.email, detail=_about_address(invitation))
    yield row(_("Language"), language_name(invitation.language))


def _about_address(invitation: Invitation) -> str:
    """Through which mission, and whether a letter came back from there."""
    returned = returned_from(invitation.conference, [invitation.email]) if invitation.email else ()
    came_back = _("A letter to this address came back.") if returned else ""
    return " · ".join(filter(None, (str(invitation.mission or ""), came_back)))


def _doors(invitation: Invitation) -> Iterator[Row]:
    until = at_text(invitation.conference, invitation.expires_at)
    expired = invitation.expires_at is not None and invitation.expires_at <= timezone.now()
    yield row(_("Link valid until"), until, detail=_("It has expired.") if expired else "")
    if invitation.delegation_id:
        used = at_text(invitation.conference, invitation.designation_used_at)
        yield row(_("Code for the focal point"), capfirst(_("used") if used else _("not used yet")), detail=used)

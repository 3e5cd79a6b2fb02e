"""Notes of a round leave the house: first a page that counts what will happen, then the act."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import officer
from conference.correspondence.models import OutgoingMessage
from conference.formats import day_text
from registration.actions.dispatch import dispatch_notes
from registration.admin.inviting_group import round_url
from registration.admin.naming import delegations_by_name
from registration.admin.rehearsal import Rehearsal, rehearse
from registration.admin.round_forms import DispatchForm
from registration.errors import RegistrationError
from registration.models import DispatchWay, Invitation, InvitationRound
from registration.states import InvitationState

LETTERS_SHOWN = 3
Seen = Mapping[uuid.UUID, int]


def answer_dispatch(
    model_admin: ModelAdmin[Any], request: HttpRequest, found: InvitationRound, form: DispatchForm
) -> HttpResponse | None:
    """First submit: what will happen, counted. Second (``dispatch``): the act. Nothing where the round's page is due.

    A refusal is left in the form.
    """
    seen = seen_notes(request)
    if not form.is_valid() or "change" in request.POST:
        return None
    try:
        if "dispatch" in request.POST:
            _tell(request, _dispatch(request, found, form, seen))
            return HttpResponseRedirect(round_url(found))
        return _asked(model_admin, request, found, form, seen)
    except RegistrationError as error:
        form.add_error(None, str(error))
        return None


def seen_notes(request: HttpRequest) -> dict[uuid.UUID, int]:
    """The chosen notes, each with the version that was seen; what is neither is passed over."""
    seen = {}
    for pair in request.POST.getlist("note"):
        pk, _colon, version = pair.partition(":")
        try:
            seen[uuid.UUID(pk)] = int(version)
        except ValueError:
            continue
    return seen


def _dispatch(request: HttpRequest, found: InvitationRound, form: DispatchForm, seen: Seen) -> list[Invitation]:
    chosen = form.cleaned_data
    how = DispatchWay(chosen["how"])
    return dispatch_notes(found.pk, only=seen, on=chosen["on"], how=how, by=officer(request))


def _tell(request: HttpRequest, notes: list[Invitation]) -> None:
    count = len(notes)
    sentence = ngettext("%(count)d note is marked as dispatched.", "%(count)d notes are marked as dispatched.", count)
    messages.success(request, sentence % {"count": count})
    copies = sum(1 for note in notes if not note.is_by_note_only)
    if copies:
        sentence = ngettext("%(count)d copy is on its way.", "%(count)d copies are on their way.", copies)
        messages.success(request, sentence % {"count": copies})


def _asked(
    model_admin: ModelAdmin[Any], request: HttpRequest, found: InvitationRound, form: DispatchForm, seen: Seen
) -> HttpResponse:
    """The page before the act. Raises ``RegistrationError`` where the act would be refused."""
    rehearsal = rehearse(lambda: _dispatch(request, found, form, seen), about=lambda notes: [note.pk for note in notes])
    if rehearsal.refusal:
        raise RegistrationError(rehearsal.refusal)
    notes = sorted(rehearsal.result or [], key=lambda note: (len(note.reference), note.reference))
    count = len(notes)
    title = ngettext("Mark %(count)d note as dispatched?", "Mark %(count)d notes as dispatched?", count)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title % {"count": count},
        "opts": model_admin.opts,
        "parent_url": round_url(found),
        "parent_label": _("Round of invitations"),
        "round": found,
        "form": form,
        "seen": [f"{pk}:{version}" for pk, version in seen.items()],
        "facts": _facts(found, form, notes, rehearsal),
        "letters": rehearsal.letters[:LETTERS_SHOWN],
        "more": max(0, len(rehearsal.letters) - LETTERS_SHOWN),
        "copies": len(rehearsal.letters),
        "addresses": _addresses(request, notes, rehearsal.letters),
        "by_hand": _names(request, [note for note in notes if note.is_by_note_only]) if found.copies_by_email else [],
    }
    return TemplateResponse(request, "admin/registration/invitation/dispatch_round.html", context)


def _facts(
    found: InvitationRound, form: DispatchForm, notes: list[Invitation], rehearsal: Rehearsal[list[Invitation]]
) -> list[dict[str, Any]]:
    drafts = found.invitations.filter(state=InvitationState.DRAFT).count()
    of = {"count": len(notes), "total": drafts}
    return [
        {
            "term": _("Notes"),
            "text": _("%(count)d of %(total)d that wait") % of,
            "detail": numbers_of(notes),
        },
        {"term": _("Dispatched on"), "text": day_text(form.cleaned_data["on"], with_year=True)},
        {"term": _("How"), "text": str(DispatchWay(form.cleaned_data["how"]).label)},
        {"term": _("Copies by e-mail"), "text": str(len(rehearsal.letters)) if found.copies_by_email else _("none")},
    ]


def numbers_of(notes: list[Invitation]) -> str:
    """The first and the last number."""
    return notes[0].reference if len(notes) == 1 else f"{notes[0].reference} – {notes[-1].reference}"


def _addresses(
    request: HttpRequest, notes: list[Invitation], letters: list[OutgoingMessage]
) -> list[tuple[str, str, str]]:
    """The number, the State and the address of each copy, in the order of the notes."""
    to = {letter.about_id: letter.recipient for letter in letters}
    names = dict(zip([note.pk for note in notes], _names(request, notes), strict=True))
    return [(note.reference, names[note.pk], to[note.pk]) for note in notes if note.pk in to]


def _names(request: HttpRequest, notes: list[Invitation]) -> list[str]:
    names = delegations_by_name(request)
    return [names[note.delegation_id].text if note.delegation_id else note.addressee for note in notes]

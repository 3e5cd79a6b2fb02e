"""A round of notes: typeset, changed, dispatched, discarded."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import officer, required_conference
from conference.clock import conference_today
from conference.formats import date_text, day_text
from conference.jobs.asking import ask_for_job
from conference.jobs.errors import JobError
from registration.actions.note_rounds import discard_round
from registration.admin.guard import is_of_another_conference
from registration.admin.inviting import list_url, page_url
from registration.admin.inviting_group import round_url
from registration.admin.naming import delegations_by_name
from registration.admin.round_dispatch import answer_dispatch, numbers_of, seen_notes
from registration.admin.round_forms import DispatchForm
from registration.admin.tones import INVITATION_TONES
from registration.errors import RegistrationError
from registration.models import DispatchWay, Invitation, InvitationRound
from registration.models.document import Document, DocumentKind
from registration.queries.note_rounds import notes_of
from registration.states import InvitationState

View = Callable[[HttpRequest, uuid.UUID], HttpResponse]


def round_view(model_admin: ModelAdmin[Any]) -> View:
    """The notes with what became of each; posted to, the chosen are marked as dispatched, on the second submit."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        found = round_to_show(model_admin, request, pk)
        form = DispatchForm(request.POST or None, today=conference_today(required_conference(request)))
        if request.method == "POST":
            if not model_admin.has_add_permission(request):
                raise PermissionDenied
            answer = None if is_of_another_conference(request) else answer_dispatch(model_admin, request, found, form)
            if answer is not None:
                return answer
        return TemplateResponse(
            request, "admin/registration/invitation/round.html", _context(model_admin, request, found, form)
        )

    return view


def round_to_show(model_admin: ModelAdmin[Any], request: HttpRequest, pk: uuid.UUID) -> InvitationRound:
    """The round of the current conference; raises ``PermissionDenied`` and ``Http404``."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    return get_object_or_404(InvitationRound, pk=pk, conference=required_conference(request))


def typeset_round_view(model_admin: ModelAdmin[Any]) -> View:
    """All notes in one file: a job, whose page then shows how far it is."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        found = round_to_show(model_admin, request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        if is_of_another_conference(request):
            return HttpResponseRedirect(round_url(found))
        try:
            job = ask_for_job(
                "notes",
                conference=required_conference(request),
                by=officer(request),
                asked_for={"ids": [str(note.pk) for note in notes_of(found)]},
                about=str(found),
            )
        except JobError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(round_url(found))
        return HttpResponseRedirect(reverse("admin:jobs_job_change", args=[job.pk]))

    return view


def discard_round_view(model_admin: ModelAdmin[Any]) -> View:
    """Says what will go, then lets it go."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        found = round_to_show(model_admin, request, pk)
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST" and not is_of_another_conference(request):
            try:
                count = discard_round(found.pk, by=officer(request))
            except RegistrationError as error:
                messages.error(request, str(error))
                return HttpResponseRedirect(round_url(found))
            sentence = ngettext("%(count)d draft is discarded.", "%(count)d drafts are discarded.", count)
            messages.success(request, sentence % {"count": count})
            return HttpResponseRedirect(list_url())
        notes = notes_of(found)
        context = {
            **model_admin.admin_site.each_context(request),
            "title": _("Discard this round?"),
            "opts": model_admin.opts,
            "parent_url": round_url(found),
            "parent_label": _("Round of invitations"),
            "round": found,
            "count": len(notes),
            "facts": _lost(request, notes),
        }
        return TemplateResponse(request, "admin/registration/invitation/discard_round.html", context)

    return view


def _lost(request: HttpRequest, notes: list[Invitation]) -> list[dict[str, Any]]:
    """What goes with the round: its numbers, and the scans that are attached to its notes."""
    names = delegations_by_name(request)
    documents = Document.objects.current().filter(invitation__in=[note.pk for note in notes]).count()
    rows = [
        {"term": _("Numbers"), "text": numbers_of(notes)},
        {"term": _("States"), "text": ", ".join(names[pk].text for note in notes if (pk := note.delegation_id))},
        {"term": _("Scans attached"), "text": str(documents) if documents else _("none")},
    ]
    return rows if notes else []


def _context(
    model_admin: ModelAdmin[Any], request: HttpRequest, found: InvitationRound, form: DispatchForm
) -> dict[str, Any]:
    notes = notes_of(found)
    rows = list(_rows(request, notes))
    drafts = sum(1 for note in notes if note.state == InvitationState.DRAFT)
    may_act = model_admin.has_add_permission(request)
    return {
        **model_admin.admin_site.each_context(request),
        "title": capfirst(str(found)),
        "opts": model_admin.opts,
        "parent_url": list_url(),
        "parent_label": _("Invitations"),
        "round": found,
        "form": form,
        "rows": rows,
        "drafts": drafts,
        "may_act": may_act,
        "may_discard": may_act and drafts == len(notes),
        "facts": _facts(found, notes, drafts, scanned=sum(1 for row in rows if row["is_scanned"])),
    }


def _facts(found: InvitationRound, notes: list[Invitation], drafts: int, *, scanned: int) -> list[dict[str, Any]]:
    of = {"count": len(notes) - drafts, "total": len(notes)}
    return [
        {"term": _("Numbers"), "text": numbers_of(notes)},
        {"term": _("Dated"), "text": date_text(found.dated_on)},
        {"term": _("Reply by"), "text": day_text(found.reply_by, with_year=True)},
        {
            "term": _("How"),
            "text": _("By note, with a copy by e-mail when it is dispatched")
            if found.copies_by_email
            else _("By note only; nothing is written by e-mail"),
        },
        {"term": _("Dispatched"), "text": _("%(count)d of %(total)d") % of},
        {"term": _("Scanned"), "text": _("%(count)d of %(total)d") % (of | {"count": scanned})},
    ]


def _rows(request: HttpRequest, notes: list[Invitation]) -> Any:
    names = delegations_by_name(request)
    chosen = seen_notes(request) if request.method == "POST" else {note.pk for note in notes}
    scanned = set(
        Document.objects.current()
        .filter(invitation__in=[note.pk for note in notes], kind=DocumentKind.NOTE_SCAN)
        .values_list("invitation_id", flat=True)
    )
    for note in notes:
        yield {
            "note": note,
            "url": page_url(note),
            "name": names[note.delegation_id].text if note.delegation_id else "",
            "mission": str(note.mission or ""),
            "is_draft": note.state == InvitationState.DRAFT,
            "is_chosen": note.pk in chosen,
            "tone": INVITATION_TONES[note.state],
            "status": InvitationState(note.state).label,
            "dispatched": _dispatched(note),
            "is_scanned": note.pk in scanned,
        }


def _dispatched(note: Invitation) -> str:
    if note.dispatched_on is None:
        return ""
    return f"{date_text(note.dispatched_on)}, {DispatchWay(note.dispatched_how).label}"

"""What was done to several sessions at once is undone: a page that shows what each goes back to, then the act."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.actions.undo_bulk import undo_together
from agenda.admin.bulk_words import changed_lines
from agenda.emails.speaking import time_of
from agenda.errors import AgendaError, ChangedSinceError
from agenda.models import ChangedSession, ProgrammeAct, ProgrammeChange
from agenda.queries.bulk import Former
from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.markup import at_text, on_one_line
from conference.admin.scoped import ScopedAdmin
from registration.admin.chosen import name_those_left

View = Callable[..., HttpResponse]


def bulk_undo_view(model_admin: ScopedAdmin) -> View:
    """By POST it is done."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        act = get_object_or_404(ProgrammeAct.objects.filter(conference=required_conference(request)), pk=pk)
        if not model_admin.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            _undo(model_admin, request, act)
            return HttpResponseRedirect(reverse("admin:agenda_session_changelist"))
        context = model_admin.admin_site.each_context(request) | {
            "opts": model_admin.opts,
            "title": _("Undo what was done to several sessions"),
            "act": act,
            "about": _about(act),
            "until": at_text(required_conference(request), act.undo_until),
            "rows": _rows(act),
        }
        return TemplateResponse(request, "admin/agenda/bulk_undo.html", context)

    return view


def undoable_lines(request: HttpRequest) -> list[dict[str, str]]:
    """Above the list: what was done to several sessions a moment ago, with the way to undo it."""
    conference = required_conference(request)
    recent = ProgrammeAct.objects.filter(conference=conference).undoable().select_related("by", "conference")
    acts: Iterable[Any] = recent.annotate(number=Count("sessions"))
    return [
        {
            "text": on_one_line(_about(act), _counted(act.number)),
            "url": reverse("admin:agenda_session_bulk_undo", args=[act.pk]),
            "link_text": _("Undo, until %(moment)s") % {"moment": at_text(conference, act.undo_until)},
        }
        for act in acts
    ]


def _about(act: ProgrammeAct) -> str:
    return on_one_line(capfirst(str(act)), at_text(act.conference, act.at), act.by or "", act.reason)


def _counted(count: int) -> str:
    return ngettext("%(count)d session", "%(count)d sessions", count) % {"count": count}


def _rows(act: ProgrammeAct) -> list[dict[str, Any]]:
    """What each goes back to, or why it stays as it is."""
    of_act: Any = act.sessions.select_related("session__conference", "session__topic")
    found: Sequence[ChangedSession] = list(of_act.prefetch_related("session__entry"))
    former = Former(found)
    return [
        {"title": str(row.session), "time": time_of(row.session), **_becoming(act, row, former)}
        for row in sorted(found, key=lambda row: (row.session.starts_at is None, row.session.starts_at, row.pk))
    ]


def _becoming(act: ProgrammeAct, row: ChangedSession, former: Former) -> dict[str, Any]:
    if row.session.version != row.version:
        return {"left": str(ChangedSinceError())}
    if act.change == ProgrammeChange.CANCEL:
        return {"lines": [{"term": _("Status"), "old": capfirst(_("cancelled")), "new": capfirst(_("scheduled"))}]}
    try:
        return {"lines": changed_lines(row.session, former.of(row))}
    except AgendaError as error:
        return {"left": str(error)}


def _undo(model_admin: ScopedAdmin, request: HttpRequest, act: ProgrammeAct) -> None:
    if not is_of_current_conference(request):
        messages.error(request, _("This form belongs to another conference. Nothing was changed."))
        return
    try:
        with transaction.atomic():
            undone = undo_together(act.pk, by=officer(request))
            for session in undone.done:
                model_admin.log_change(request, session, _("Undone: %(what)s") % {"what": act})
    except AgendaError as error:
        messages.error(request, str(error))
        return
    count = len(undone.done)
    if count:
        sentence = ngettext(
            "%(count)d session is as it was before. The public sees it with the next release.",
            "%(count)d sessions are as they were before. The public sees it with the next release.",
            count,
        )
        messages.success(request, sentence % {"count": count})
    rest = name_those_left(request, undone.left, name=str)
    if rest:
        sentence = ngettext("And %(count)d more was left.", "And %(count)d more were left.", rest)
        messages.warning(request, sentence % {"count": rest})

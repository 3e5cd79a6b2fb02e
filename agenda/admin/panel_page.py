"""The page of a session's panel: who has confirmed, what is outstanding, how it is made up, and the briefs."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.actions.brief import send_briefs
from agenda.admin.brief_lines import BriefsShown
from agenda.admin.panel_lines import line_of
from agenda.admin.session_filters import may_balance
from agenda.errors import AgendaError
from agenda.models import Session
from agenda.queries.asked_of_speakers import Asked
from agenda.queries.balance import balance_of
from agenda.queries.briefs import Briefing
from agenda.queries.lacking import DISCUSSED
from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.scoped import ScopedAdmin
from conference.formats import day_text

View = Callable[..., HttpResponse]


def panel_view(model_admin: ScopedAdmin) -> View:
    """Read by every officer."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        context = model_admin.admin_site.each_context(request) | _context(request, _session(request, pk))
        context |= {"opts": model_admin.opts, "may_send": model_admin.has_change_permission(request)}
        return TemplateResponse(request, "admin/agenda/panel.html", context)

    return view


def briefs_view(model_admin: ScopedAdmin) -> View:
    """The briefs are sent by those who arrange sessions."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        session = _session(request, pk)
        if not model_admin.has_change_permission(request):
            raise PermissionDenied
        _send(request, session)
        return HttpResponseRedirect(reverse("admin:agenda_session_panel", args=[session.pk]))

    return view


def _session(request: HttpRequest, pk: UUID) -> Session:
    found = Session.objects.visible_to(request.user, required_conference(request))
    session: Session = get_object_or_404(found.select_related("conference"), pk=pk)
    return session


def _send(request: HttpRequest, session: Session) -> None:
    if not is_of_current_conference(request):
        messages.error(request, _("This form belongs to another conference. Nothing was changed."))
        return
    try:
        sent = send_briefs(session.pk, by=officer(request), fingerprint=request.POST.get("fingerprint", ""))
    except AgendaError as error:
        messages.error(request, str(error))
        return
    count = len(sent)
    sentence = ngettext("%(count)d brief is written.", "%(count)d briefs are written.", count)
    messages.success(request, sentence % {"count": count})


def _context(request: HttpRequest, session: Session) -> dict[str, Any]:
    briefing = Briefing(session)
    refusal = briefing.why_not()
    shown = None if refusal else BriefsShown(request, briefing)
    return {
        "title": _("Panel and briefs"),
        "session": session,
        "session_url": reverse("admin:agenda_session_change", args=[session.pk]),
        "figures": list(_figures(briefing)),
        "notes": list(_notes(briefing)),
        "due_text": day_text(briefing.due_on) if briefing.due_on else "",
        "lines": [line_of(request, line) for line in briefing.panel.lines],
        "balance": balance_of(briefing.session) if may_balance(request) and briefing.panel.lines else None,
        "refusal": str(refusal) if refusal else "",
        "briefs": shown.lines() if shown else [],
        "due": len(briefing.due) if shown else 0,
        "fingerprint": shown.fingerprint if shown else "",
    }


def _figures(briefing: Briefing) -> Iterator[dict[str, Any]]:
    """“3 of 5 confirmed”, then how many of what is outstanding."""
    panel = briefing.panel
    whole = _("of %(total)s") % {"total": len(panel.expected)}
    yield {"value": panel.confirmed, "of": whole, "label": _("Confirmed")}
    briefed = sum(line.appearance.brief_sent_at is not None for line in panel.expected)
    yield {"value": briefed, "of": whole, "label": _("Briefs sent")}
    for what in (Asked.BIOGRAPHY, Asked.PORTRAIT, Asked.STATEMENT):
        owed = panel.owed(what)
        if owed:
            label = _("%(what)s outstanding") % {"what": capfirst(str(what.label))}
            yield {"value": owed, "label": label, "tone": "waiting"}


def _notes(briefing: Briefing) -> Iterator[str]:
    if briefing.session.type in DISCUSSED and not briefing.session.abstract:
        yield _("The session has no abstract yet.")
    if briefing.differs:
        yield _(
            "The draft of this session says otherwise than the agenda that is published. "
            "Briefs tell what is published: publish first, should they tell the rest, too."
        )

"""Several sessions of the list at once: edited with old and new before the eyes, or cancelled with a reason."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from agenda.actions.bulk import cancel_sessions, describe_sessions, told_of_cancelling
from agenda.admin.bulk_words import changed_lines
from agenda.emails.speaking import time_of
from agenda.errors import AgendaError, NothingChosenError
from agenda.forms.bulk import EDITED, BulkCancelForm, BulkEditForm
from agenda.models import Session
from agenda.queries.bulk import differing
from agenda.states import SessionState
from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.scoped import ScopedAdmin
from registration.admin.chosen import MOST_AT_ONCE, seen_versions
from registration.admin.naming import person_line
from registration.models import Participant

View = Callable[..., HttpResponse]


@admin.action(description=gettext_lazy("Edit together"))
def edit_together(_model_admin: ScopedAdmin, request: HttpRequest, chosen: QuerySet[Session]) -> HttpResponse | None:
    return _page_of(request, chosen, "agenda_session_bulk_edit")


@admin.action(description=gettext_lazy("Cancel together"))
def cancel_together(_model_admin: ScopedAdmin, request: HttpRequest, chosen: QuerySet[Session]) -> HttpResponse | None:
    return _page_of(request, chosen, "agenda_session_bulk_cancel")


def _page_of(request: HttpRequest, chosen: QuerySet[Session], name: str) -> HttpResponse | None:
    ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    if len(ids) > MOST_AT_ONCE:
        sentence = _("At most %(most)d are changed at once; nothing was changed. Please narrow the list.")
        messages.error(request, sentence % {"most": MOST_AT_ONCE})
        return None
    query = urlencode([("id", str(pk)) for pk in ids])
    return HttpResponseRedirect(f"{reverse(f'admin:{name}')}?{query}")


def bulk_edit_view(model_admin: ScopedAdmin) -> View:
    """First what is to be changed, then old → new for each session, then the act on what was seen."""

    def view(request: HttpRequest) -> HttpResponse:
        sessions = _chosen(model_admin, request)
        if not sessions:
            return _nobody(request)
        is_sent = request.method == "POST" and _is_ours(request)
        form = BulkEditForm(request.POST if is_sent else None, conference=required_conference(request))
        changes = form.changes() if is_sent and form.is_valid() else {}
        shown = _fingerprint(request, form)
        if changes and request.POST.get("apply") == shown and _are_edited(model_admin, request, changes):
            return _to_the_list()
        context = {
            "title": _("Edit sessions together"),
            "form": form,
            "rows": _rows(sessions, changes) if changes else [],
            "previewed": shown if changes else "",
        }
        return _answer(model_admin, request, sessions, "edit", context)

    return view


def bulk_cancel_view(model_admin: ScopedAdmin) -> View:
    """Shows which, and whom the next release will tell; then the act, with the reason in the history of each."""

    def view(request: HttpRequest) -> HttpResponse:
        sessions = [each for each in _chosen(model_admin, request) if each.state == SessionState.SCHEDULED]
        if not sessions:
            return _nobody(request)
        is_sent = request.method == "POST" and _is_ours(request)
        form = BulkCancelForm(request.POST if is_sent else None)
        if is_sent and form.is_valid() and _are_cancelled(model_admin, request, form.cleaned_data["reason"]):
            return _to_the_list()
        context = {
            "title": _("Cancel sessions together"),
            "form": form,
            "told": _told(request, sessions),
        }
        return _answer(model_admin, request, sessions, "cancel", context)

    return view


def _fingerprint(request: HttpRequest, form: BulkEditForm) -> str:
    """Of what was typed: what is applied is what the preview showed."""
    typed = urlencode([(name, value) for name in form.fields for value in request.POST.getlist(name)])
    return hashlib.sha256(typed.encode()).hexdigest()


def _told(request: HttpRequest, sessions: Sequence[Session]) -> list[str]:
    """Of what somebody changes in this very moment the page says nothing: sent, it is refused and shown anew."""
    try:
        told = told_of_cancelling({each.pk: each.version for each in sessions}, by=officer(request))
    except AgendaError as error:
        messages.error(request, str(error))
        return []
    return _names(request, [plan.participant for plan in told])


def _names(request: HttpRequest, people: Sequence[Participant]) -> list[str]:
    """Those who are not named come first: a place among the others would tell the initial."""
    lines = sorted((person_line(request, person) for person in people), key=lambda line: not line.is_withheld)
    return [line.name for line in lines]


def _are_edited(model_admin: ScopedAdmin, request: HttpRequest, changes: Mapping[str, Any]) -> bool:
    try:
        with transaction.atomic():
            changed = describe_sessions(_seen(request), changes=changes, by=officer(request))
            for session in changed:
                model_admin.log_change(request, session, _edited(changes))
    except AgendaError as error:
        messages.error(request, str(error))
        return False
    sentence = ngettext("%(count)d session is changed.", "%(count)d sessions are changed.", len(changed))
    messages.success(request, sentence % {"count": len(changed)})
    return True


def _edited(changes: Mapping[str, Any]) -> list[Any]:
    """As the form of a session says it; translated when it is read."""
    with override(None):
        return [{"changed": {"fields": [str(EDITED[name]) for name in changes]}}]


def _are_cancelled(model_admin: ScopedAdmin, request: HttpRequest, reason: str) -> bool:
    try:
        with transaction.atomic():
            cancelled = cancel_sessions(_seen(request), reason=reason, by=officer(request))
            for session in cancelled:
                model_admin.log_change(request, session, _("Cancelled: %(reason)s") % {"reason": reason})
    except AgendaError as error:
        messages.error(request, str(error))
        return False
    sentence = ngettext(
        "%(count)d session is cancelled. The public sees it with the next release.",
        "%(count)d sessions are cancelled. The public sees it with the next release.",
        len(cancelled),
    )
    messages.success(request, sentence % {"count": len(cancelled)})
    return True


def _seen(request: HttpRequest) -> dict[UUID, int]:
    """Of the current conference alone: those whose versions the page bore, as far as they are there."""
    seen = seen_versions(request.POST.getlist("seen"))
    there = Session.objects.visible_to(request.user, required_conference(request)).filter(pk__in=seen)
    return {pk: seen[pk] for pk in there.values_list("pk", flat=True)}


def _chosen(model_admin: ScopedAdmin, request: HttpRequest) -> list[Session]:
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    ids = {pk for pk in map(_uuid, request.GET.getlist("id")[:MOST_AT_ONCE]) if pk}
    found = Session.objects.visible_to(request.user, required_conference(request)).filter(pk__in=ids)
    return list(found.in_order().select_related("conference", "topic").prefetch_related("entry"))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _rows(sessions: Sequence[Session], changes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A line for each thing that becomes another; sessions of which nothing changes say so."""
    return [{"title": str(each), "lines": changed_lines(each, differing(each, changes))} for each in sessions]


def _is_ours(request: HttpRequest) -> bool:
    if is_of_current_conference(request):
        return True
    messages.error(request, _("This form belongs to another conference. Nothing was changed."))
    return False


def _nobody(request: HttpRequest) -> HttpResponse:
    messages.info(request, str(NothingChosenError()))
    return _to_the_list()


def _to_the_list() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:agenda_session_changelist"))


def _answer(
    model_admin: ScopedAdmin, request: HttpRequest, sessions: Sequence[Session], name: str, context: dict[str, Any]
) -> HttpResponse:
    shared = model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "sessions": [(each, time_of(each), f"{each.pk}:{each.version}") for each in sessions],
    }
    return TemplateResponse(request, f"admin/agenda/bulk_{name}.html", shared | context)

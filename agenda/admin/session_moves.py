"""Two sessions change places; a session is copied, or deleted while nobody outside has seen it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.actions.describe import copy_session, discard_session
from agenda.actions.schedule import swap_sessions
from agenda.emails.speaking import place_of, time_of
from agenda.errors import AgendaError
from agenda.models import Session
from agenda.states import SessionState
from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.markup import on_one_line
from conference.admin.scoped import ScopedAdmin

View = Callable[..., HttpResponse]


def swap_view(model_admin: ScopedAdmin) -> View:
    """First with which other, then old → new for both, then the act on what was seen."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        session = _session(model_admin, request, pk)
        other = _chosen(request, session)
        if request.method == "POST" and other and _is_swapped(request, session, other):
            return HttpResponseRedirect(_url(session))
        context = {
            "title": _("Swap with another session"),
            "others": [(each, time_of(each)) for each in _others(request, session)],
            "other": other,
            "rows": _preview(session, other) if other else [],
            "versions": f"{session.version},{other.version}" if other else "",
        }
        return _answer(model_admin, request, session, "swap", context)

    return view


def copy_view(model_admin: ScopedAdmin) -> View:
    """One button; the copy's form is where it leads."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        session = _session(model_admin, request, pk)
        if _is_elsewhere(request):
            return HttpResponseRedirect(_url(session))
        made = copy_session(session.pk, by=officer(request))
        model_admin.log_addition(request, made, [{"added": {}}])
        messages.success(request, _("This is the copy; it has no time, room and speakers yet."))
        return HttpResponseRedirect(_url(made))

    return view


def discard_view(model_admin: ScopedAdmin) -> View:
    """Asks first; a session that was published can only be cancelled."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        session = _session(model_admin, request, pk)
        if request.method == "POST" and not _is_elsewhere(request):
            try:
                discard_session(session.pk, by=officer(request))
            except AgendaError as error:
                messages.error(request, str(error))
                return HttpResponseRedirect(_url(session))
            messages.success(request, _("“%s” is deleted; nobody outside had seen it.") % session)
            return HttpResponseRedirect(reverse("admin:agenda_session_changelist"))
        return _answer(model_admin, request, session, "discard", {"title": _("Delete this session?")})

    return view


def _session(model_admin: ScopedAdmin, request: HttpRequest, pk: UUID) -> Session:
    session: Session = get_object_or_404(_of(request), pk=pk)
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    return session


def _of(request: HttpRequest) -> QuerySet[Session]:
    found: QuerySet[Session] = Session.objects.visible_to(request.user, required_conference(request))
    return found.select_related("conference").prefetch_related("bookings__room__venue")


def _others(request: HttpRequest, session: Session) -> QuerySet[Session]:
    """Those that hold a time; the act says why another cannot be."""
    held = _of(request).filter(state=SessionState.SCHEDULED, starts_at__isnull=False)
    return held.exclude(pk=session.pk).in_order()  # type: ignore[attr-defined, no-any-return]


def _chosen(request: HttpRequest, session: Session) -> Session | None:
    try:
        asked = forms.UUIDField().clean(request.POST.get("with") or request.GET.get("with") or "")
    except ValidationError:
        return None
    return _others(request, session).filter(pk=asked).first()


def _preview(session: Session, other: Session) -> list[dict[str, str]]:
    """“Panel 3: 16:00, Onon Hall → 14:00, Kherlen Room”, for both."""
    places = {each.pk: on_one_line(time_of(each), place_of(each)) for each in (session, other)}
    pairs = ((session, other), (other, session))
    return [{"title": str(each), "old": places[each.pk], "new": places[target.pk]} for each, target in pairs]


def _is_swapped(request: HttpRequest, session: Session, other: Session) -> bool:
    if _is_elsewhere(request):
        return False
    seen = request.POST.get("versions", "").split(",")
    try:
        versions = (int(seen[0]), int(seen[1]))
        swap_sessions(session.pk, other.pk, by=officer(request), versions=versions)
    except (ValueError, IndexError):
        return False
    except AgendaError as error:
        messages.error(request, str(error))
        return False
    sentence = _("“%(one)s” and “%(other)s” have changed places; swapping them once more undoes it.")
    messages.success(request, sentence % {"one": session, "other": other})
    return True


def _is_elsewhere(request: HttpRequest) -> bool:
    if is_of_current_conference(request):
        return False
    messages.error(request, _("This form belongs to another conference. Nothing was changed."))
    return True


def _url(session: Session) -> str:
    return reverse("admin:agenda_session_change", args=[session.pk])


def _answer(
    model_admin: ScopedAdmin, request: HttpRequest, session: Session, template: str, context: dict[str, Any]
) -> HttpResponse:
    shared = model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "session": session,
        "session_url": _url(session),
    }
    return TemplateResponse(request, f"admin/agenda/session_{template}.html", shared | context)

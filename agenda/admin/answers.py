"""An answer that a speaker gave by note or telephone, recorded by an officer."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.actions.appoint import invite_again
from agenda.actions.respond import confirm_appearance, decline_appearance
from agenda.admin.appearances import TONES
from agenda.errors import AgendaError
from agenda.forms.appearance import AnswerForm
from agenda.models import Appearance
from agenda.states import AppearanceState
from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.scoped import ScopedAdmin
from registration.admin.naming import person_line


def answer_view(model_admin: ScopedAdmin) -> Callable[..., HttpResponse]:
    """The view, for the admin site to wrap."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        asked = Appearance.objects.visible_to(request.user, required_conference(request)).select_related(
            "participant", "session__conference"
        )
        appearance = get_object_or_404(asked.exclude(participant=None), pk=pk)
        if not model_admin.has_change_permission(request):
            raise PermissionDenied
        form = AnswerForm(request.POST or None, current=AppearanceState(appearance.state))
        if request.method == "POST" and _is_recorded(request, appearance, form):
            return HttpResponseRedirect(_session_url(appearance))
        return TemplateResponse(request, "admin/agenda/answer.html", _context(model_admin, request, appearance, form))

    return view


def _is_recorded(request: HttpRequest, appearance: Appearance, form: AnswerForm) -> bool:
    if not is_of_current_conference(request):
        messages.error(request, _("This form belongs to another conference. Nothing was changed."))
        return True
    if not form.is_valid():
        return False
    answer, by = form.cleaned_data["answer"], officer(request)
    try:
        if answer == AppearanceState.CONFIRMED:
            confirm_appearance(appearance.pk, by=by)
        elif answer == AppearanceState.DECLINED:
            decline_appearance(appearance.pk, reason=form.cleaned_data["reason"], by=by)
        else:
            invite_again(appearance.pk, by=by)
    except AgendaError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The answer is recorded. The public sees what changes with the next release."))
    return True


def _context(
    model_admin: ScopedAdmin, request: HttpRequest, appearance: Appearance, form: AnswerForm
) -> dict[str, Any]:
    person = person_line(request, appearance.participant) if appearance.participant else None
    return model_admin.admin_site.each_context(request) | {
        "title": _("Answer of %(name)s") % {"name": person.name if person else ""},
        "opts": model_admin.opts,
        "form": form,
        "appearance": appearance,
        "role": capfirst(str(appearance.get_role_display())),
        "state_tone": TONES[AppearanceState(appearance.state)],
        "state_text": capfirst(str(appearance.get_state_display())),
        "session_url": _session_url(appearance),
    }


def _session_url(appearance: Appearance) -> str:
    return reverse("admin:agenda_session_change", args=[appearance.session_id])

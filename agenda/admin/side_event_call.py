"""From when until when side events are proposed, and within which limits: one page of a conference."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.actions.side_event_call import call_for_side_events
from agenda.errors import AgendaError
from agenda.forms.side_event_desk import CallForm
from agenda.models import SideEventCall
from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.scoped import ScopedAdmin
from conference.models import Conference


def call_view(model_admin: ScopedAdmin) -> Callable[..., HttpResponse]:
    """The form; what was proposed before stands, whatever is changed."""

    def view(request: HttpRequest) -> HttpResponse:
        held = required_conference(request)
        if not model_admin.has_change_permission(request):
            raise PermissionDenied
        found = SideEventCall.objects.filter(conference=held).first() or SideEventCall(conference=held)
        form = CallForm(request.POST if request.method == "POST" else None, instance=found, conference=held)
        if request.method == "POST" and _is_said(request, held, form):
            return HttpResponseRedirect(request.path)
        context = model_admin.admin_site.each_context(request) | {
            "opts": model_admin.opts,
            "title": _("Call for side events"),
            "lede": _("One proposal an organisation. The page of the conference says when proposals are taken."),
            "form": form,
            "submit_label": _("Save"),
            "parent_url": reverse("admin:agenda_sideeventproposal_changelist"),
            "parent_label": _("Side events"),
            "cancel_url": reverse("admin:agenda_sideeventproposal_changelist"),
            "equipment_url": reverse("admin:agenda_sideeventequipment_changelist"),
        }
        return TemplateResponse(request, "admin/agenda/side_event_call.html", context)

    return view


def _is_said(request: HttpRequest, held: Conference, form: CallForm) -> bool:
    if not is_of_current_conference(request):
        messages.error(request, _("This form belongs to another conference. Nothing was changed."))
        return True
    with transaction.atomic():
        if not form.is_valid():
            return False
        try:
            call_for_side_events(
                held.pk,
                changes=form.cleaned_changes(),
                categories=form.cleaned_data["categories"],
                by=officer(request),
            )
        except AgendaError as error:
            form.add_error(None, str(error))
            return False
    messages.success(request, _("The call for side events is saved."))
    return True

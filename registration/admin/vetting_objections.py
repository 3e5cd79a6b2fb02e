"""Objections of States: recorded on a page of their own, their withdrawal noted; both lead back to the decision."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.admin.current import officer, required_conference
from registration.actions.objections import note_withdrawal_of_objection, record_objection
from registration.admin.guard import is_of_another_conference
from registration.admin.naming import person_line
from registration.admin.vetting_forms import ObjectionForm
from registration.admin.vetting_told import application_to_show
from registration.errors import RegistrationError
from registration.models import Objection, ObjectionChannel, Registration


def record_view(model_admin: ModelAdmin[Any]) -> Callable[[HttpRequest, uuid.UUID], HttpResponse]:
    """The form; it says that an objection binds nobody."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        registration = application_to_show(request, pk)
        conference = required_conference(request)
        form = ObjectionForm(request.POST if request.method == "POST" else None, conference=conference)
        if request.method == "POST" and is_of_another_conference(request):
            return HttpResponseRedirect(request.path)
        if request.method == "POST" and form.is_valid() and _recorded(request, registration, form):
            return HttpResponseRedirect(_decision_url(registration.pk))
        name = person_line(request, registration.participant).name
        context = {
            **model_admin.admin_site.each_context(request),
            "title": _("Record the objection of a State"),
            "opts": model_admin.opts,
            "lede": _(
                "Kept as an objection to the application of %(name)s, with its day, its channel and your name. It is "
                "no veto. Only the officers who decide see it; it stands in no file, in no letter, and not in what "
                "the applicant can download."
            )
            % {"name": name},
            "form": form,
            "submit_label": _("Record"),
            "cancel_url": _decision_url(registration.pk),
            "parent_url": _decision_url(registration.pk),
            "parent_label": name,
        }
        return TemplateResponse(request, "admin/registration/form_page.html", context)

    return view


def _recorded(request: HttpRequest, registration: Registration, form: ObjectionForm) -> bool:
    given = form.cleaned_data
    try:
        record_objection(
            registration.pk,
            state=given["state"],
            made_on=given["made_on"],
            channel=ObjectionChannel(given["channel"]),
            words=given["words"],
            form_token=given["form_token"],
            by=officer(request),
        )
    except RegistrationError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The objection is recorded."))
    return True


def withdrawn_view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """That the State has withdrawn it, noted today."""
    conference = required_conference(request)
    get_object_or_404(Objection, pk=pk, registration__conference=conference)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    found = get_object_or_404(Objection.objects.visible_to(officer(request), conference), pk=pk)
    if not is_of_another_conference(request):
        try:
            note_withdrawal_of_objection(found.pk, by=officer(request))
            messages.success(request, _("Noted: the State has withdrawn its objection."))
        except RegistrationError as error:
            messages.error(request, str(error))
    return HttpResponseRedirect(_decision_url(found.registration_id))


def _decision_url(pk: uuid.UUID) -> str:
    return reverse("admin:registration_reading_decide", args=[pk])

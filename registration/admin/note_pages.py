"""One note: as a PDF, changed while it is a draft, dispatched by hand, put back, with the scan of what was sealed."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.current import officer, required_conference
from conference.clock import conference_today
from conference.jobs.files import safe_name
from conference.uploads import UploadRefusedError, take_upload
from registration.actions.attach import attach
from registration.actions.dispatch import dispatch_by_hand, take_back_dispatch
from registration.actions.note_rounds import change_note, take_out
from registration.admin.guard import is_of_another_conference
from registration.admin.inviting import list_url, page_url
from registration.admin.inviting_group import round_url
from registration.admin.naming import is_withheld
from registration.admin.registration_filters import categories_of
from registration.admin.round_forms import ChangeNoteForm, DispatchForm
from registration.errors import RegistrationError
from registration.models import DispatchWay, Invitation
from registration.models.document import DocumentKind
from registration.notes import notes_as_pdf
from registration.queries.note_rounds import StateToInvite

View = Callable[[HttpRequest, uuid.UUID], HttpResponse]


def invitation_to_act_on(model_admin: ModelAdmin[Any], request: HttpRequest, pk: uuid.UUID) -> Invitation:
    """The invitation for who invites; raises ``PermissionDenied`` and ``Http404``."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    found: Invitation = get_object_or_404(
        Invitation.objects.for_listing().select_related("round"), pk=pk, conference=required_conference(request)
    )
    if found.participant and is_withheld(request, found.participant):
        raise PermissionDenied
    return found


def paper_view(model_admin: ModelAdmin[Any]) -> View:
    """The note or letter as it is printed, with its code; for who invites."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        invitation = invitation_to_act_on(model_admin, request, pk)
        pdf = notes_as_pdf(required_conference(request), [invitation])
        name = safe_name(f"{invitation.reference} {invitation.addressee}".strip())
        answer = HttpResponse(pdf, content_type="application/pdf")
        answer["Content-Disposition"] = (
            content_disposition_header(as_attachment=True, filename=f"{name}.pdf") or "attachment"
        )
        return answer

    return view


def change_note_view(model_admin: ModelAdmin[Any]) -> View:
    """A draft of a round: its mission, address, language, category, seats; or out of the round."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        note = invitation_to_act_on(model_admin, request, pk)
        if note.round is None or note.delegation is None or note.delegation.state is None:
            raise Http404
        form = _change_form(request, note)
        if request.method == "POST" and not is_of_another_conference(request):
            if "take-out" in request.POST:
                return _take_out(request, note)
            if form.is_valid() and _change(request, note, form):
                return HttpResponseRedirect(round_url(note.round))
        context = {
            **model_admin.admin_site.each_context(request),
            "title": _("%(name)s: note %(number)s") % {"name": note.addressee, "number": note.reference},
            "opts": model_admin.opts,
            "form": form,
            "submit_label": _("Save"),
            "cancel_url": round_url(note.round),
            "parent_url": round_url(note.round),
            "parent_label": _("Round of invitations"),
        }
        return TemplateResponse(request, "admin/registration/invitation/change_note.html", context)

    return view


def _change_form(request: HttpRequest, note: Invitation) -> ChangeNoteForm:
    state = note.delegation.state if note.delegation else None
    assert state is not None  # noqa: S101  the view has looked
    conference = required_conference(request)
    name = state.name_on(conference.starts_on)
    form = ChangeNoteForm(
        request.POST or None,
        conference=conference,
        to_invite=StateToInvite(state, str(name.name), str(name.formal_name), list(state.missions.all())),
        categories=list(categories_of(request).values()),
        note=note,
    )
    form.fields["version"].initial = note.version
    return form


def _change(request: HttpRequest, note: Invitation, form: ChangeNoteForm) -> bool:
    try:
        change_note(note.pk, line=form.line(), version=form.cleaned_data["version"], by=officer(request))
    except RegistrationError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Note %(number)s is changed; please typeset it anew.") % {"number": note.reference})
    return True


def _take_out(request: HttpRequest, note: Invitation) -> HttpResponse:
    try:
        left = take_out(note.pk, by=officer(request))
    except RegistrationError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(request.path)
    messages.success(
        request,
        _("%(name)s is out of the round; the notes after it have moved up by one number.") % {"name": note.addressee},
    )
    return HttpResponseRedirect(round_url(left) if left else list_url())


def dispatch_view(model_admin: ModelAdmin[Any]) -> View:
    """One letter or note on paper that has left the house."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        invitation = invitation_to_act_on(model_admin, request, pk)
        form = DispatchForm(request.POST or None, today=conference_today(required_conference(request)))
        if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
            try:
                dispatch_by_hand(
                    invitation.pk,
                    on=form.cleaned_data["on"],
                    how=DispatchWay(form.cleaned_data["how"]),
                    by=officer(request),
                )
            except RegistrationError as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request, _("The invitation to %(name)s is marked as dispatched.") % {"name": invitation.addressee}
                )
                return HttpResponseRedirect(page_url(invitation))
        return _form_page(
            model_admin, request, invitation, form, title=_("Mark as dispatched"), label=_("Mark as dispatched")
        )

    return view


def take_back_view(model_admin: ModelAdmin[Any]) -> View:
    """Undo of a dispatch that was recorded by mistake."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        invitation = invitation_to_act_on(model_admin, request, pk)
        if not is_of_another_conference(request):
            try:
                take_back_dispatch(invitation.pk, by=officer(request))
            except RegistrationError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, _("The note is a draft again."))
        return HttpResponseRedirect(page_url(invitation))

    return view


class ScanForm(forms.Form):
    """What came back from the scanner, or from the addressee."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=[
            (DocumentKind.NOTE_SCAN, DocumentKind.NOTE_SCAN.label),
            (DocumentKind.REPLY, DocumentKind.REPLY.label),
        ],
    )
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, JPEG or PNG, 10 megabytes at most.")
    )

    def sections(self) -> list[Any]:
        return [("", [self["kind"], self["file"]])]


def attach_view(model_admin: ModelAdmin[Any]) -> View:
    """The scan of the sealed note, or of the reply."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        invitation = invitation_to_act_on(model_admin, request, pk)
        form = ScanForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
            try:
                kind = DocumentKind(form.cleaned_data["kind"])
                attach(take_upload(form.cleaned_data["file"]), to=invitation, kind=kind, by=officer(request))
            except (RegistrationError, UploadRefusedError) as error:
                form.add_error("file", str(error))
            else:
                messages.success(request, _("The file is attached."))
                return HttpResponseRedirect(page_url(invitation))
        return _form_page(model_admin, request, invitation, form, title=_("Attach a scan"), label=_("Attach"))

    return view


def _form_page(
    model_admin: ModelAdmin[Any], request: HttpRequest, invitation: Invitation, form: Any, *, title: str, label: str
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{title}: {invitation.addressee}",
        "opts": model_admin.opts,
        "form": form,
        "submit_label": label,
        "cancel_url": page_url(invitation),
        "parent_url": page_url(invitation),
        "parent_label": invitation.addressee,
    }
    return TemplateResponse(request, "admin/registration/form_page.html", context)

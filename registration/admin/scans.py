"""The scans of a round in one go: each file finds its note by the number in its name."""

import re
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.current import officer, required_conference
from conference.models import User
from conference.uploads import UploadRefusedError, take_upload
from registration.actions.attach import attach
from registration.admin.guard import is_of_another_conference
from registration.admin.inviting_group import round_url
from registration.admin.round_page import round_to_show
from registration.errors import RegistrationError
from registration.models import Invitation
from registration.models.document import DocumentKind
from registration.queries.note_rounds import notes_of

View = Callable[[HttpRequest, uuid.UUID], HttpResponse]
NUMBER = re.compile(r"\d+")


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files; each is looked at when it is attached."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        several = (data if isinstance(data, list) else [data]) or [None]
        return [super(FilesField, self).clean(each, initial) for each in several]


class ScansForm(forms.Form):
    scans = FilesField(label=gettext_lazy("Scans"))

    def __init__(self, *args: Any, example: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scans"].help_text = _(
            "One file for each note, its number in the name of the file, for example “%(example)s.pdf”."
        ) % {"example": example}

    def sections(self) -> list[Any]:
        return [("", [self["scans"]])]


def scans_view(model_admin: ModelAdmin[Any]) -> View:
    """What finds its note is attached; the rest is named, with what to do."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        found = round_to_show(model_admin, request, pk)
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        notes = notes_of(found)
        form = ScansForm(request.POST or None, request.FILES or None, example=_plain(notes[0].reference))
        if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
            _attach_all(request, form.cleaned_data["scans"], notes)
            return HttpResponseRedirect(round_url(found))
        context = {
            **model_admin.admin_site.each_context(request),
            "title": _("Attach scans"),
            "opts": model_admin.opts,
            "form": form,
            "submit_label": _("Attach"),
            "cancel_url": round_url(found),
            "parent_url": round_url(found),
            "parent_label": _("Round of invitations"),
        }
        return TemplateResponse(request, "admin/registration/form_page.html", context)

    return view


def _plain(reference: str) -> str:
    return re.sub(r"[^\w-]+", "-", reference)


def _attach_all(request: HttpRequest, files: list[UploadedFile[Any]], notes: list[Invitation]) -> None:
    prefix = required_conference(request).note_prefix
    by_number = {note.reference.removeprefix(prefix): note for note in notes}
    done = 0
    for file in files:
        why = _attach(file, by_number, officer(request))
        if why:
            messages.warning(request, _("%(name)s: %(why)s") % {"name": file.name, "why": why})
        else:
            done += 1
    if done:
        messages.success(
            request, ngettext("%(count)d scan is attached.", "%(count)d scans are attached.", done) % {"count": done}
        )


def _attach(file: UploadedFile[Any], by_number: dict[str, Invitation], by: User) -> str:
    """Why the file was not attached; nothing where it was."""
    # The year stands in the number too; the number of the note is the last.
    numbers = NUMBER.findall((file.name or "").rpartition(".")[0])
    note = by_number.get(str(int(numbers[-1]))) if numbers else None
    if note is None:
        return _("no note of this round has the number in this name. Please attach it on the page of its State.")
    try:
        attach(take_upload(file), to=note, kind=DocumentKind.NOTE_SCAN, by=by)
    except (RegistrationError, UploadRefusedError) as error:
        return str(error)
    return ""

"""Officers' notes on a registration: read beside it, written on its page, and kept when a colleague was quicker."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.current import officer, required_conference
from conference.admin.markup import at_text
from conference.admin.scoped import ScopedAdmin
from registration.actions.officer_notes import NoteMeanwhileError, write_note
from registration.admin.guard import is_of_another_conference
from registration.admin.mark_rows import View, page_within, row_to_mark
from registration.admin.naming import person_line
from registration.errors import RegistrationError
from registration.models import NoteReaders, OfficerNote, Registration


class NoteForm(forms.Form):
    """A note, whom it is for, and what the officer had read when writing it."""

    words = forms.CharField(
        label=gettext_lazy("Remark"), widget=forms.Textarea({"rows": 3}), max_length=4000, required=False
    )
    readers = forms.ChoiceField(label=gettext_lazy("Who may read it"), choices=NoteReaders.choices)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    form_token = forms.UUIDField(widget=forms.HiddenInput)


def notes_of(request: HttpRequest, registration: Registration) -> list[dict[str, Any]]:
    """Those that this officer may read, the newest first, as ``notes.html`` shows them; one query a request."""
    cached: list[dict[str, Any]] | None = getattr(request, "_notes", None)
    if cached is None:
        conference = required_conference(request)
        rows = OfficerNote.objects.visible_to(officer(request), conference).filter(registration=registration)
        cached = [
            {
                "words": note.words,
                "by": str(note.by or _("an officer who has left")),
                "at_text": at_text(conference, note.at),
                "readers": "" if note.readers == NoteReaders.TEAM else note.get_readers_display(),
            }
            for note in rows.select_related("by")
        ]
        request._notes = cached  # type: ignore[attr-defined]  # noqa: SLF001
    return cached


def notes_view(model_admin: ScopedAdmin) -> View:
    """Posted to by the page of the registration; shown where what was typed is not saved yet."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        found = row_to_mark(model_admin, request, pk)
        if request.method != "POST" or is_of_another_conference(request):
            return _notes_page(model_admin, request, found, note_form(request, found))
        form = NoteForm(request.POST)
        if form.is_valid():
            try:
                _write(request, found, form)
            except NoteMeanwhileError as error:
                messages.warning(request, str(error))
                kept = {name: form.cleaned_data[name] for name in ("words", "readers", "form_token")}
                form = note_form(request, found, **kept)
            except RegistrationError as error:
                form.add_error("words", str(error))
            else:
                messages.success(request, _("The note is saved."))
                return HttpResponseRedirect(page_within(request, found))
        return _notes_page(model_admin, request, found, form)

    return view


def note_form(request: HttpRequest, registration: Registration, **kept: Any) -> NoteForm:
    """The form for another note, which knows how many there are to read."""
    count = len(notes_of(request, registration))
    return NoteForm(initial={"seen": count, "form_token": uuid.uuid4(), "readers": NoteReaders.TEAM} | kept)


def _write(request: HttpRequest, registration: Registration, form: NoteForm) -> None:
    said = form.cleaned_data
    write_note(
        registration,
        said["words"],
        by=officer(request),
        readers=NoteReaders(said["readers"]),
        seen=said["seen"],
        form_token=said["form_token"],
    )


def _notes_page(
    model_admin: ScopedAdmin, request: HttpRequest, registration: Registration, form: NoteForm
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Notes of officers"),
        "opts": model_admin.opts,
        "person": person_line(request, registration.participant),
        "notes": notes_of(request, registration),
        "form": form,
        "back_url": page_within(request, registration),
    }
    return TemplateResponse(request, "admin/registration/registration/notes.html", context)

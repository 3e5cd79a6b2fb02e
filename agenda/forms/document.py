"""The form of a document: what it is, its file in each language, for whom, and from when by a clock at the venue."""

import datetime
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agenda.actions.venue_time import venue_moment
from agenda.errors import ImpossibleTimesError
from agenda.models import ConferenceDocument, DocumentVersion, Session
from conference.clock import conference_now
from conference.formats import language_name, moment_text, zone_text
from conference.forms.upload import UploadField
from conference.forms.versioned import VersionedModelForm
from conference.models import Conference
from conference.uploads import Upload

OWN = ("symbol", "title", "issuing_body", "kind", "distribution", "sessions", "position")


def file_field(language: str) -> str:
    return f"file_{language}"


class DocumentForm(VersionedModelForm):
    """Made for a conference by :func:`document_form`, with one field for a file in each of its languages."""

    embargo_day = forms.DateField(
        label=_("embargo until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    embargo_time = forms.TimeField(
        label=_("time of day"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    class Meta:
        model = ConferenceDocument
        fields = OWN
        widgets = {"sessions": forms.CheckboxSelectMultiple}

    conference: ClassVar[Conference]
    #: Its texts as they are, by language.
    current: ClassVar[dict[str, DocumentVersion]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if "sessions" in fields:
            fields["sessions"].queryset = Session.objects.filter(conference=self.conference).in_order()
            fields["sessions"].label_from_instance = self._session_line
            fields["sessions"].help_text = _("Whoever may not know of a session is not told of its documents.")
        if "embargo_day" in fields:
            self._begin_with_embargo(fields)

    def _session_line(self, session: Session) -> str:
        """With its time: there are several coffees in a day."""
        if session.starts_at is None:
            return str(session)
        return f"{moment_text(session.starts_at, self.conference.zone)} · {session}"

    def _begin_with_embargo(self, fields: dict[str, Any]) -> None:
        zone, until = self.conference.zone, self.instance.embargo_until
        clock = zone_text(zone, until or conference_now(self.conference))
        fields["embargo_day"].help_text = gettext("%(zone)s. Until then the Secretariat alone can open it.") % {
            "zone": clock
        }
        if until:
            local = until.astimezone(zone)
            self.initial.update({"embargo_day": local.date(), "embargo_time": local.time()})

    def _current_version(self) -> int | None:
        """Locks the conference before the document, in the order of every act on the programme."""
        Conference.objects.select_for_update(no_key=True).get(pk=self.conference.pk)
        return super()._current_version()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "embargo_day" not in self.errors and "embargo_time" not in self.errors:
            self.cleaned_data["embargo_until"] = self._embargo()
        original = self.cleaned_data.get("original")
        if original and original in self.taken_away():
            self.add_error("original", _("This text is to be taken away, so it cannot be the original."))
        return cleaned

    def _embargo(self) -> datetime.datetime | None:
        day, time = self.cleaned_data.get("embargo_day"), self.cleaned_data.get("embargo_time")
        if (day is None) != (time is None):
            self.add_error("embargo_day", _("Give day and time, or neither of them."))
        if day is None or time is None:
            return None
        try:
            return venue_moment(self.conference, datetime.datetime.combine(day, time))
        except ImpossibleTimesError as error:
            self.add_error("embargo_time", ValidationError(str(error)))
            return None

    def changes(self) -> set[str]:
        """The model's own fields that were changed."""
        changed = set(self.changed_data) & set(OWN)
        return changed | ({"embargo_until"} if {"embargo_day", "embargo_time"} & set(self.changed_data) else set())

    def uploads(self) -> Iterator[tuple[str, Upload]]:
        """The files that were chosen, with the language of each."""
        for language in self.conference.languages:
            upload = self.cleaned_data.get(file_field(language))
            if upload is not None:
                yield language, upload

    def taken_away(self) -> list[str]:
        """The languages of the texts that are to be taken away; one that is replaced stays."""
        chosen: list[str] = self.cleaned_data.get("taken_away", [])
        return [language for language in chosen if not self.cleaned_data.get(file_field(language))]

    def new_original(self) -> str:
        """The language that becomes the original; nothing where it is already."""
        return str(self.cleaned_data.get("original", "")) if "original" in self.changed_data else ""


def document_form(conference: Conference, document: ConferenceDocument | None) -> type[DocumentForm]:
    """The form for a document of a conference, or for a new one."""
    versions = DocumentVersion.objects.current().filter(document=document) if document else ()
    current = {version.language: version for version in versions}
    fields: dict[str, Any] = {
        file_field(language): _field(conference, language, current.get(language)) for language in conference.languages
    }
    if current:
        fields |= _about_current(current)
    return type("DocumentForm", (DocumentForm,), {"conference": conference, "current": current, **fields})


def fields_of_files(conference: Conference, document: ConferenceDocument | None) -> list[str]:
    """By name, as they stand in the form."""
    names = [file_field(language) for language in conference.languages]
    has_some = DocumentVersion.objects.current().filter(document=document).exists() if document else False
    return [*names, "original", "taken_away"] if has_some else names


def _field(conference: Conference, language: str, current: DocumentVersion | None) -> UploadField:
    told = file_line(conference, current) if current else ""
    asked = _("Choose another to replace it.") if current else _("PDF, JPEG or PNG, of at most 10 megabytes.")
    return UploadField(
        label=capfirst(language_name(language)),
        required=False,
        help_text=format_html("{} {}", told, asked) if told else asked,
    )


def file_line(conference: Conference, version: DocumentVersion) -> SafeString:
    """Its name, which opens it, and its size."""
    url = reverse("agenda-files:document", args=[conference.slug, version.pk])
    return format_html('<a href="{}">{}</a> ({}).', url, version.name, filesizeformat(version.size))


def _about_current(current: dict[str, DocumentVersion]) -> dict[str, Any]:
    choices = [(language, capfirst(language_name(language))) for language in current]
    original = next((language for language, version in current.items() if version.is_original), "")
    return {
        "original": forms.ChoiceField(
            label=_("original"), choices=choices, initial=original, required=False, widget=forms.RadioSelect
        ),
        "taken_away": forms.MultipleChoiceField(
            label=_("take away"),
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("The file stays on record for the Secretariat."),
        ),
    }

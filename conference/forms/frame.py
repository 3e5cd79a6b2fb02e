"""What a conference is called and when it is held, that takes over the frame of another; and what it takes."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from conference.actions.copy_frame import CopyError, refuse_what_is_missing, shifted
from conference.forms.translated import TranslatedFormField
from conference.models import Conference
from conference.registry import registry


class FrameForm(forms.ModelForm[Conference]):
    """Once it is valid, ``instance`` is the new conference, unsaved, with its days moved."""

    class Meta:
        model = Conference
        fields = ("slug", "starts_on", "ends_on", "time_zone")
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "slug": _("The part of the address that stands for the conference, as in ulaanbaatar-2019."),
            "starts_on": _("All days and hours move by as many days as lie between the two first days."),
        }
        error_messages = {
            "slug": {"required": _("Give the address of the new conference")},
            "starts_on": {"required": _("Give the first day")},
            "ends_on": {"required": _("Give the last day")},
        }

    parts = forms.MultipleChoiceField(
        label=_("What it takes over"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: Any = None, *, source: Conference) -> None:
        super().__init__(data, initial={"time_zone": source.time_zone})
        self._source = source
        titles = {
            "title": TranslatedFormField(
                label=_("title"),
                languages=source.languages,
                error_messages={"required": _("Give the title, in one language at least")},
            ),
            "short_title": TranslatedFormField(
                label=_("approved short title"),
                languages=source.languages,
                error_messages={"required": _("Give the short title, in one language at least")},
            ),
        }
        self.fields = {**titles, **self.fields}
        parts: Any = self.fields["parts"]
        parts.choices = [
            (part.key, format_lazy("{label} ({count})", label=part.label, count=part.count(source)))
            for part in registry.frame_in_order
        ]
        parts.initial = [part.key for part in registry.frame_in_order]

    def clean_parts(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["parts"]
        try:
            refuse_what_is_missing(chosen)
        except CopyError as error:
            raise forms.ValidationError(error.sentence) from error
        return chosen

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in ("title", "short_title"):
            if text := self.cleaned_data.get(name):
                setattr(self.instance, name, {code: " ".join(each.split()) for code, each in text.items() if each})
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's own step, after which the instance has the dates
        if not self.errors:
            shifted(self._source, self.instance)

"""The form of a letter's wording."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conference.correspondence.compose import one_line
from conference.correspondence.models import LetterTemplate
from conference.correspondence.purposes import Purpose
from conference.correspondence.wordings import faults_of
from conference.forms.versioned import VersionedModelForm


class LetterForm(VersionedModelForm):
    """Refuses placeholders that the letter does not have, and braces that are none, each with its line."""

    class Meta:
        model = LetterTemplate
        fields = ("subject", "body")
        widgets = {"subject": forms.TextInput, "body": forms.Textarea({"rows": 24})}
        labels = {"body": _("text")}
        help_texts = {"body": _("An empty line begins a new paragraph; a link stands alone in its own.")}

    def __init__(self, *args: Any, purpose: Purpose, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose = purpose
        for field in self.fields.values():
            field.widget.attrs["lang"] = self.instance.language

    def clean_subject(self) -> str:
        return one_line(self._without_faults(self.cleaned_data["subject"]))

    def clean_body(self) -> str:
        return self._without_faults(self.cleaned_data["body"].replace("\r\n", "\n"))

    def _without_faults(self, text: str) -> str:
        faults = list(faults_of(self.purpose, text))
        if faults:
            raise ValidationError(faults)
        return text

"""The form that publishes: the public note of changes, and which draft the officer saw."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conference.forms.translated import TranslatedFormField


class ReleaseForm(forms.Form):
    fingerprint = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"] = TranslatedFormField(
            languages=languages,
            long=True,
            required=False,
            label=_("Public note of changes"),
            help_text=_("Everybody reads it beside the agenda. It names no one who declined."),
        )

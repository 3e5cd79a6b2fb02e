"""How far the written forms of a name are proved: a choice for each language."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conference.forms.translated import TranslatedWidget
from conference.models.dated import Verification

CHOICES = (("", _("not said")), *Verification.choices)


class VerifiedWidget(TranslatedWidget):
    def __init__(self, languages: Sequence[str]) -> None:
        super().__init__(languages)
        self.widgets = [forms.Select(choices=CHOICES) for _language in self.languages]


class VerifiedField(forms.MultiValueField):
    """Cleans to language code → verification; a language of which nobody has said anything is left out."""

    def __init__(self, *, languages: Sequence[str], **kwargs: Any) -> None:
        self.languages = tuple(languages)
        choice = [forms.ChoiceField(choices=CHOICES, required=False) for _language in self.languages]
        super().__init__(fields=choice, widget=VerifiedWidget(self.languages), require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> dict[str, str]:
        return {code: value for code, value in zip(self.languages, data_list or (), strict=False) if value}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.compress(data or ()) != dict(initial or {})

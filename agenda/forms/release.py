"""The form that publishes: the public note of changes, and which draft the officer saw."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agenda.models import Release
from conference.forms.translated import TranslatedFormField


class ReleaseForm(forms.Form):
    fingerprint = forms.CharField(widget=forms.HiddenInput)
    without_letters = forms.BooleanField(
        label=_("Without letters"),
        required=False,
        help_text=_(
            "You tell those concerned otherwise, by telephone for example. The letters can be sent afterwards."
        ),
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"] = TranslatedFormField(
            languages=languages,
            long=True,
            required=False,
            label=_("Public note of changes"),
            help_text=_("Everybody reads it beside the agenda. It names no one who declined."),
        )


class CompareForm(forms.Form):
    """Two releases, in whichever order; asked by GET, for it changes nothing."""

    def __init__(self, *args: Any, releases: QuerySet[Release], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("old", _("From release")), ("new", _("To release"))):
            self.fields[name] = forms.ModelChoiceField(releases, label=label, empty_label=None)

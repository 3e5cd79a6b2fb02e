"""Asking a person to speak, on a page of its own: somebody of the conference, or somebody who is not in it yet."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from agenda.models import AppearanceRole
from registration.forms.person import PersonForm

LONGEST = 999


def _role_field() -> forms.ChoiceField:
    choices = [(value, capfirst(label)) for value, label in AppearanceRole.choices]
    return forms.ChoiceField(label=_("Role"), choices=choices, initial=AppearanceRole.PANELLIST)


def _minutes_field() -> forms.IntegerField:
    return forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=LONGEST)


class KnownSpeakerForm(forms.Form):
    """One of those who were found."""

    participant = forms.ChoiceField(
        label=_("Person"), widget=forms.RadioSelect, error_messages={"required": _("Choose one of those found")}
    )
    role = _role_field()
    minutes = _minutes_field()

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].choices = found  # type: ignore[attr-defined]


class NewSpeakerForm(PersonForm):
    """The least that an invitation and an agenda need; the person completes it on registering."""

    class Meta(PersonForm.Meta):
        fields = (
            "courtesy",
            "title",
            "given_names",
            "family_name",
            "name_order",
            "name_of_address",
            "native_name",
            "function",
            "institution",
            "email",
            "office_email",
            "language",
        )

    # Django takes a declared field of the parent away so.
    nationality = None  # type: ignore[assignment]
    phone = None  # type: ignore[assignment]
    role = _role_field()
    minutes = _minutes_field()

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        is_wrong = {"email", "office_email"} & self.errors.keys()
        if not is_wrong and not (self.cleaned_data.get("email") or self.cleaned_data.get("office_email")):
            self.add_error("email", now("Enter an address, here or of the private office: the invitation goes there."))
        return cleaned

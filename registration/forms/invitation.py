"""Answers to an invitation: by a person with a code sent by e-mail, by a State with the code that its note bears."""

import copy
from typing import TYPE_CHECKING, Any

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Row
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, normalise_email
from registration.forms.person import button, language_choices
from registration.models import FocalPoint

if TYPE_CHECKING:
    FocalPointModelForm = forms.ModelForm[FocalPoint]
else:
    FocalPointModelForm = forms.ModelForm


class EmailedCodeForm(forms.Form):
    """The code that was sent to the invited address."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits, valid for a quarter of an hour."),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Enter the code from our letter")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            Field("code", wrapper_class="field-code"), FormActions(button("redeem", _("Continue")))
        )


class DesignationCodeForm(forms.Form):
    """The one-time code of a note, as one reads it from paper."""

    code = forms.CharField(
        label=_("Code of the note"),
        help_text=_("Twelve letters and figures with hyphens, as printed in the note verbale or letter."),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code that stands in the note")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            Field("code", wrapper_class="field-medium"), FormActions(button("code", _("Continue")))
        )


class RegretForm(forms.Form):
    """Why an invitation is declined, if one wishes to say; a State or organisation gives the code of its note."""

    code = DesignationCodeForm.base_fields["code"]
    reason = forms.CharField(
        label=_("A word to the Secretariat"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, asks_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_code:
            del self.fields["code"]


class FocalPointForm(FocalPointModelForm):
    """Who answers for the delegation. With ``asks_code`` the one-time code is asked here, else it is carried along."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)

    class Meta:
        model = FocalPoint
        fields = ("name", "function", "email", "phone", "language")
        widgets = {
            "name": forms.TextInput({"autocomplete": "name"}),
            "phone": forms.TextInput({"type": "tel", "autocomplete": "tel"}),
            "email": forms.EmailInput({"autocomplete": "email"}),
        }
        help_texts = {
            "email": _("To this address we send the link to the delegation's page, and the codes that open it."),
            "phone": _("With the country code."),
        }
        error_messages = {
            "name": {"required": _("Enter the name of the focal point")},
            "email": {
                "required": _("Enter the focal point's e-mail address, like name@mfa.example"),
                "invalid": _("Enter the focal point's e-mail address, like name@mfa.example"),
            },
        }

    def __init__(self, *args: Any, conference: Conference, asks_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of correspondence"),
            choices=language_choices(conference),
            initial=conference.language_or_default(get_language()),
        )
        if asks_code:
            self.fields["code"] = copy.deepcopy(DesignationCodeForm.base_fields["code"])
        about_code = [Fieldset(_("Code"), Field("code", wrapper_class="field-medium"))] if asks_code else []
        self.helper = FormHelper(self)
        self.helper.attrs = {"novalidate": ""}
        self.helper.render_hidden_fields = True
        self.helper.layout = Layout(
            *about_code,
            Fieldset(_("Focal point"), "name", "function", "email", Row("phone", "language")),
            FormActions(button("designate", _("Designate the focal point"))),
        )

    def clean_email(self) -> str:
        return normalise_email(self.cleaned_data["email"])

"""Where an unfinished form is kept: an address, shown to be one's own by a code."""

from typing import Any

from crispy_forms.bootstrap import FormActions
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from conference.models import normalise_email
from registration.forms.invitation import EmailedCodeForm
from registration.forms.person import button


class KeepForm(forms.Form):
    """The address under which a form is found again."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send a code there. On any device, the same address then opens your form again."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Enter an e-mail address, like name@mfa.example"),
            "invalid": _("Enter an e-mail address, like name@mfa.example"),
        },
    )

    def clean_email(self) -> str:
        return normalise_email(self.cleaned_data["email"])


class KeepCodeForm(EmailedCodeForm):
    """The code that was sent to the address, which is carried along."""

    email = forms.EmailField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.render_hidden_fields = True
        self.helper.layout = Layout(
            Field("code", wrapper_class="field-code"), FormActions(button("redeem", _("Keep my form")))
        )
        self.helper.form_tag = False
        self.helper.disable_csrf = True

"""The two short forms of signing in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """The address to which a code is sent."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The one under which you are registered, invited or designated, or that of the private office."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        error_messages={
            "required": _("Enter an e-mail address, like name@mfa.example."),
            "invalid": _("Enter an e-mail address, like name@mfa.example."),
        },
    )


class CodeForm(forms.Form):
    """The six digits from the message."""

    code = forms.CharField(
        label=_("The code from the message"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "class": "code-input"}
        ),
        error_messages={"required": _("Enter the six digits from the message.")},
    )

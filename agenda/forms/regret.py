"""The form with which a speaker regrets."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RegretForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("In a few words, for example “other engagements”. It is seen by the Secretariat alone."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please give the reason in a few words; “other engagements” is enough.")},
    )

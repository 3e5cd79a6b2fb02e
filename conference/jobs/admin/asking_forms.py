"""What is asked before a list leaves the house: what for, in which form; and under which name a layout is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from conference.exports.formats import TableFormat
from conference.jobs.models import Layout


class AskingForm(forms.Form):
    reason = forms.CharField(
        label=_("What is the file for?"),
        help_text=_("It is recorded, and stands in the file."),
        max_length=300,
        error_messages={"required": _("Please say what the file is for.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    form = forms.ChoiceField(label=_("File format"), choices=TableFormat, widget=forms.RadioSelect)


class LayoutForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the layout"),
        max_length=80,
        error_messages={"required": _("Please give the layout a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_shared = forms.BooleanField(label=_("The whole team may use it"), required=False)
    is_usual = forms.BooleanField(label=_("I begin with it each time"), required=False)

    prefix = "layout"

    @classmethod
    def of_layout(cls, layout: Layout | None, *, is_usual: bool) -> "LayoutForm":
        """As the layout is kept; empty where none is open."""
        if layout is None:
            return cls()
        return cls(initial={"name": layout.name, "is_shared": layout.is_shared, "is_usual": is_usual})

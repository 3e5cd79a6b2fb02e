"""An officer gives somebody a seat in a session, or takes one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 1000


def _reason(help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"), help_text=help_text, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


class GiveSeatForm(forms.Form):
    """To one of those who were found."""

    participant = forms.ChoiceField(
        label=_("Person"), widget=forms.RadioSelect, error_messages={"required": _("Choose one of those found")}
    )
    reason = _reason(_("Seen by the Secretariat alone: why not in the order of the waiting list."))

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].choices = found  # type: ignore[attr-defined]


class TakeSeatForm(forms.Form):
    reason = _reason(_("Stands in the letter to the person: kindly write it in their language."))

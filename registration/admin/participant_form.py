"""The form of a person's data, in which the Secretariat may let a person be seen less widely, never more."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.forms.versioned import VersionedModelForm
from registration.forms.person import COURTESIES, TITLES
from registration.forms.widgets import SuggestingInput
from registration.models import Participant, Visibility

WIDEST_FIRST = (Visibility.LISTED, Visibility.COUNTED, Visibility.HIDDEN)
HOW_SEEN = ("visibility", "named_on_agenda")
ONLY_NARROWED = gettext_lazy("How widely a name is seen is the person's to decide; the Secretariat can only narrow it.")


class ParticipantForm(VersionedModelForm):
    """Courtesy and title are free, with suggestions; visibility is narrowed with a reason."""

    visibility_reason = forms.CharField(
        label=gettext_lazy("Reason for narrowing"),
        help_text=gettext_lazy("Kept in the history: who asked for it, or what the Secretariat knows."),
        widget=forms.TextInput({"class": "vTextField"}),
        max_length=300,
        required=False,
    )

    class Meta:
        model = Participant
        fields = "__all__"
        widgets = {
            "courtesy": SuggestingInput(COURTESIES, {"class": "vTextField"}),
            "title": SuggestingInput(TITLES, {"class": "vTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "visibility" in self.fields:
            self._offer_no_wider()

    def _offer_no_wider(self) -> None:
        seen, named = (self.fields[name] for name in HOW_SEEN)
        narrower = WIDEST_FIRST[WIDEST_FIRST.index(Visibility(self.instance.visibility)) :]
        seen.choices = [(each.value, capfirst(each.label)) for each in narrower]  # type: ignore[attr-defined]
        seen.error_messages["invalid_choice"] = str(ONLY_NARROWED)
        seen.help_text = ONLY_NARROWED
        seen.disabled = len(narrower) == 1
        named.disabled = not self.instance.named_on_agenda

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.narrowed() and not self.cleaned_data.get("visibility_reason"):
            self.add_error("visibility_reason", _("Enter why this person is to be seen less widely"))
        return cleaned

    def narrowed(self) -> list[str]:
        """What of the person is seen less widely than before."""
        return [name for name in HOW_SEEN if name in self.changed_data]

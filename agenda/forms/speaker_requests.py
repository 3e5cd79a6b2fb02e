"""What is asked of speakers."""

from typing import Any

from django import forms

from agenda.models import SpeakerRequests
from conference.forms.versioned import VersionedModelForm


class SpeakerRequestsForm(VersionedModelForm):
    class Meta:
        model = SpeakerRequests
        fields = (
            "asks_biography",
            "biography_length",
            "asks_portrait",
            "asks_statement",
            "statement_days",
            "statement_time",
        )
        widgets = {"statement_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}

    def cleaned_changes(self) -> dict[str, Any]:
        """As the act takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

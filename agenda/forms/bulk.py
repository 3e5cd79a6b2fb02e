"""What is to be said of several sessions at once, and why several are not held."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agenda.models import Attribution, Listing
from conference.formats import language_name
from conference.models import Conference, Topic
from registration.models import ParticipantCategory

#: In the order of the form.
EDITED = {
    "topic": _("topic"),
    "languages": _("languages"),
    "is_interpreted": _("interpretation"),
    "listing": _("who may know of it"),
    "entry": _("who may enter"),
    "attribution": _("attribution"),
}


class BulkEditForm(forms.Form):
    """Of what is not ticked nothing is changed, whatever stands in its control."""

    #: All of it may be left as it is; a mark beside each control would say otherwise of the ticks above.
    without_optional_marks = True

    what = forms.MultipleChoiceField(
        label=_("what is changed"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what is ticked here is changed, and then in all of the sessions alike."),
    )
    topic = forms.ModelChoiceField(
        label=_("topic"), queryset=Topic.objects.none(), required=False, empty_label=_("no topic")
    )
    languages = forms.MultipleChoiceField(
        label=_("languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The channel of a language that is no longer ticked goes with it."),
    )
    is_interpreted = forms.TypedChoiceField(
        label=_("interpretation"),
        choices=[("yes", _("interpreted")), ("no", _("not interpreted"))],
        coerce=lambda value: value == "yes",
        required=False,
    )
    listing = forms.ChoiceField(label=_("who may know of it"), choices=Listing.choices, required=False)
    entry = forms.ModelMultipleChoiceField(
        label=_("who may enter"),
        queryset=ParticipantCategory.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Empty: all participants."),
    )
    attribution = forms.ChoiceField(label=_("attribution"), choices=Attribution.choices, required=False)

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["what"].choices = [(name, capfirst(str(label))) for name, label in EDITED.items()]
        fields["topic"].queryset = Topic.objects.filter(conference=conference)
        fields["languages"].choices = [(code, language_name(code)) for code in conference.languages]
        fields["entry"].queryset = ParticipantCategory.objects.filter(conference=conference)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in ("is_interpreted", "listing", "attribution"):
            if name in self.cleaned_data.get("what", ()) and self.cleaned_data.get(name) in (None, ""):
                self.add_error(name, _("Choose one."))
        return cleaned

    def changes(self) -> Mapping[str, Any]:
        """As the act takes them."""
        chosen = {name: self.cleaned_data[name] for name in self.cleaned_data["what"]}
        if "entry" in chosen:
            chosen["entry"] = list(chosen["entry"])
        return chosen


class BulkCancelForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Kept in the history of each session, for the Secretariat alone."),
    )

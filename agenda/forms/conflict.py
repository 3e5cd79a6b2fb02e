"""The forms of what conflicts are found from, and the one that lets a conflict stand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.models import WalkingTime
from conference.formats import language_name
from conference.forms.versioned import VersionedModelForm
from conference.models import Conference


class AcknowledgeForm(forms.Form):
    """One a conflict on its page, each with identifiers of its own."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it may stand"),
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Please give the reason in a few words; it is seen by the Secretariat alone.")},
    )


class InterpreterTeamForm(VersionedModelForm):
    """Languages are those of the conference; sessions are chosen on the page of each."""

    conference: Conference
    languages = forms.MultipleChoiceField(
        label=_("languages"), widget=forms.CheckboxSelectMultiple, help_text=_("Between which they interpret.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "languages" in self.fields:
            known = dict.fromkeys((*self.conference.languages, *(self.instance.languages or ())))
            self.fields["languages"].choices = [  # type: ignore[attr-defined]
                (code, language_name(code)) for code in known
            ]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        others = type(self.instance).objects.filter(conference=self.conference, name=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("There is a team with this name already."))
        return name


class WalkingTimeForm(VersionedModelForm):
    """Both venues or neither; each way once, in whichever direction."""

    conference: Conference

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        first, second = (self.cleaned_data.get(name) for name in ("first", "second"))
        if bool(first) != bool(second):
            self.add_error("second" if first else "first", _("Choose both venues, or neither."))
        elif any({each.first, each.second} == {first, second} for each in self._others()):
            self.add_error("first", _("The time for this way is entered already; change it there."))
        return cleaned

    def _others(self) -> Any:
        rows = WalkingTime.objects.filter(conference=self.conference).select_related("first", "second")
        return rows.exclude(pk=self.instance.pk)

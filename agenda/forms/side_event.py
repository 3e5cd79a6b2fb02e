"""A side event as its proposer describes it."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from agenda.models import SideEventCall, SideEventEquipment, SideEventProposal
from agenda.models.side_event import LONGEST_SPEAKERS, LONGEST_WISHES
from agenda.queries.side_events import TEXT_FIELDS, SideEventText, text_faults
from conference.formats import language_name
from conference.forms.translated import TranslatedFormField

#: More than any hall of a conference holds is a slip of the finger.
MOST_EXPECTED = 100_000


class SideEventForm(forms.Form):
    """Within the limits of the call; the act asks the same again."""

    form_token = forms.UUIDField(widget=forms.HiddenInput)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1)
    languages = forms.MultipleChoiceField(
        label=_("Languages of the side event"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    speakers = forms.CharField(
        label=_("Speakers proposed"),
        required=False,
        max_length=LONGEST_SPEAKERS,
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "One a line: name, function, organisation. The Secretariat alone reads this; nobody is invited by it."
        ),
    )
    expected = forms.IntegerField(
        label=_("People expected"), required=False, min_value=1, max_value=MOST_EXPECTED, help_text=_("An estimate.")
    )
    equipment = forms.ModelMultipleChoiceField(
        label=_("Equipment"),
        queryset=SideEventEquipment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wishes = forms.CharField(
        label=_("Wishes"),
        required=False,
        max_length=LONGEST_WISHES,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "For example: a day or an hour at which it cannot be held. The Secretariat decides on day and room."
        ),
    )

    def __init__(
        self, *args: Any, call: SideEventCall, proposal: SideEventProposal | None = None, **kwargs: Any
    ) -> None:
        self.call = call
        super().__init__(*args, **{**kwargs, "initial": self._initial(proposal)})
        fields: dict[str, Any] = self.fields
        spoken = call.conference.languages
        title = TranslatedFormField(
            label=_("Title"),
            languages=spoken,
            help_text=_("In one language or in several."),
            error_messages={"required": _("Kindly give the title.")},
        )
        description = TranslatedFormField(
            label=_("What it is about"),
            languages=spoken,
            long=True,
            help_text=now("At most %(longest)d characters in each language; one language is enough.")
            % {"longest": call.longest_text},
            error_messages={"required": _("Kindly say in a few sentences what the side event is about.")},
        )
        fields["minutes"].help_text = now("At most %(longest)d.") % {"longest": call.longest_minutes}
        offered = dict.fromkeys([*call.languages_offered, *(proposal.languages if proposal else ())])
        fields["languages"].choices = [(code, language_name(code)) for code in offered]
        fields["equipment"].queryset = SideEventEquipment.objects.filter(conference=call.conference)
        if not fields["equipment"].queryset.exists():
            del fields["equipment"]
        rest = dict(self.fields)
        self.fields.clear()
        self.fields.update({"title": title, "description": description} | rest)

    def _initial(self, proposal: SideEventProposal | None) -> dict[str, Any]:
        if proposal is None:
            offered = self.call.languages_offered
            return {
                "form_token": uuid.uuid4(),
                "minutes": min(60, self.call.longest_minutes),
                "languages": offered if len(offered) == 1 else [],
            }
        kept = {name: getattr(proposal, name) for name in TEXT_FIELDS}
        return {**kept, "form_token": proposal.form_token, "equipment": list(proposal.equipment.all())}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name, sentence in text_faults(self.cleaned_data, self.call).items():
            self.add_error(name, sentence)
        return cleaned

    def text(self) -> SideEventText:
        """As the acts take it; a language in which nothing is said is not kept."""
        given = self.cleaned_data
        worded = {name: type(given[name]).of(given[name]) for name in ("title", "description")}
        plain = {name: given[name] for name in TEXT_FIELDS if name not in worded}
        return SideEventText(**worded, **plain, equipment=list(given.get("equipment") or ()))

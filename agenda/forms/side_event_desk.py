"""What an officer says of a side event: the decision, and from when until when and within which limits one proposes."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from agenda.actions.venue_time import venue_moment
from agenda.errors import ImpossibleTimesError
from agenda.models import SideEventCall, SideEventEquipment, SideEventProposal
from agenda.models.side_event import LONGEST_REASON
from conference.clock import conference_now
from conference.formats import day_text, language_name, zone_text
from conference.forms.translated import TranslatedFormField
from conference.forms.versioned import VersionedModelForm
from conference.models import Conference, Room, TranslatedText
from registration.models import ParticipantCategory, Visibility


def _clock() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, format="%H:%M")


def _calendar() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class DecisionForm(forms.Form):
    """A reason; ``seen_version`` is that of the proposal that the officer read."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The proposer reads it in the letter and on the proposal’s page."),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposal: SideEventProposal, **kwargs: Any) -> None:
        self.proposal, self.conference = proposal, proposal.conference
        super().__init__(*args, **{**kwargs, "initial": self.first(proposal)})

    def first(self, proposal: SideEventProposal) -> dict[str, Any]:
        return {"seen_version": proposal.version}

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [("", list(self.visible_fields()))]


class ReconsiderForm(DecisionForm):
    """No letter goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = now("It stands in the history, and on the proposal’s page.")


class AskChangesForm(DecisionForm):
    """What is asked for, and until when; first a week from now."""

    until_day = forms.DateField(label=_("Answer by the day"), widget=_calendar())
    until_time = forms.TimeField(label=_("Answer by the hour"), widget=_clock())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = now("What is asked for")
        self.fields["until_time"].help_text = zone_text(self.conference.zone, conference_now(self.conference))

    def first(self, proposal: SideEventProposal) -> dict[str, Any]:
        day = conference_now(proposal.conference).date() + datetime.timedelta(days=7)
        return {**super().first(proposal), "until_day": day, "until_time": datetime.time(18)}

    def until(self) -> datetime.datetime:
        """The moment on the venue's clock; raises ``ImpossibleTimesError`` for an hour that it skips or repeats."""
        given = self.cleaned_data
        return venue_moment(self.conference, datetime.datetime.combine(given["until_day"], given["until_time"]))


class AcceptForm(DecisionForm):
    """Whose it is on the agenda; a time, or none for the parking lot; what the letter adds."""

    day = forms.TypedChoiceField(label=_("day"), required=False, coerce=datetime.date.fromisoformat, empty_value=None)
    begins = forms.TimeField(label=_("begins"), required=False, widget=_clock())
    room = forms.ModelChoiceField(
        label=_("room"), queryset=Room.objects.none(), required=False, empty_label=_("not chosen yet")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["reason"].label, fields["reason"].required = now("What the letter adds"), False
        days = [(day.isoformat(), day_text(day)) for day in self.conference.days()]
        fields["day"].choices = [("", now("not scheduled yet")), *days]
        fields["begins"].help_text = now("It then takes %(minutes)d min, as it was proposed.") % {
            "minutes": self.proposal.minutes
        }
        fields["room"].queryset = Room.objects.filter(venue__conference=self.conference).select_related("venue")
        for code in self.conference.languages:
            fields[f"organiser_{code}"] = forms.CharField(
                label=now("Organised by (%(language)s)") % {"language": language_name(code)},
                required=False,
                max_length=300,
                widget=forms.TextInput({"lang": code}),
            )

    def first(self, proposal: SideEventProposal) -> dict[str, Any]:
        names = organiser_of(proposal)
        return {**super().first(proposal), **{f"organiser_{code}": text for code, text in names.items()}}

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """As the agenda names it, when and where, the letter."""
        organisers = [self[f"organiser_{code}"] for code in self.conference.languages]
        return [
            (now("On the agenda"), organisers),
            (now("When and where"), [self["day"], self["begins"], self["room"]]),
            (now("The letter"), [self["reason"]]),
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        day, begins = (self.cleaned_data.get(name) for name in ("day", "begins"))
        if bool(day) != bool(begins):
            self.add_error("day", now("Give day and begin, or neither of them."))
        if self.cleaned_data.get("room") and not day:
            self.add_error("room", now("A room is held for a time: give day and begin as well."))
        return cleaned

    def organiser(self) -> TranslatedText:
        given = {code: self.cleaned_data[f"organiser_{code}"].strip() for code in self.conference.languages}
        return TranslatedText.of(given)

    def starts_at(self) -> datetime.datetime | None:
        """Naive, on the venue's clock."""
        day, begins = self.cleaned_data["day"], self.cleaned_data["begins"]
        return datetime.datetime.combine(day, begins) if day and begins else None


def organiser_of(proposal: SideEventProposal) -> dict[str, str]:
    """As the register names a delegation, in each language; else as it was typed. Of a protected person nothing."""
    conference, person = proposal.conference, proposal.participant
    if proposal.delegation is not None:
        proposal.delegation.conference = conference
        return {code: proposal.delegation.name_in(code) for code in conference.languages}
    if person is not None and person.visibility == Visibility.HIDDEN:
        return {}
    return {conference.language_or_default("en"): proposal.organisation}


class CallForm(VersionedModelForm):
    """Whether, from when until when, within which limits; moments on the venue's clock."""

    opens_day = forms.DateField(label=_("Proposals open on the day"), required=False, widget=_calendar())
    opens_time = forms.TimeField(label=_("Proposals open at the hour"), required=False, widget=_clock())
    closes_day = forms.DateField(label=_("Proposals close on the day"), required=False, widget=_calendar())
    closes_time = forms.TimeField(label=_("Proposals close at the hour"), required=False, widget=_clock())
    languages = forms.MultipleChoiceField(
        label=_("Languages of side events"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: those of the conference."),
    )

    class Meta:
        model = SideEventCall
        fields = ("is_offered", "explanation", "longest_minutes", "longest_text", "languages", "categories")
        widgets: ClassVar[dict[str, Any]] = {"categories": forms.CheckboxSelectMultiple}

    conference: Conference

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        self.conference = conference
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["explanation"] = TranslatedFormField(
            label=fields["explanation"].label,
            help_text=fields["explanation"].help_text,
            languages=conference.languages,
            long=True,
            required=False,
        )
        fields["languages"].choices = [(code, language_name(code)) for code in conference.languages]
        fields["categories"].queryset = ParticipantCategory.objects.filter(conference=conference)
        for name in ("opens", "closes"):
            moment = getattr(self.instance, f"{name}_at")
            local = moment.astimezone(conference.zone) if moment else None
            if local:
                self.initial.update({f"{name}_day": local.date(), f"{name}_time": local.time()})
            fields[f"{name}_day"].help_text = now("At the venue.")
            fields[f"{name}_time"].help_text = zone_text(conference.zone, conference_now(conference))

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        window = ("opens_day", "opens_time", "closes_day", "closes_time")
        limits = ("categories", "longest_minutes", "longest_text", "languages", "explanation")
        return [
            ("", [self["is_offered"]]),
            (now("When proposals are taken"), [self[name] for name in window]),
            (now("Who, how long, in which languages"), [self[name] for name in limits]),
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        moments = {name: self._moment(name) for name in ("opens", "closes")}
        if self.cleaned_data.get("is_offered"):
            for name, moment in moments.items():
                if moment is None and not self.errors.get(f"{name}_day"):
                    self.add_error(f"{name}_day", now("Say when proposals open and when they close."))
        if moments["opens"] and moments["closes"] and moments["closes"] <= moments["opens"]:
            self.add_error("closes_day", now("Proposals cannot close before they open."))
        self.instance.opens_at, self.instance.closes_at = moments["opens"], moments["closes"]
        return cleaned

    def _moment(self, name: str) -> datetime.datetime | None:
        """On its minute; an hour that the venue's clocks skip or repeat is told beside the field."""
        day, time = self.cleaned_data.get(f"{name}_day"), self.cleaned_data.get(f"{name}_time")
        if bool(day) != (time is not None):
            self.add_error(f"{name}_day", now("Give day and hour, or neither of them."))
        if day is None or time is None:
            return None
        try:
            return venue_moment(self.conference, datetime.datetime.combine(day, time.replace(second=0, microsecond=0)))
        except ImpossibleTimesError as error:
            self.add_error(f"{name}_time", ValidationError(str(error)))
            return None

    def cleaned_changes(self) -> dict[str, Any]:
        """As the act takes them."""
        plain = ("is_offered", "explanation", "longest_minutes", "longest_text", "languages")
        moments = {"opens_at": self.instance.opens_at, "closes_at": self.instance.closes_at}
        return {name: self.cleaned_data[name] for name in plain} | moments


class EquipmentForm(VersionedModelForm):
    class Meta:
        model = SideEventEquipment
        fields = ("name", "position")

"""Travel and visa: asked only where a visa or arrangements are needed, and no passport but for a visa."""

import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conference.clock import conference_today
from conference.models import Conference
from registration.forms.person import SectionText
from registration.forms.widgets import CountryField
from registration.models import JOURNEY_FIELDS, Passport, Travel

PREFIX = "travel"
PASSPORT = ("passport_name", "passport_number", "passport_issuer", "passport_expires_on")
TRAVEL = (*JOURNEY_FIELDS, "note")


class MomentField(forms.DateTimeField):
    """A day and an hour at the venue, as a browser's own control gives them."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"]
        super().__init__(required=False, widget=widget, input_formats=formats, **kwargs)
        self.error_messages["invalid"] = _("Give the day and the hour like 2019-06-19 14:30")


class TravelForm(forms.Form):
    """The first question is whether a visa is needed; the passport is asked of who says yes, and of nobody else."""

    # All of it may be left out, but for a passport once somebody needs a visa: that section says so itself.
    without_optional_marks = True

    needs_visa_support = forms.ChoiceField(
        label=_("Do you need the Secretariat's support for a visa?"),
        help_text=_("If so, you are asked for the particulars of the passport next."),
        choices=(("no", _("No")), ("yes", _("Yes"))),
        initial="no",
        widget=forms.RadioSelect,
    )
    passport_name = forms.CharField(label=_("Name as in the passport"), required=False, max_length=200)
    passport_number = forms.CharField(label=_("Passport number"), required=False, max_length=30)
    passport_issuer = CountryField(label=_("Issuing State"), required=False)
    passport_expires_on = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    arrives_at = MomentField(label=_("Arrival (local time)"))
    arrival_flight = forms.CharField(label=_("Flight or train of arrival"), required=False, max_length=60)
    departs_at = MomentField(label=_("Departure (local time)"))
    departure_flight = forms.CharField(label=_("Flight or train of departure"), required=False, max_length=60)
    airport = forms.CharField(label=_("Airport or station"), required=False, max_length=120)
    needs_lounge = forms.BooleanField(label=_("VIP lounge, by protocol"), required=False)
    vehicle = forms.CharField(
        label=_("Vehicle"),
        help_text=_("Your own with its plate, or that you wish to be fetched."),
        required=False,
        max_length=200,
    )
    liaison = forms.CharField(label=_("Whom our liaison officer should call"), required=False, max_length=200)
    hotel = forms.CharField(label=_("Hotel, if already booked"), required=False, max_length=200)
    note = forms.CharField(
        label=_("What else we should know"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )

    def __init__(
        self, *args: Any, conference: Conference, passport_on_record: Passport | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs | {"prefix": PREFIX})
        self.conference, self.passport_on_record = conference, passport_on_record
        if not self._needs_visa():
            for name in PASSPORT:
                del self.fields[name]
        self.helper = FormHelper(self)
        self.helper.form_tag, self.helper.disable_csrf = False, True
        self.helper.layout = Layout(*self._sections())

    def _needs_visa(self) -> bool:
        name = self.add_prefix("needs_visa_support")
        return (self.data.get(name) if self.is_bound else self.initial.get("needs_visa_support")) == "yes"

    def _sections(self) -> list[Any]:
        visa: list[Any] = ["needs_visa_support"]
        if self._needs_visa():
            text = _("Read by the visa officer alone, kept encrypted, and deleted after the conference.")
            visa += [
                SectionText(text),
                *([SectionText(self._what_is_on_record())] if self.passport_on_record else []),
                "passport_name",
                Row("passport_number", "passport_issuer"),
                Field("passport_expires_on", wrapper_class="field-medium"),
            ]
        return [
            Fieldset(_("Visa"), *visa),
            Fieldset(
                _("Arrival and departure"),
                SectionText(_("As far as you know; you may leave all of it out and tell us later.")),
                Row("arrives_at", "arrival_flight"),
                Row("departs_at", "departure_flight"),
                Field("airport", wrapper_class="field-medium"),
                "needs_lounge",
                Row("vehicle", "liaison"),
            ),
            Fieldset(_("Stay"), "hotel", "note"),
        ]

    def _what_is_on_record(self) -> str:
        """As much of it as tells which one it is: whoever opens this page may be an office."""
        assert self.passport_on_record is not None  # noqa: S101  the caller has looked
        return gettext(
            "A passport is on record whose number ends with %(end)s. Leave these four empty to keep it; to give "
            "another, fill in all of them."
        ) % {"end": self.passport_on_record.end_of_number}

    def _keeps_passport(self, data: dict[str, Any]) -> bool:
        """Whether the one on record stays, since nothing was entered in its place."""
        return self.passport_on_record is not None and not any(
            data.get(name) or name in self.errors for name in PASSPORT
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self._keeps_passport(data):
            self._refuse_half_a_passport(data)
        arrives_at, departs_at = data.get("arrives_at"), data.get("departs_at")
        if arrives_at and departs_at and departs_at <= arrives_at:
            self.add_error("departs_at", _("The departure is before the arrival; please check both"))
        return data

    def _refuse_half_a_passport(self, data: dict[str, Any]) -> None:
        missing = {
            "passport_name": _("Enter the name as it stands in the passport"),
            "passport_number": _("Enter the number of the passport"),
            "passport_issuer": _("Choose the State that issued the passport"),
            "passport_expires_on": _("Enter until when the passport is valid"),
        }
        for name, sentence in missing.items():
            if name in self.fields and not data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        expires_on = data.get("passport_expires_on")
        if expires_on and expires_on < conference_today(self.conference):
            self.add_error("passport_expires_on", _("This passport has expired; please give one that is valid"))

    def travel(self) -> Travel:
        """As entered, not saved; hours are those of the venue."""
        said = {name: self.cleaned_data[name] for name in TRAVEL}
        for name in ("arrives_at", "departs_at"):
            said[name] = self._at_the_venue(said[name])
        return Travel(needs_visa_support=self._needs_visa(), **said)

    def passport(self) -> Passport | None:
        """As entered, not saved; nothing where no visa is needed, or where the one on record stays."""
        data = self.cleaned_data
        if not self._needs_visa() or self._keeps_passport(data):
            return None
        return Passport(
            name=data["passport_name"],
            number=data["passport_number"],
            issuer=data["passport_issuer"],
            expires_on=data["passport_expires_on"].isoformat(),
        )

    def _at_the_venue(self, moment: datetime.datetime | None) -> datetime.datetime | None:
        return moment.replace(tzinfo=self.conference.zone) if moment else None

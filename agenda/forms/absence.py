"""A time at which a speaker cannot be in any session, by a clock at the venue."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agenda.actions.venue_time import venue_moment
from agenda.errors import ImpossibleTimesError
from agenda.models import Unavailability
from conference.clock import conference_now
from conference.formats import zone_text
from conference.models import Conference

PARTS = ("from", "until")


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages={"required": _("Give the day")})


def _time(label: Any) -> forms.TimeField:
    widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, error_messages={"required": _("Give the hour")})


class AbsenceForm(forms.Form):
    from_day = _day(_("Not available from the day"))
    from_time = _time(_("Not available from the hour"))
    until_day = _day(_("Available again from the day"))
    until_time = _time(_("Available again from the hour"))
    note = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=300,
        help_text=_("For example: I arrive on Thursday at 13:40."),
    )

    def __init__(
        self, *args: Any, conference: Conference, absence: Unavailability | None = None, **kwargs: Any
    ) -> None:
        self.conference = conference
        super().__init__(*args, **{**kwargs, "initial": self._initial(absence)})
        self.fields["from_time"].help_text = zone_text(conference.zone, conference_now(conference))

    def _initial(self, absence: Unavailability | None) -> dict[str, Any]:
        if absence is None:
            return {"from_day": self.conference.starts_on, "until_day": self.conference.starts_on}
        begins, ends = (each.astimezone(self.conference.zone) for each in (absence.starts_at, absence.ends_at))
        return {
            "from_day": begins.date(),
            "from_time": begins.time(),
            "until_day": ends.date(),
            "until_time": ends.time(),
            "note": absence.note,
        }

    def clean(self) -> dict[str, Any] | None:
        """An hour that the venue's clocks skip or repeat is told beside the field."""
        cleaned = super().clean()
        for part in PARTS:
            moment = self._moment(part)
            if moment:
                try:
                    venue_moment(self.conference, moment)
                except ImpossibleTimesError as error:
                    self.add_error(f"{part}_time", ValidationError(str(error)))
        return cleaned

    def _moment(self, part: str) -> datetime.datetime | None:
        day, time = self.cleaned_data.get(f"{part}_day"), self.cleaned_data.get(f"{part}_time")
        return datetime.datetime.combine(day, time) if day and time else None

    def times(self) -> dict[str, Any]:
        """As the act takes them: naive, on the venue's clock."""
        moments = {"starts_at": self._moment("from"), "ends_at": self._moment("until")}
        return {**moments, "note": self.cleaned_data["note"]}

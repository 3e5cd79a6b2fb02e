"""What a speaker chooses on the own page: a zone, who may write, a paper with its embargo."""

import datetime
import zoneinfo
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import keep_lazy_text
from django.utils.text import capfirst
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from agenda.actions.venue_time import venue_moment
from agenda.errors import ImpossibleTimesError
from agenda.models import Appearance, Contact, Embargo, PaperKind
from conference.clock import conference_now
from conference.formats import city_text, language_name, zone_text
from conference.forms.upload import UploadField
from conference.models import Conference
from registration.models import Participant

capfirst_lazy = keep_lazy_text(capfirst)


#: As the world's zone database calls them; only zones that are named after a place of theirs are offered.
CONTINENTS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}


@cache
def _zones() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The zones of each continent."""
    found = sorted(zoneinfo.available_timezones())
    return tuple((name, tuple(key for key in found if key.startswith(f"{name}/"))) for name in CONTINENTS)


def _places() -> list[tuple[str, list[tuple[str, str]]]]:
    """Them, in the active language as far as it names them."""
    return [
        (str(CONTINENTS[name]), [(key, city_text(key.partition("/")[2])) for key in keys]) for name, keys in _zones()
    ]


class ZoneForm(forms.Form):
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        required=False,
        help_text=_("Times are shown in it beside those of the venue. You may choose none."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["time_zone"].choices = [("", _("the venue’s alone")), *_places()]


class ContactForm(forms.Form):
    contact = forms.ChoiceField(
        label=_("May those who speak with you in a session write to you?"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("The address is shown to them alone, on their own pages, until you say otherwise."),
    )

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        answers: list[tuple[str, Any]] = [(Contact.NONE.value, _("No"))]
        if participant.email:
            answers.append((Contact.OWN.value, now("Yes, to %(address)s") % {"address": participant.email}))
        if participant.office_email:
            text = now("Yes, to my private office: %(address)s") % {"address": participant.office_email}
            answers.append((Contact.OFFICE.value, text))
        fields["contact"].choices = answers


def _capital(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """As a form says them; worded anew in each language."""
    return [(value, capfirst_lazy(label)) for value, label in choices]


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label=_("What it is"), choices=_capital(PaperKind.choices), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"))
    file = UploadField(
        label=_("File"),
        help_text=_("PDF, JPEG or PNG, of at most 10 megabytes. Kindly save slides as PDF."),
        error_messages={"required": _("Choose a file")},
    )
    embargo = forms.ChoiceField(
        label=_("When others may have it"),
        choices=_capital(Embargo.choices),
        widget=forms.RadioSelect,
        help_text=_(
            "Until then the Secretariat and the interpreters alone read it. "
            "Afterwards the Secretariat may distribute it."
        ),
    )
    embargo_day = forms.DateField(
        label=_("Not before the day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    embargo_time = forms.TimeField(
        label=_("Not before the hour"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        kwargs["initial"] = {"kind": PaperKind.STATEMENT, "embargo": Embargo.SPOKEN, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.conference = conference
        fields: dict[str, Any] = self.fields
        fields["language"].choices = [(code, language_name(code)) for code in conference.languages]
        clock = zone_text(conference.zone, conference_now(conference))
        fields["embargo_time"].help_text = now("%(zone)s. Only where you name a moment.") % {"zone": clock}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        names_a_moment = self.cleaned_data.get("embargo") == Embargo.UNTIL
        self.cleaned_data["embargo_until"] = self._moment() if names_a_moment else None
        return cleaned

    def _moment(self) -> datetime.datetime | None:
        day, time = self.cleaned_data.get("embargo_day"), self.cleaned_data.get("embargo_time")
        if {"embargo_day", "embargo_time"} & self.errors.keys():
            return None
        if day is None or time is None:
            self.add_error("embargo_day", _("Give day and time of the embargo, or choose another embargo."))
            return None
        try:
            return venue_moment(self.conference, datetime.datetime.combine(day, time))
        except ImpossibleTimesError as error:
            self.add_error("embargo_time", ValidationError(str(error)))
            return None


class SessionPaperForm(PaperForm):
    """The same for an officer who was sent it otherwise: for which session it is, too."""

    appearance = forms.ChoiceField(label=_("Session"))
    field_order = ("appearance",)

    def __init__(self, *args: Any, appearances: Sequence[Appearance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["embargo"].choices = [
            (Embargo.SPOKEN.value, _("Not before it was spoken")),
            (Embargo.UNTIL.value, _("Not before a moment")),
            (Embargo.NEVER.value, _("For the Secretariat and the interpreters alone")),
        ]
        fields["appearance"].choices = [
            (str(each.pk), f"{each.session} ({each.get_role_display()})") for each in appearances
        ]

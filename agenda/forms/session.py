"""The form of a session: what it is, and when and where in the words of a clock at the venue."""

import datetime
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agenda.actions.venue_time import span_of
from agenda.forms.languages import LanguagesField
from agenda.models import InterpreterTeam, Session
from agenda.queries.session_notes import seats_of
from conference.formats import day_text
from conference.forms.versioned import VersionedModelForm
from conference.models import Conference, Room


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class RoomsField(forms.ModelMultipleChoiceField[Room]):
    """Rooms with their venue and their seats."""

    def label_from_instance(self, obj: Room) -> str:
        place, seats = f"{obj}, {obj.venue}", seats_of(obj)
        if seats is None:
            return place
        text = ngettext("%(place)s (%(seats)d seat)", "%(place)s (%(seats)d seats)", seats)
        return text % {"place": place, "seats": seats}


class SessionForm(VersionedModelForm):
    """Day, begin and end empty: the session waits in the parking lot. An end before six is after midnight."""

    day = forms.TypedChoiceField(label=_("day"), required=False, coerce=datetime.date.fromisoformat, empty_value=None)
    begins = forms.TimeField(label=_("begins"), required=False, widget=_clock())
    ends = forms.TimeField(label=_("ends"), required=False, widget=_clock())
    in_rooms = RoomsField(
        label=_("rooms"),
        queryset=Room.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several for what is held across rooms; none where it is held elsewhere, as a family photograph."),
    )
    languages = LanguagesField(
        label=_("languages"),
        required=False,
        help_text=_("Tick those that are spoken or interpreted; the channel is the number on the receiver."),
    )
    interpreters = forms.ModelMultipleChoiceField(
        label=_("interpreters"),
        queryset=InterpreterTeam.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Two sessions at once, or hours beyond what was agreed, are shown under “Conflicts”."),
    )
    link = forms.URLField(
        label=_("address to follow it online"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("Shown to those entitled alone, and never published."),
        validators=[URLValidator(schemes=["https"])],
        error_messages={"invalid": _("Enter an address that begins with https://")},
    )
    source = forms.URLField(
        label=_("public source"),
        required=False,
        assume_scheme="https",
        help_text=_("Where this is known from, if it is."),
    )

    class Meta:
        model = Session
        fields = (
            "type",
            "number",
            "title",
            "abstract",
            "guiding_questions",
            "organiser",
            "topic",
            "languages",
            "is_interpreted",
            "is_whole_conference",
            "capacity",
            "needs_booking",
            "is_hybrid",
            "link",
            "entry",
            "listing",
            "attribution",
            "is_open_to_press",
            "source",
        )
        widgets = {"entry": forms.CheckboxSelectMultiple}

    conference: Conference

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_choices()
        if self.instance.pk and self.instance.starts_at:
            begins, ends = (moment.astimezone(self.conference.zone) for moment in self._times())
            self.initial.update({"day": begins.date().isoformat(), "begins": begins.time(), "ends": ends.time()})
        if not self._is_new():
            self.initial["in_rooms"] = [booking.room_id for booking in self.instance.bookings.all()]
            self.initial["interpreters"] = list(self.instance.interpreter_teams.values_list("pk", flat=True))

    def _offer_choices(self) -> None:
        """The conference's own days, languages and rooms; and the session's day, should the conference have shrunk."""
        fields: dict[str, Any] = self.fields
        held = {self._times()[0].astimezone(self.conference.zone).date()} if self.instance.starts_at else set()
        days = [(day.isoformat(), day_text(day)) for day in sorted({*self.conference.days(), *held})]
        fields["day"].choices = [("", _("not scheduled yet")), *days]
        self._offer_languages()
        fields["interpreters"].queryset = InterpreterTeam.objects.filter(conference=self.conference)
        fields["in_rooms"].queryset = Room.objects.filter(venue__conference=self.conference).select_related("venue")

    def _offer_languages(self) -> None:
        """The conference's, and what else the session has."""
        spoken, shown = self.instance.languages, self.fields["languages"]
        codes = dict.fromkeys([*self.conference.languages, *spoken])
        self.fields["languages"] = LanguagesField(
            languages=tuple(codes), required=False, label=shown.label, help_text=shown.help_text
        )
        self.initial["languages"] = {code: self.instance.channels.get(code) for code in spoken}

    def _times(self) -> tuple[datetime.datetime, datetime.datetime]:
        return self.instance.starts_at, self.instance.ends_at

    def _current_version(self) -> int | None:
        """Locks the conference before the session, in the order of every act on the programme."""
        Conference.objects.select_for_update(no_key=True).get(pk=self.conference.pk)
        return super()._current_version()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        given = [self.cleaned_data.get(name) not in (None, "") for name in ("day", "begins", "ends")]
        if any(given) and not all(given):
            self.add_error("day", _("Give day, begin and end, or none of them."))
        if not any(given) and "in_rooms" in self.changed_data and self.cleaned_data.get("in_rooms"):
            self.add_error("in_rooms", _("A room is held for a time: give day, begin and end as well."))
        if self.cleaned_data.get("needs_booking") and not self.cleaned_data.get("capacity"):
            self.add_error("capacity", now("Where a seat has to be booked, say how many there are."))
        if self.cleaned_data.get("link") and not self.cleaned_data.get("is_hybrid"):
            self.add_error("is_hybrid", now("Only a session that may be followed online has an address for it."))
        self._part_languages()
        return cleaned

    def _part_languages(self) -> None:
        """What one control gives stands in two columns."""
        spoken = self.cleaned_data.get("languages")
        if spoken is not None:
            self.instance.channels = {code: channel for code, channel in spoken.items() if channel is not None}
            self.cleaned_data["languages"] = list(spoken)

    def schedule(self) -> tuple[datetime.datetime, datetime.datetime] | None:
        """The times on the venue's clock (naive), or none for the parking lot."""
        day, begins, ends = (self.cleaned_data.get(name) for name in ("day", "begins", "ends"))
        if day is None or begins is None or ends is None:
            return None
        return span_of(day, begins, ends)

    def moves(self) -> bool:
        """Whether times or rooms were changed."""
        return bool({"day", "begins", "ends", "in_rooms"} & set(self.changed_data))

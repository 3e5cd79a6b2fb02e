"""What the board sends: where a session shall stand, and how it stood before the officer's eyes."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.models import SessionType
from agenda.models.session import LONGEST_TITLE
from conference.models import Conference, Room


class VenueClockField(forms.Field):
    """“2019-06-20T09:00” as a clock at the venue shows it: naive, and read there by the act."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            moment = datetime.datetime.fromisoformat(value)
        except ValueError as error:
            raise forms.ValidationError(_("Enter a valid time.")) from error
        if moment.tzinfo is not None:
            raise forms.ValidationError(_("Enter a valid time."))
        return moment


class OwnRoomsField(forms.Field):
    """Rooms of the conference, by their ids; what the form knows of them is loaded once."""

    widget = forms.MultipleHiddenInput
    known: Mapping[str, Room]

    def to_python(self, value: Any) -> list[Room]:
        wanted = value or ()
        if any(each not in self.known for each in wanted):
            raise forms.ValidationError(_("This room belongs to another conference."))
        return [self.known[each] for each in wanted]


class PlacedForm(forms.Form):
    """When and where; without times in the parking lot. Rooms are the conference's own."""

    begins = VenueClockField(label=_("begins"), required=False)
    ends = VenueClockField(label=_("ends"), required=False)
    rooms = OwnRoomsField(label=_("rooms"), required=False)
    shown = forms.DateField(required=False)
    whole_day = forms.BooleanField(required=False)

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Room.objects.filter(venue__conference=conference).select_related("venue")
        known = {str(room.pk): room for room in own}
        for field in self.fields.values():
            if isinstance(field, OwnRoomsField):
                field.known = known

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and bool(self.cleaned_data["begins"]) != bool(self.cleaned_data["ends"]):
            self.add_error("ends", _("Give begin and end, or none of them."))
        return cleaned

    def times(self) -> tuple[datetime.datetime, datetime.datetime] | None:
        """On the venue's clock (naive), or none for the parking lot."""
        begins, ends = self.cleaned_data["begins"], self.cleaned_data["ends"]
        return (begins, ends) if begins and ends else None


class MoveForm(PlacedForm):
    """``version`` and what begins with ``seen``: what the officer had before the eyes."""

    session = forms.UUIDField()
    version = forms.IntegerField(min_value=0)
    seen_begins = VenueClockField(required=False)
    seen_ends = VenueClockField(required=False)
    seen_rooms = OwnRoomsField(required=False)
    undo = forms.BooleanField(required=False)


class NewSessionForm(PlacedForm):
    """The least that a session needs; its own form asks for the rest."""

    title = forms.CharField(label=_("title"), max_length=LONGEST_TITLE)
    type = forms.ChoiceField(label=_("type"), choices=SessionType.choices)


class DiscardForm(forms.Form):
    """A session that the officer made a moment ago."""

    session = forms.UUIDField()
    version = forms.IntegerField(min_value=0)
    shown = forms.DateField(required=False)
    whole_day = forms.BooleanField(required=False)

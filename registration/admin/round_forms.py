"""What is asked when a group of States is invited: the group, then each note."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.models import Conference, Mission, StateGroup
from registration.actions.note_rounds import NoteLine
from registration.admin.invitation_forms import DayInput, Section, offer_category, sections
from registration.forms.person import language_choices
from registration.forms.reply_day import clean_reply_by
from registration.models import GROUPS_OF_STATES, DispatchWay, Invitation, ParticipantCategory, Route
from registration.queries.note_rounds import StateToInvite, category_of_group
from registration.queries.windows import usual_reply_by

_SEATS = gettext_lazy("Enter a number from 1 to 999, or leave it empty.")
SEATS_IN_WORDS = {"invalid": _SEATS, "min_value": _SEATS, "max_value": _SEATS}
BY_NOTE, WITH_COPY = "note", "copy"


class RoundForm(forms.Form):
    """Whom the round is for, and what all its notes say."""

    groups = forms.MultipleChoiceField(
        label=gettext_lazy("States"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one group.")},
    )
    reply_by = forms.DateField(
        label=gettext_lazy("Reply by"),
        widget=DayInput,
        error_messages={"required": gettext_lazy("Enter the day by which a reply is asked for.")},
    )
    quota = forms.IntegerField(
        label=gettext_lazy("Seats for each delegation"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=gettext_lazy("It can be changed for each State. Empty: left to the Government."),
        error_messages=SEATS_IN_WORDS,
    )
    copies = forms.ChoiceField(
        label=gettext_lazy("How the invitation goes"),
        choices=(
            (BY_NOTE, gettext_lazy("By note only: nothing is written by e-mail, reminders neither")),
            (WITH_COPY, gettext_lazy("By note, with a copy by e-mail to the mission when the note is dispatched")),
        ),
        widget=forms.RadioSelect,
    )
    without_optional_marks = True

    def __init__(self, *args: Any, conference: Conference, groups: dict[str, int], **kwargs: Any) -> None:
        usual = {"groups": list(groups), "reply_by": lambda: usual_reply_by(conference), "copies": BY_NOTE}
        kwargs.setdefault("initial", usual)
        super().__init__(*args, **kwargs)
        self.conference = conference
        self.fields["groups"].choices = [  # type: ignore[attr-defined]
            (group, _group_label(group, count)) for group, count in groups.items()
        ]

    def clean_reply_by(self) -> datetime.date | None:
        """A day that the addressee can keep: not past, and while one can still register."""
        return clean_reply_by(self.conference, self.cleaned_data["reply_by"])

    @property
    def copies_by_email(self) -> bool:
        return bool(self.cleaned_data["copies"] == WITH_COPY)

    def sections(self) -> list[Section]:
        return sections(self, ("", ("groups", "reply_by", "quota", "copies")))


def _group_label(group: str, count: int) -> str:
    states = ngettext("%(count)d not invited yet", "%(count)d not invited yet", count)
    return f"{capfirst(str(GROUPS_OF_STATES[StateGroup(group)]))} – {states % {'count': count}}"


class NoteForm(forms.Form):
    """One note: through which mission and in which language, for how many, in which category."""

    mission = forms.ChoiceField(label=gettext_lazy("Mission"))
    email = forms.EmailField(label=gettext_lazy("Another address"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    category = forms.ChoiceField(label=gettext_lazy("Category"))
    quota = forms.IntegerField(
        label=gettext_lazy("Seats"), min_value=1, max_value=999, required=False, error_messages=SEATS_IN_WORDS
    )

    def __init__(
        self,
        *args: Any,
        conference: Conference,
        to_invite: StateToInvite,
        categories: Iterable[ParticipantCategory],
        quota: int | None = None,
        note: Invitation | None = None,
        **kwargs: Any,
    ) -> None:
        self.to_invite, self.note = to_invite, note
        self.missions = {str(mission.pk): mission for mission in to_invite.missions}
        self.categories = {str(each.pk): each for each in categories if each.route == Route.NOMINATION}
        kwargs.setdefault("prefix", to_invite.state.code)
        kwargs.setdefault("initial", self._of(note) if note else self._usual(conference, quota))
        super().__init__(*args, **kwargs)
        self.fields["mission"].choices = [(pk, _mission_label(each)) for pk, each in self.missions.items()]  # type: ignore[attr-defined]
        usual = note.category if note else category_of_group(self.categories.values(), to_invite.state.group)
        offer_category(self.fields["category"], self.categories, usual)
        self.fields["language"].choices = language_choices(conference)  # type: ignore[attr-defined]
        if len(self.missions) == 1 and note is None:
            self.fields["mission"].widget = forms.HiddenInput()
        for bound in self:
            label = {"label": bound.label, "state": to_invite.name}
            bound.field.widget.attrs["aria-label"] = _("%(label)s, %(state)s") % label

    def _usual(self, conference: Conference, quota: int | None) -> dict[str, Any]:
        first = self.to_invite.missions[0]
        return {
            "mission": str(first.pk),
            "language": conference.language_or_default(first.language),
            "quota": quota,
        }

    def _of(self, note: Invitation) -> dict[str, Any]:
        own = note.mission is not None and note.email == note.mission.email
        return {
            "mission": str(note.mission_id),
            "email": "" if own else note.email,
            "language": note.language,
            "category": str(note.category_id),
            "quota": note.quota,
        }

    @property
    def the_mission(self) -> Mission:
        return self.to_invite.missions[0]

    def line(self) -> NoteLine:
        """What the act is given."""
        chosen = self.cleaned_data
        mission = self.missions[chosen["mission"]]
        return NoteLine(
            state=self.to_invite.state,
            mission=mission,
            category=self.categories[chosen["category"]],
            quota=chosen["quota"],
            language=chosen["language"],
            email=chosen["email"] or mission.email,
        )

    def sections(self) -> list[Section]:
        return sections(self, ("", ("mission", "email", "language", "category", "quota")))


class ChosenNoteForm(NoteForm):
    """A row of the table: also whether the State is invited in this round at all."""

    chosen = forms.BooleanField(label=gettext_lazy("Invite"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["chosen"] = True

    @property
    def is_chosen(self) -> bool:
        return f"{self.prefix}-chosen" in self.data

    def is_valid(self) -> bool:
        """What is left out may be wrong."""
        return not self.is_chosen or super().is_valid()


class ChangeNoteForm(NoteForm):
    """A draft on a page of its own, with the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class DispatchForm(forms.Form):
    """When the notes left the house, and how."""

    on = forms.DateField(
        label=gettext_lazy("Dispatched on"),
        widget=DayInput,
        error_messages={"required": gettext_lazy("Enter the day on which the notes left.")},
    )
    how = forms.ChoiceField(label=gettext_lazy("How"), choices=DispatchWay.choices)
    without_optional_marks = True

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today, "how": DispatchWay.COURIER})
        super().__init__(*args, **kwargs)

    def sections(self) -> list[Section]:
        return sections(self, ("", ("on", "how")))


def _mission_label(mission: Mission) -> str:
    parts = (str(mission.name), str(mission.city), mission.email)
    return ", ".join(part for part in parts if part)


def uuid_or_new(text: str) -> uuid.UUID:
    """The round's identifier as the form carries it; a made-up one is a new round."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()

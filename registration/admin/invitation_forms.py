"""What is asked when somebody is invited."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.current import required_conference
from conference.models import Mission, Organisation, OrganisationFamily
from conference.models.organisation import OF_ONE_CONFERENCE
from conference.reference.sort_keys import sort_key
from registration.admin.registration_filters import categories_of
from registration.forms.person import PersonForm, language_choices
from registration.forms.reply_day import clean_reply_by
from registration.models import NAME_FIELDS, Channel, ParticipantCategory, Route
from registration.queries.note_rounds import category_of_group
from registration.queries.windows import usual_reply_by

Section = tuple[str, list[forms.BoundField]]


class DayInput(forms.DateInput):
    """The browser's own control for a day."""

    input_type = "date"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def sections(form: forms.BaseForm, *parts: tuple[str, Sequence[str]]) -> list[Section]:
    """A form's fields under headings, in the page's order."""
    return [(title, [form[name] for name in names if name in form.fields]) for title, names in parts]


def offer_category(
    field: forms.Field, categories: Mapping[str, ParticipantCategory], usual: ParticipantCategory | None
) -> None:
    """The category that is usual stands first chosen; where none is, nothing is chosen for the officer."""
    choices = [(pk, str(each)) for pk, each in categories.items()]
    field.choices = choices if usual else [("", _("Choose")), *choices]  # type: ignore[attr-defined]
    field.initial = str(usual.pk) if usual else ""
    field.error_messages["required"] = _("Choose the category in which this State is invited.")


class InvitationFields(forms.Form):
    """What every invitation says: category, language, date by which a reply is asked."""

    category = forms.ChoiceField(label=gettext_lazy("Category"))
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"))
    reply_by = forms.DateField(label=gettext_lazy("Reply by"), widget=DayInput, required=False)

    route: Route

    def prepare(self, request: HttpRequest) -> None:
        """Offers what the conference has, and what is usual first."""
        self.inviting = conference = required_conference(request)
        self.categories = {str(pk): each for pk, each in categories_of(request).items() if each.route == self.route}
        self.fields["category"].choices = [(pk, str(each)) for pk, each in self.categories.items()]  # type: ignore[attr-defined]
        self.fields["language"].choices = language_choices(conference)  # type: ignore[attr-defined]
        self.fields["reply_by"].initial = usual_reply_by(conference)

    def clean_reply_by(self) -> datetime.date | None:
        """A day that the addressee can keep."""
        category = self.categories.get(self.cleaned_data.get("category", ""))
        return clean_reply_by(self.inviting, self.cleaned_data["reply_by"], category)

    def chosen_category(self) -> ParticipantCategory:
        return self.categories[self.cleaned_data["category"]]


class InviteStateForm(InvitationFields):
    """A State, through one of its missions."""

    route = Route.NOMINATION
    quota = forms.IntegerField(
        label=gettext_lazy("Seats"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=gettext_lazy("Left empty, the size of the delegation is left to the Government."),
    )
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=Channel.choices)
    reference = forms.CharField(label=gettext_lazy("Reference number"), max_length=60, required=False)
    email = forms.EmailField(
        label=gettext_lazy("Address"), help_text=gettext_lazy("The mission's; the letter goes there.")
    )
    field_order = ("category", "quota", "reply_by", "channel", "reference", "language", "email")

    def __init__(self, *args: Any, request: HttpRequest, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare(request)
        conference = required_conference(request)
        self.fields["language"].initial = conference.language_or_default(mission.language)
        usual = category_of_group(self.categories.values(), mission.state.group)
        offer_category(self.fields["category"], self.categories, usual)
        self.fields["email"].initial = mission.email
        self.fields["reference"].help_text = _("Left empty, the note gets the next number after %(prefix)s.") % {
            "prefix": conference.note_prefix or "0"
        }

    def sections(self) -> list[Section]:
        return sections(
            self,
            (_("Participation"), ("category", "quota", "reply_by")),
            (_("The note"), ("channel", "reference", "language", "email")),
        )


class InviteOrganisationForm(InvitationFields):
    """An organisation: one of the register, or one that is entered with its invitation."""

    route = Route.NOMINATION
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Name of another"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("An organisation of this conference that the register does not know yet."),
    )
    family = forms.ChoiceField(
        label=gettext_lazy("Which is"),
        choices=[(each.value, each.label) for each in OrganisationFamily if each in OF_ONE_CONFERENCE],
    )
    quota = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=999, required=False)
    way = forms.ChoiceField(
        label=gettext_lazy("The letter goes"),
        choices=(("email", gettext_lazy("by e-mail")), ("paper", gettext_lazy("on paper, by hand"))),
    )
    reference = forms.CharField(label=gettext_lazy("Reference number"), max_length=60, required=False)
    email = forms.EmailField(label=gettext_lazy("Address"), required=False)

    def __init__(
        self, *args: Any, request: HttpRequest, organisations: Sequence[tuple[Organisation, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.prepare(request)
        self.organisations = {str(organisation.pk): organisation for organisation, _name in organisations}
        known = [(str(organisation.pk), name) for organisation, name in organisations]
        self.fields["organisation"].choices = [("", _("Choose")), *known]  # type: ignore[attr-defined]
        self.fields["language"].initial = required_conference(request).language_or_default(None)
        for_states = (pk for pk, each in self.categories.items() if not each.state_groups)
        self.fields["category"].initial = next(for_states, None)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if bool(self.cleaned_data.get("organisation")) == bool(self.cleaned_data.get("name")):
            self.add_error("organisation", _("Choose an organisation, or enter the name of another."))
        return cleaned

    def sections(self) -> list[Section]:
        return sections(
            self,
            (_("Organisation"), ("organisation", "name", "family")),
            (_("Participation"), ("category", "quota", "reply_by")),
            (_("The letter"), ("way", "email", "reference", "language")),
        )


class InvitePersonForm(PersonForm, InvitationFields):
    """An individual expert, by a letter with a link of their own."""

    route = Route.INVITATION
    required_fields = ("given_names",)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, conference=required_conference(request), **kwargs)
        self.fields["language"] = forms.ChoiceField(label=_("Language of the letter"))
        self.prepare(request)
        self.fields["email"].help_text = _("The invitation is bound to this address.")

    def sections(self) -> list[Section]:
        return sections(
            self,
            (_("Invitation"), ("category", "reply_by", "language")),
            (_("Person"), (*NAME_FIELDS, "function", "institution")),
            (_("Contact"), ("email", "office_email", "phone")),
        )


def missions_by_state(missions: Iterable[Mission], names: dict[Any, str]) -> list[tuple[str, list[Mission]]]:
    """The missions under the name of their State, in the order of the names."""
    grouped: dict[str, list[Mission]] = {}
    for mission in sorted(missions, key=lambda mission: sort_key(names[mission.state_id])):
        grouped.setdefault(names[mission.state_id], []).append(mission)
    return list(grouped.items())

"""The forms of a campaign: its words in each language, and when it goes."""

import datetime
import uuid
from typing import Any

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.clock import conference_now
from conference.correspondence.campaigns.audiences import audience_of, purpose_of
from conference.correspondence.campaigns.sending import venue_moment
from conference.correspondence.compose import clean, one_line
from conference.correspondence.models import Campaign
from conference.correspondence.wordings import faults_of, faults_of_subject
from conference.formats import language_name, zone_text
from conference.models import Conference

NOW, LATER = "now", "later"
LONGEST = 20_000


class OnceForm(forms.Form):
    """Submitted twice, it is one act: by the token of its page."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)


class ChosenForm(ActionForm, OnceForm):
    """What is done with the ticked rows of a list."""


class NameForm(OnceForm):
    """What a new campaign is called."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("For the Secretariat alone; recipients do not see it."),
    )

    def clean_name(self) -> str:
        return one_line(clean(self.cleaned_data["name"]))


class CampaignForm(forms.Form):
    """Refuses placeholders that its letters do not have, and braces that are none, each with its line.

    A language is left empty as a whole: its readers receive English then, or what there is.
    """

    # Of each language both fields are wanted or neither; the page says so once.
    without_optional_marks = True

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("For the Secretariat alone; recipients do not see it."),
    )
    condition = forms.ChoiceField(
        label=gettext_lazy("To whom of the list"),
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy("It is asked again when each letter goes: who no longer is among them receives none."),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        super().__init__(data, initial=_initial(campaign))
        self.campaign, self.purpose = campaign, purpose_of(campaign)
        known = audience_of(campaign).conditions
        choices = [("", _("everybody on it"))] + [(key, str(each.label)) for key, each in known.items()]
        self.fields["condition"].choices = choices  # type: ignore[attr-defined]
        for language in campaign.conference.languages:
            self.fields[f"subject_{language}"] = _subject(language)
            self.fields[f"body_{language}"] = _body(language)

    @property
    def of_languages(self) -> list[tuple[str, str, list[BoundField]]]:
        """For the template: code, name and the two fields of each language."""
        return [
            (code, language_name(code), [self[f"subject_{code}"], self[f"body_{code}"]])
            for code in self.campaign.conference.languages
        ]

    @property
    def words(self) -> dict[str, tuple[str, str]]:
        given = self.cleaned_data
        every = {code: (given[f"subject_{code}"], given[f"body_{code}"]) for code in self.campaign.conference.languages}
        return {code: words for code, words in every.items() if all(words)}

    def clean_name(self) -> str:
        return one_line(clean(self.cleaned_data["name"]))

    def clean(self) -> dict[str, Any] | None:
        for language in self.campaign.conference.languages:
            subject, body = f"subject_{language}", f"body_{language}"
            for field, faults in ((subject, faults_of_subject), (body, faults_of)):
                for fault in faults(self.purpose, self.cleaned_data.get(field, "")):
                    self.add_error(field, fault)
            self._ask_for_both(subject, body)
        return self.cleaned_data

    def _ask_for_both(self, subject: str, body: str) -> None:
        given = self.cleaned_data
        if given.get(body) and given.get(subject) == "":
            self.add_error(subject, _("Please give the letter a subject, or leave this language empty."))
        if given.get(subject) and given.get(body) == "":
            self.add_error(body, _("Please write the letter, or leave this language empty."))


def _subject(language: str) -> forms.CharField:
    attrs = {"lang": language}
    return OneLineField(label=_("subject"), max_length=300, required=False, widget=forms.TextInput(attrs=attrs))


def _body(language: str) -> forms.CharField:
    return TextField(
        label=_("text"),
        max_length=LONGEST,
        required=False,
        help_text=_("An empty line begins a new paragraph; a link stands alone in its own."),
        widget=forms.Textarea(attrs={"lang": language, "rows": 16}),
    )


class OneLineField(forms.CharField):
    """For headers: whatever white space was typed, one space."""

    def to_python(self, value: Any) -> str:
        return one_line(clean(str(super().to_python(value) or "")))


class TextField(forms.CharField):
    """Plain text without what turns text around."""

    def to_python(self, value: Any) -> str:
        return clean(str(super().to_python(value) or ""))


def _initial(campaign: Campaign) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": campaign.name,
        "condition": campaign.condition,
        "seen_version": campaign.version,
    }
    for each in campaign.wordings.all():
        found |= {f"subject_{each.language}": each.subject, f"body_{each.language}": each.body}
    return found


class SendingForm(forms.Form):
    """At once, or at a moment on the venue's clock."""

    without_optional_marks = True

    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=((NOW, gettext_lazy("At once")), (LATER, gettext_lazy("At this time:"))),
        widget=forms.RadioSelect,
    )
    day = forms.DateField(
        label=gettext_lazy("Day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        zone = zone_text(conference.zone, conference_now(conference))
        self.fields["time"].help_text = _("On the clock of the venue (%(zone)s).") % {"zone": zone}

    def clean(self) -> dict[str, Any] | None:
        given = self.cleaned_data
        if given.get("when") == LATER and "day" not in self.errors and "time" not in self.errors:
            for name, sentence in (("day", _("Please give the day.")), ("time", _("Please give the time."))):
                if not given.get(name):
                    self.add_error(name, sentence)
        return given

    @property
    def moment(self) -> datetime.datetime | None:
        """Nothing for at once. Raises ``CampaignNotReadyError`` for an hour that the change of clocks takes."""
        given = self.cleaned_data
        if given["when"] == NOW:
            return None
        return venue_moment(self.conference, datetime.datetime.combine(given["day"], given["time"]))


class ReasonForm(forms.Form):
    """Why an officer stops or cancels a campaign."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, required=False, widget=forms.TextInput)

    def clean_reason(self) -> str:
        return one_line(clean(self.cleaned_data["reason"]))

"""What a person eats and needs to get about: asked with the registration, and changed on one's own page."""

from typing import Any

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registration.forms.person import SectionText, button, capitalised
from registration.models import Diet, ParticipantCategory, ParticipantNeeds, Particular

NEEDS_FIELDS = ("diet", "diet_note", "access")
#: Which of them answers which particular.
ASKED_BY: dict[Particular, tuple[str, ...]] = {
    Particular.DIET: ("diet", "diet_note"),
    Particular.ACCESS: ("access",),
}
WHO_READS_IT = _(
    "The kitchen and the venue are told numbers, not names. Only the officer for the duty of care "
    "reads what you write here; it is kept encrypted."
)


class NeedsQuestions(forms.Form):
    """The questions alone; a form that is made of them leaves away what is not asked."""

    diet = forms.MultipleChoiceField(label=_("Meals"), widget=forms.CheckboxSelectMultiple, required=False)
    diet_note = forms.CharField(
        label=_("Allergies, or what else the kitchen should know"), required=False, max_length=300
    )
    access = forms.CharField(
        label=_("What you need in order to get about, to see, to hear or to work"),
        help_text=_("For example a seat without steps, sign language, an assistant, large print."),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )

    def said(self) -> dict[str, str]:
        """What was said, as it is kept."""
        return {
            "diet": ",".join(self.cleaned_data.get("diet", [])),
            "diet_note": self.cleaned_data.get("diet_note", ""),
            "access": self.cleaned_data.get("access", ""),
        }

    def needs(self) -> ParticipantNeeds | None:
        """What was said about meals and access, not saved; nothing where nothing was said."""
        said = self.said()
        return ParticipantNeeds(**said) if any(said.values()) else None


class NeedsForm(NeedsQuestions):
    """One's own needs, filled with what is known; an office, which is not shown them, finds it empty."""

    def __init__(
        self,
        data: Any = None,
        *,
        category: ParticipantCategory,
        known: ParticipantNeeds | None,
        is_office: bool,
        **kwargs: Any,
    ) -> None:
        self.known = known or ParticipantNeeds()
        initial = {} if is_office else initial_of(self.known)
        super().__init__(data, initial=initial, **kwargs)
        self.is_office = is_office
        for particular, names in ASKED_BY.items():
            for name in names:
                if particular not in category.asks and not initial.get(name):
                    del self.fields[name]
        if "diet" in self.fields:
            self.fields["diet"].choices = capitalised(Diet)  # type: ignore[attr-defined]
        self.helper = FormHelper(self)
        self.helper.attrs = {"novalidate": ""}
        self.helper.form_tag, self.helper.disable_csrf = False, True
        self.helper.layout = Layout(
            Fieldset(None, SectionText(WHO_READS_IT), *self.fields), FormActions(button("save", _("Save")))
        )

    def told(self) -> ParticipantNeeds:
        """What is to be kept: as entered, and what this form does not ask as it is known."""
        unasked = {name: getattr(self.known, name) for name in NEEDS_FIELDS if name not in self.fields}
        return ParticipantNeeds(**self.said() | unasked)

    def is_left_alone(self) -> bool:
        """Whether nothing is to be changed: an office that enters nothing leaves what it does not see."""
        return not any(self.said().values()) if self.is_office else not self.changed_data

    def tell_what_stands(self, now: ParticipantNeeds) -> None:
        """After a lost update: beside each answer that differs what is on record by now; not to an office."""
        stands = {} if self.is_office else initial_of(now)
        for name in self.fields:
            value = stands.get(name, "")
            if stands and value != self.cleaned_data.get(name):
                self.add_error(name, _on_record(value))


def initial_of(needs: ParticipantNeeds) -> dict[str, Any]:
    """As the form shows it."""
    meals = [each for each in needs.diet.split(",") if each in Diet]
    return {"diet": meals, "diet_note": needs.diet_note, "access": needs.access}


def _on_record(value: str | list[str]) -> str:
    words = ", ".join(str(Diet(each).label) for each in value) if isinstance(value, list) else value
    if not words:
        return gettext("On record now: nothing. What you typed is kept; please look at it again.")
    return gettext("On record now: “%(value)s”. What you typed is kept; please look at it again.") % {"value": words}

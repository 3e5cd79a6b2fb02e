"""What a form asks beyond name and function: as much of it as the Secretariat has chosen for the category."""

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from conference.formats import language_name
from registration.forms.needs import ASKED_BY, WHO_READS_IT, NeedsQuestions
from registration.forms.person import PersonForm, SectionText, capitalised
from registration.forms.widgets import SuggestingInput
from registration.models import AgeBand, Diet, Modality, ParticipantCategory, Particular
from registration.models.particulars import NEVER_REQUIRED

GENDERS = (_("woman"), _("man"), _("non-binary"))
#: What of the form answers which particular; the rest have a step of their own.
FIELDS_OF: dict[Particular, tuple[str, ...]] = {
    Particular.NATIONALITY: ("nationality",),
    Particular.GENDER: ("gender",),
    Particular.AGE_BAND: ("age_band",),
    Particular.PHONE: ("phone",),
    Particular.OFFICE_EMAIL: ("office_email",),
    Particular.INTERPRETATION_LANGUAGE: ("interpretation_language",),
    Particular.MODALITY: ("modality",),
    **ASKED_BY,
    Particular.DO_NOT_PHOTOGRAPH: ("do_not_photograph",),
}
MISSING: dict[str, Any] = {
    "nationality": _("Choose your nationality"),
    "age_band": _("Choose your age group"),
    "phone": _("Enter a telephone number with the country code, like +976 11 262626"),
    "office_email": _("Enter the private office's address, like office@mfa.example"),
    "interpretation_language": _("Choose the language in which you wish to listen"),
    "modality": _("Say whether you take part in person or online"),
}


class ParticularsForm(NeedsQuestions, PersonForm):
    """A person's form for a category: what it does not ask is not in it."""

    class Meta(PersonForm.Meta):
        fields = (
            *PersonForm.Meta.fields,
            "gender",
            "age_band",
            "interpretation_language",
            "modality",
            "do_not_photograph",
        )
        widgets = PersonForm.Meta.widgets | {"gender": SuggestingInput(GENDERS, {"autocomplete": "sex"})}

    age_band = forms.ChoiceField(label=_("Age group"), required=False)
    interpretation_language = forms.ChoiceField(label=_("Language in which you wish to listen"), required=False)
    modality = forms.ChoiceField(label=_("How you take part"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, category: ParticipantCategory, **kwargs: Any) -> None:
        self.category = category
        super().__init__(*args, **kwargs)

    def _prepare_fields(self) -> None:
        for name in self._left_away():
            del self.fields[name]
        super()._prepare_fields()
        self._offer()
        for name in self._answers_required():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = MISSING[name]

    def _left_away(self) -> list[str]:
        """What the category does not ask."""
        asked = self.category.asks
        return [name for particular, names in FIELDS_OF.items() if particular not in asked for name in names]

    def _answers_required(self) -> list[str]:
        """What nobody can do without, of what is asked."""
        required = set(self.category.requires) & set(self.category.asks) - NEVER_REQUIRED
        return [name for each in required for name in FIELDS_OF.get(Particular(each), ())]

    def _offer(self) -> None:
        languages = [(code, language_name(code)) for code in self._languages_to_listen_in()]
        offered: dict[str, list[tuple[str, Any]]] = {
            "age_band": [("", _("Not stated")), *capitalised(AgeBand)],
            "interpretation_language": [("", _("No interpretation needed")), *languages],
            "modality": capitalised(Modality),
            "diet": capitalised(Diet),
        }
        for name, choices in offered.items():
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
        if "gender" in self.fields:
            self.fields["gender"].help_text = _("In your own words, if you wish to say; used for statistics alone.")
        if "do_not_photograph" in self.fields:
            self.fields["do_not_photograph"].label = _("I do not wish to be photographed or filmed.")
            self.fields["do_not_photograph"].help_text = _(
                "The Secretariat tells those who take pictures at the conference."
            )

    def _languages_to_listen_in(self) -> list[str]:
        """The conference's, and the one that is on record where it is no longer one of them."""
        known = self.instance.interpretation_language
        return [*self.conference.languages, *([known] if known and known not in self.conference.languages else [])]

    def contact_section(self) -> Fieldset:
        """With what concerns the person rather than the function."""
        return self.section(
            _("How to reach you"), ("email",), ("phone", "language"), ("office_email",), ("nationality",)
        )

    def about_sections(self) -> list[Fieldset]:
        """About the person and the stay; nothing where nothing is asked."""
        about = self.section(_("About you"), ("gender", "age_band"), ("modality",), ("interpretation_language",))
        needs = self.section(_("Needs"), ("diet",), ("diet_note",), ("access",))
        needs.fields.insert(0, SectionText(WHO_READS_IT))
        return [section for section, least in ((about, 0), (needs, 1)) if len(section.fields) > least]

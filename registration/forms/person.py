"""What a form asks about a person: name, function, how to reach them."""

from typing import TYPE_CHECKING, Any

from crispy_forms.bootstrap import FormActions, StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Row
from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from conference.formats import language_name
from conference.models import Conference
from registration.forms.phone import PhoneField
from registration.forms.widgets import CountryField, SuggestingInput
from registration.models import NAME_FIELDS, NameOfAddress, NameOrder, Participant, courtesies

if TYPE_CHECKING:
    PersonModelForm = forms.ModelForm[Participant]
else:
    PersonModelForm = forms.ModelForm

COURTESIES = tuple(map(_, courtesies.COURTESIES))
TITLES = tuple(map(_, courtesies.TITLES))
FUNCTION_FIELDS = ("function", "institution")
OF_MEDIUM_WIDTH = frozenset({"patronymic", "nationality", "role", "phone"})
CONTACT_FIELDS = ("email", "phone", "office_email", "language", "nationality")


def language_choices(conference: Conference) -> list[tuple[str, str]]:
    """The conference's languages, each by its own name."""
    return [(code, language_name(code)) for code in conference.languages]


def capitalised(choices: type[models.TextChoices]) -> list[tuple[str, str]]:
    """The choices as a list shows them."""
    return [(value, capfirst(label)) for value, label in choices.choices]


def _line(names: list[str]) -> Row | Field:
    """One field on a line of its own, or two side by side."""
    if len(names) > 1:
        return Row(*names)
    return Field(names[0], wrapper_class="field-medium" if names[0] in OF_MEDIUM_WIDTH else "")


def button(step: str, label: Any, style: str = "primary") -> StrictButton:
    """A submit button that says which step it asks for."""
    return StrictButton(label, type="submit", name="step", value=step, css_class=f"btn-{style}")


class SectionText:
    """A sentence under a section's title, as an element of a layout."""

    def __init__(self, text: str | Promise) -> None:
        self.text = text

    def render(self, *_args: Any, **_kwargs: Any) -> SafeString:
        return format_html('<p class="section-text">{}</p>', self.text)


class PersonForm(PersonModelForm):
    """Everything that a form may ask about a person; those below leave away what they do not need.

    The instance is never saved here: an action gets it, or what changed in it.
    """

    class Meta:
        model = Participant
        fields: tuple[str, ...] = (*NAME_FIELDS, *FUNCTION_FIELDS, *CONTACT_FIELDS)
        widgets = {
            "courtesy": SuggestingInput(COURTESIES, {"autocomplete": "honorific-prefix"}),
            "title": SuggestingInput(TITLES),
            "given_names": forms.TextInput({"autocomplete": "given-name"}),
            "family_name": forms.TextInput({"autocomplete": "family-name"}),
            "patronymic": forms.TextInput({"autocomplete": "additional-name"}),
            "function": forms.TextInput({"autocomplete": "organization-title"}),
            "institution": forms.TextInput({"autocomplete": "organization"}),
            "email": forms.EmailInput({"autocomplete": "email"}),
        }
        labels = {
            "function": _("Function"),
            "name_of_address": _("Written in capitals"),
            "native_name": _("Name in its own script"),
            "email": _("E-mail address"),
            "office_email": _("Private office's e-mail address"),
        }
        help_texts = {
            "family_name": _("Leave empty if you use one name."),
            "name_of_address": _(
                "The name by which one is addressed: the given name in Mongolian usage, the family name in Korean."
            ),
            "native_name": _("For example in Cyrillic, Hangul or Arabic script."),
            "function": _("As it should be printed, for example: Director, Department of Multilateral Policy."),
            "office_email": _("An assistant who should receive a copy of what we write."),
        }

    nationality = CountryField(label=_("Nationality"), required=False)
    phone = PhoneField(label=_("Telephone"), help_text=_("With the country code, like +976 11 262626."))
    required_fields: tuple[str, ...] = ("given_names",)

    def __init__(
        self, data: Any = None, *, conference: Conference, instance: Participant | None = None, **kwargs: Any
    ) -> None:
        language = conference.language_or_default(get_language())
        person = instance or Participant(conference=conference, language=language)
        super().__init__(data, instance=person, **kwargs)
        self.conference = conference
        self._prepare_fields()

    def _prepare_fields(self) -> None:
        for name, field in self.fields.items():
            field.required = field.required or name in self.required_fields
        if "language" in self.fields:
            self.fields["language"] = forms.ChoiceField(
                label=_("Language of correspondence"),
                choices=language_choices(self.conference),
            )
        if "name_order" in self.fields:
            self.fields["name_order"].widget = forms.Select(choices=capitalised(NameOrder))
            self.fields["name_of_address"].widget = forms.Select(choices=capitalised(NameOfAddress))
        if isinstance(phone := self.fields.get("phone"), PhoneField):
            phone.known = self.instance.phone or str(self.initial.get("phone", ""))
        self._speak_plainly()

    def _speak_plainly(self) -> None:
        messages = {
            "given_names": {"required": _("Enter the given names, or the one name that is used")},
            "email": {
                "required": _("Enter an e-mail address, like name@mfa.example"),
                "invalid": _("Enter an e-mail address, like name@mfa.example"),
            },
            "office_email": {"invalid": _("Enter the private office's address, like office@mfa.example")},
            "function": {"required": _("Enter the function, as it should be printed")},
        }
        for name, own in messages.items():
            if name in self.fields:
                self.fields[name].error_messages.update(own)

    def section(self, title: str | Promise, *lines: tuple[str, ...]) -> Fieldset:
        """A section with those lines, and of each line those fields, that this form has."""
        present = [[name for name in line if name in self.fields] for line in lines]
        return Fieldset(title, *(_line(names) for names in present if names))

    def name_section(self) -> Fieldset:
        return self.section(
            _("Name"),
            ("courtesy", "title"),
            ("given_names", "family_name"),
            ("patronymic",),
            ("name_order", "name_of_address"),
            ("native_name",),
        )

    def function_section(self) -> Fieldset:
        return self.section(_("Function"), ("role",), ("function",), ("institution",))

    def contact_section(self) -> Fieldset:
        return self.section(_("Contact"), ("email",), ("phone", "language"), ("office_email",), ("nationality",))

    def make_helper(self, *sections: Any, actions: tuple[Any, ...]) -> FormHelper:
        """The form's layout: sections, then the acts at its foot. Errors are also listed above it, by the page."""
        helper = FormHelper(self)
        helper.layout = Layout(*sections, FormActions(*actions))
        helper.render_hidden_fields = True
        helper.attrs = {"novalidate": ""}
        return helper

    def changes(self) -> dict[str, Any]:
        """What was changed, by field of the participant."""
        names = {field.name for field in Participant._meta.get_fields()}
        return {name: self.cleaned_data[name] for name in self.changed_data if name in names}

"""What a person changes of their own."""

from dataclasses import dataclass
from typing import Any

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from registration.actions.people import ALWAYS_OWN
from registration.forms.known import KnownPersonForm
from registration.forms.organisation import organisation_fields, organisation_section
from registration.forms.particulars import ParticularsForm
from registration.forms.person import SectionText, button
from registration.forms.visibility import level_field
from registration.models import APPLICATION_FIELDS, Registration
from registration.queries.change_values import OF_THE_APPLICATION, kept, shown, standing_value


@dataclass(frozen=True)
class Line:
    """One change: what stands there, and what shall stand there."""

    field: str
    label: str
    old: str
    new: str


class CorrectionForm(KnownPersonForm, ParticularsForm):
    """As much of the registration as one may correct at its stage, filled with what is known.

    ``is_held`` says that all but how one is reached, and what one says of oneself alone, becomes a request; the form
    says so of each such section.
    """

    class Meta(ParticularsForm.Meta):
        pass

    def __init__(
        self,
        data: Any = None,
        *,
        registration: Registration,
        correctable: frozenset[str],
        is_held: bool,
        action_url: str,
        **kwargs: Any,
    ) -> None:
        self.registration, self.correctable, self.is_held = registration, correctable, is_held
        super().__init__(
            data,
            conference=registration.conference,
            category=registration.category,
            instance=registration.participant,
            **kwargs,
        )
        sections = [*self._particulars(), *self._always_own()]
        self.helper = self.make_helper(*sections, actions=(button("save", _("Go on") if is_held else _("Save")),))
        self.helper.form_action = action_url
        # Taken before the form is validated: that writes what was typed on the person.
        self._standing = {name: standing_value(registration, self._kept_as(name)) for name in self._asked()}

    def application_changes(self) -> dict[str, Any]:
        """What was changed of the application."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in APPLICATION_FIELDS}

    def lines(self) -> list[Line]:
        """Everything that was changed, in the order of the form."""
        return [self._line(name) for name in self._asked() if name in self.changed_data]

    def lines_to_confirm(self) -> list[Line]:
        """What becomes a request."""
        return [line for line in self.lines() if self.is_held and line.field not in ALWAYS_OWN]

    def lines_saved_at_once(self) -> list[Line]:
        return [line for line in self.lines() if not self.is_held or line.field in ALWAYS_OWN]

    def _left_away(self) -> list[str]:
        return [name for name in self.fields if name not in self.correctable | {"seen_version"}]

    def _answers_required(self) -> list[str]:
        """What must be answered stays answered; who was never asked is not held up by it here."""
        return [
            name for name in super()._answers_required() if name in self.fields and getattr(self.instance, name, None)
        ]

    def _particulars(self) -> list[Fieldset]:
        """Who one is, for whom one works, and how one takes part."""
        sections = [
            self.name_section(),
            self.function_section(),
            self.section(_("Nationality"), ("nationality",)),
            self.section(_("Taking part"), ("modality",), ("age_band",)),
        ]
        if self.registration.category.asks_about_organisation and hasattr(self.registration, "application"):
            self.fields.update(organisation_fields())
            self.initial.update(forms.model_to_dict(self.registration.application, fields=APPLICATION_FIELDS))
            sections.append(organisation_section())
        sentence = _("Confirmed by the Secretariat before it changes.")
        return [self._explained(each, sentence) for each in sections if each.fields]

    def _always_own(self) -> list[Fieldset]:
        """How one is reached, in which language one listens, and what one says of oneself."""
        sections = [
            self.section(_("Contact"), ("phone", "language"), ("office_email",)),
            self.section(_("About you"), ("interpretation_language",), ("gender",)),
        ]
        return [self._explained(each, _("Changes as soon as you save it.")) for each in sections if each.fields]

    def _explained(self, section: Fieldset, sentence: Any) -> Fieldset:
        if self.is_held:
            section.fields.insert(0, SectionText(sentence))
        return section

    def _asked(self) -> list[str]:
        return [name for name in self.fields if name != "seen_version"]

    def _line(self, name: str) -> Line:
        as_kept = self._kept_as(name)
        return Line(
            field=name,
            label=str(self[name].label),
            old=shown(as_kept, self._standing[name]),
            new=shown(as_kept, kept(as_kept, self.cleaned_data[name])),
        )

    def _kept_as(self, name: str) -> str:
        return f"{OF_THE_APPLICATION}{name}" if name in APPLICATION_FIELDS else name


class NoteForm(forms.Form):
    """What one wishes to say with a request."""

    note = forms.CharField(
        label=_("A word to the Secretariat"),
        help_text=_("For example why it changes, or by when you need an answer."),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


class ChoicesForm(forms.Form):
    """Who may see that one takes part; under which name the door knows one; photographs."""

    level = level_field()
    badge_name = forms.CharField(
        label=_("Another name on the badge"),
        help_text=_(
            "Stands on your badge, and at the entrance alone, in place of your name; the Secretariat knows whose it "
            "is. Leave it empty to wear your own name."
        ),
        required=False,
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    do_not_photograph = forms.BooleanField(
        label=_("I do not wish to be photographed"),
        help_text=_("Photographers are asked to respect it; on the family photograph you decide by standing in it."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "level", Fieldset(_("On site"), "badge_name", "do_not_photograph"), FormActions(button("save", _("Save")))
        )

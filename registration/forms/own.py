"""What a person changes of their own."""

from typing import Any

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from registration.forms.known import KnownPersonForm
from registration.forms.organisation import ORGANISATION_FIELDS, organisation_fields, organisation_section
from registration.forms.person import button
from registration.forms.visibility import level_field
from registration.models import Registration


class CorrectionForm(KnownPersonForm):
    """As much of the registration as one may correct at its stage, filled with what is known."""

    def __init__(self, *args: Any, registration: Registration, correctable: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, conference=registration.conference, instance=registration.participant, **kwargs)
        self.registration = registration
        for name in set(self.fields) - correctable - {"seen_version"}:
            del self.fields[name]
        sections = [self.contact_section()]
        if "given_names" in correctable:
            sections = [self.name_section(), self.function_section(), *sections]
            if registration.category.asks_about_organisation and hasattr(registration, "application"):
                self.fields.update(organisation_fields())
                self.initial.update(forms.model_to_dict(registration.application, fields=ORGANISATION_FIELDS))
                sections.append(organisation_section())
        self.helper = self.make_helper(*sections, actions=(button("save", _("Save")),))

    def application_changes(self) -> dict[str, Any]:
        """What was changed of the application."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in ORGANISATION_FIELDS}


class LevelForm(forms.Form):
    """Who may see that one takes part."""

    level = level_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout("level", FormActions(button("save", _("Save"))))

"""What an application tells of the organisation and its work."""

from crispy_forms.layout import Fieldset
from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from registration.models import Application

ORGANISATION_FIELDS = ("organisation", "country_of_work", "mandate", "relevant_work", "proposed_by")

HELP = {
    "country_of_work": _("Where the work is done, which need not be where the office is."),
    "mandate": _("In a few sentences: what the organisation is for, and for whom it speaks."),
    "relevant_work": _("What you have done on the subject of this conference, and where it can be seen."),
}
REQUIRED = {
    "organisation": _("Enter the name of the organisation"),
    "relevant_work": _("Tell us of the work related to the conference"),
}


def organisation_fields() -> dict[str, forms.Field]:
    """The questions, for a form that also asks about the person."""
    asked: dict[str, forms.Field] = fields_for_model(Application, fields=ORGANISATION_FIELDS)
    asked["proposed_by"].label = _("Who proposed you, if anybody did")
    for name in ("mandate", "relevant_work"):
        asked[name].widget.attrs["rows"] = 5
    for name, text in HELP.items():
        asked[name].help_text = text
    for name, text in REQUIRED.items():
        asked[name].required = True
        asked[name].error_messages["required"] = text
    return asked


def organisation_section() -> Fieldset:
    return Fieldset(_("About your organisation"), *ORGANISATION_FIELDS)

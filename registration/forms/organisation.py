"""What an application tells of the organisation and its work."""

from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import fields_for_model
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from registration.models import APPLICATION_FIELDS, Application

HELP = {
    "country_of_work": _("Where the work is done, which need not be where the office is."),
    "mandate": _("In a few sentences: what the organisation is for, and for whom it speaks."),
    "relevant_work": _("What you have done on the subject of this conference, and where it can be seen."),
    "referees": _(
        "Up to five persons who know the work, one a line: name, function, e-mail address or telephone number. "
        "Please ask them before you name them."
    ),
}
REQUIRED = {
    "organisation": _("Enter the name of the organisation"),
    "relevant_work": _("Tell us of the work related to the conference"),
}
REFEREES = 5
DIGITS_OF_A_NUMBER = 5


def reachable_referees(text: str) -> None:
    """Raises ``ValidationError`` for more lines than five, and for one that nobody could write to."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > REFEREES:
        raise ValidationError(_("Please name at most five persons, one a line."))
    for number, line in enumerate(lines, start=1):
        if "@" not in line and sum(each.isdigit() for each in line) < DIGITS_OF_A_NUMBER:
            sentence = _now("Line %(number)d: please add an e-mail address or a telephone number of this person.")
            raise ValidationError(sentence % {"number": number})


def organisation_fields() -> dict[str, forms.Field]:
    """The questions, for a form that also asks about the person."""
    asked: dict[str, forms.Field] = fields_for_model(Application, fields=APPLICATION_FIELDS)
    asked["proposed_by"].label = _("Who proposed you, if anybody did")
    asked["referees"].label = _("References")
    asked["referees"].validators = [*asked["referees"].validators, reachable_referees]
    for name in ("mandate", "relevant_work"):
        asked[name].widget.attrs["rows"] = 5
    asked["referees"].widget.attrs["rows"] = 3
    for name, text in HELP.items():
        asked[name].help_text = text
    for name, text in REQUIRED.items():
        asked[name].required = True
        asked[name].error_messages["required"] = text
    return asked


def organisation_section() -> Fieldset:
    return Fieldset(_("About your organisation"), *APPLICATION_FIELDS)

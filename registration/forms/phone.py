"""A telephone number, checked and written the international way; whose country it is of is never guessed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 60
NO_COUNTRY = _("Enter the telephone number with the country code, like +976 11 262626")
NOT_POSSIBLE = _("This telephone number is too short or too long for its country; please check it")


class PhoneField(forms.CharField):
    """Cleans to “+976 11 262626 ext. 12”; what was on record before is taken as it stands there."""

    widget = forms.TextInput({"type": "tel", "autocomplete": "tel"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST, "required": False} | kwargs)
        self.known = ""

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        return typed if not typed or typed == self.known else international(typed)


def international(typed: str) -> str:
    """The number as it is written abroad. Raises ``ValidationError``."""
    import phonenumbers

    text = typed.replace("(0)", "").strip()
    text = f"+{text[2:]}" if text.startswith("00") else text
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(NO_COUNTRY) from error
    if not phonenumbers.is_possible_number(number):
        raise ValidationError(NOT_POSSIBLE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

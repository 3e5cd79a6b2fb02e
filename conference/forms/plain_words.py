"""Django's words about a length, put as a request, for every form at once."""

from django.core.validators import MaxLengthValidator
from django.utils.translation import ngettext_lazy

TOO_LONG = ngettext_lazy(
    "Please shorten this to %(limit_value)d character; it has %(show_value)d.",
    "Please shorten this to %(limit_value)d characters; it has %(show_value)d.",
    "limit_value",
)


def ask_plainly() -> None:
    """Validators made from now on, and those made before, read the text from their class."""
    MaxLengthValidator.message = TOO_LONG

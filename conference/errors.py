"""What the lowest app refuses, in whole sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CodeNotValidError(Exception):
    """The code is wrong, used, worn out or too old; the sentence does not say which."""

    def __init__(self, sentence: str | Promise | None = None) -> None:
        self.sentence = sentence or _("This code is not valid. Please check it, or ask for a new one.")
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class TooManyAttemptsError(Exception):
    """Too many wrong passwords: none is looked at for a while; the sentence does not tell whether anybody is known."""

    def __init__(self) -> None:
        super().__init__(_("There were too many attempts to sign in. Please try again in fifteen minutes."))

    def __str__(self) -> str:
        return str(self.args[0])

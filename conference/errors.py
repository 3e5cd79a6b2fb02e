"""What the lowest app refuses, in whole sentences."""

import datetime
import math
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

MINUTES_TOLD = 120


class CodeNotValidError(Exception):
    """The code is wrong, used, worn out or too old; the sentence does not say which."""

    def __init__(self, sentence: str | Promise | None = None) -> None:
        self.sentence = sentence or _("This code is not valid. Please check it, or ask for a new one.")
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class TooManyAttemptsError(Exception):
    """Too many tries: none is looked at for a while; the sentence does not tell whether anybody is known."""

    def __init__(self, wait: datetime.timedelta) -> None:
        self.wait = wait
        minutes = max(1, math.ceil(wait.total_seconds() / 60))
        is_short = minutes < MINUTES_TOLD
        super().__init__(self.in_minutes(minutes) if is_short else self.in_hours(math.ceil(minutes / 60)))

    def __str__(self) -> str:
        return str(self.args[0])

    def in_minutes(self, count: int) -> str:
        sentence = ngettext(
            "There were too many attempts. Please try again in %(count)s minute.",
            "There were too many attempts. Please try again in %(count)s minutes.",
            count,
        )
        return sentence % {"count": count}

    def in_hours(self, count: int) -> str:
        sentence = ngettext(
            "There were too many attempts. Please try again in %(count)s hour.",
            "There were too many attempts. Please try again in %(count)s hours.",
            count,
        )
        return sentence % {"count": count}


class TooManyCodesError(TooManyAttemptsError):
    """Too many codes were asked for within the hour."""

    def in_minutes(self, count: int) -> str:
        sentence = ngettext(
            "Several codes were asked for already. Please use the latest, or ask again in %(count)s minute.",
            "Several codes were asked for already. Please use the latest, or ask again in %(count)s minutes.",
            count,
        )
        return sentence % {"count": count}


class SecondFactorError(Exception):
    """What cannot be done about a second factor, in a sentence."""

    @classmethod
    def not_set_up(cls) -> Self:
        return cls(_("Two-step sign-in is not set up for this account."))

    @classmethod
    def required(cls) -> Self:
        return cls(_("Two-step sign-in is required here; it can be replaced, but not switched off."))

    @classmethod
    def no_reason(cls) -> Self:
        return cls(_("Please give the reason."))

    def __str__(self) -> str:
        return str(self.args[0])

"""What an act of the agenda refuses, in whole sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AgendaError(Exception):
    """A refusal that a person can read; ``str()`` gives the sentence."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class IllegalAppearanceTransitionError(AgendaError):
    def __init__(self, *, current: str | Promise, wanted: str | Promise) -> None:
        super().__init__(
            _("An appearance that stands at “%(current)s” cannot become “%(wanted)s”.")
            % {"current": current, "wanted": wanted}
        )


class IllegalSessionTransitionError(AgendaError):
    def __init__(self, *, current: str | Promise, wanted: str | Promise) -> None:
        super().__init__(
            _("A session that is “%(current)s” cannot become “%(wanted)s”.") % {"current": current, "wanted": wanted}
        )


class RoomTakenError(AgendaError):
    """Two sessions would be in one room at one time."""


class NothingToReleaseError(AgendaError):
    def __init__(self) -> None:
        super().__init__(_("The agenda is the same as in the last release; there is nothing to publish."))


class NotPermittedError(AgendaError):
    def __init__(self) -> None:
        super().__init__(_("Your role in this conference does not permit that."))

"""What an act of registration refuses, in whole sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class RegistrationError(Exception):
    """A refusal that a person can read; ``str()`` gives the sentence."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class IllegalTransitionError(RegistrationError):
    def __init__(self, *, current: str | Promise, wanted: str | Promise) -> None:
        super().__init__(
            _("A registration that is “%(current)s” cannot become “%(wanted)s”.")
            % {"current": current, "wanted": wanted}
        )


class IllegalInvitationTransitionError(RegistrationError):
    def __init__(self, *, current: str | Promise, wanted: str | Promise) -> None:
        super().__init__(
            _("An invitation that is “%(current)s” cannot become “%(wanted)s”.")
            % {"current": current, "wanted": wanted}
        )


class FullError(RegistrationError):
    """No place is left in the conference, the category or the delegation."""


class DelegationFullError(FullError):
    """The delegation has no seat left; others of the same category may still have one."""


class ClosedError(RegistrationError):
    """The window in which one may register is not open."""


class TooManyApplicationsError(RegistrationError):
    """More applications within the hour than one address or one place sends."""


class LostUpdateError(RegistrationError):
    def __init__(self) -> None:
        super().__init__(_("Somebody else has changed this meanwhile; nothing was saved. Please look at it again."))


class IllegalChangeTransitionError(RegistrationError):
    def __init__(self, *, current: str | Promise, wanted: str | Promise) -> None:
        super().__init__(
            _("A request that is “%(current)s” cannot become “%(wanted)s”.") % {"current": current, "wanted": wanted}
        )


class IllegalRoundTransitionError(RegistrationError):
    def __init__(self, *, current: str | Promise, wanted: str | Promise) -> None:
        super().__init__(
            _("A round that is “%(current)s” cannot become “%(wanted)s”.") % {"current": current, "wanted": wanted}
        )


class IllegalImportTransitionError(RegistrationError):
    def __init__(self, *, current: str | Promise, wanted: str | Promise) -> None:
        super().__init__(
            _("An import that is “%(current)s” cannot become “%(wanted)s”.") % {"current": current, "wanted": wanted}
        )


class ChangedSincePreviewError(RegistrationError):
    """What the import would do now is not what its preview said."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Registrations or places have changed since the preview; nothing was imported. Please look at the "
                "preview again."
            )
        )


class OutOfTurnError(RegistrationError):
    """Somebody else waits for longer, and no reason was given why they are passed over."""

    def __init__(self, *, count: int) -> None:
        sentence = ngettext_lazy(
            "%(count)d person comes before on the waiting list; please give the reason for passing over them.",
            "%(count)d people come before on the waiting list; please give the reason for passing over them.",
            "count",
        )
        super().__init__(sentence % {"count": count})


class ChangedMeanwhileError(RegistrationError):
    """What a request would change is no longer what it was when the change was asked for."""

    def __init__(self, *, fields: str) -> None:
        super().__init__(
            _("This has changed since the request was made: %(fields)s. Please compare before you accept it.")
            % {"fields": fields}
        )


class ReasonRequiredError(RegistrationError):
    def __init__(self) -> None:
        super().__init__(_("Please give the reason; it is kept with the decision."))


class ConflictOfInterestError(RegistrationError):
    """Who has declared a conflict of interest neither reads an application nor decides on it."""

    def __init__(self) -> None:
        super().__init__(_("You have declared a conflict of interest; another officer decides on this application."))


class ApplicationChangedError(RegistrationError):
    """What was read is not what the applicant says now."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The applicant has changed the application while you read it; your opinion was not saved, and stands "
                "below as you wrote it. Please read what is marked as it is now, and save again."
            )
        )


class NoticeChangedError(RegistrationError):
    """What was agreed to is not the privacy notice in force."""

    def __init__(self) -> None:
        super().__init__(
            _("The privacy notice has changed meanwhile. Please read the new version, and agree again if you do.")
        )


class InvitationNotValidError(RegistrationError):
    """The link or code is unknown, used up, expired or belongs to another."""


class NotPermittedError(RegistrationError):
    def __init__(self) -> None:
        super().__init__(_("Your role in this conference does not permit that."))

"""Why something about a job is refused, in sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _


class JobError(Exception):
    """Its text is a sentence for the officer."""


class IllegalJobTransitionError(JobError):
    def __init__(self, *, current: Promise | str, wanted: Promise | str) -> None:
        message = _("What is “%(current)s” cannot become “%(wanted)s”.")
        super().__init__(message % {"current": current, "wanted": wanted})


class JobNotAllowedError(JobError):
    def __init__(self) -> None:
        super().__init__(_("Your duties in this conference do not allow this. Nothing was begun."))


class ReasonMissingError(JobError):
    def __init__(self) -> None:
        super().__init__(_("Please say what the file is for: it is recorded, and stands in the file."))


class TooManyJobsError(JobError):
    def __init__(self) -> None:
        super().__init__(_("Five of your files are being made already. Please wait for one of them, or cancel one."))


class JobStoppedError(Exception):
    """Raised inside a run: somebody cancelled it, or another worker has it by now. Nothing more is to be done."""


class NoColumnsError(JobError):
    def __init__(self) -> None:
        super().__init__(_("Please choose at least one column."))


class LayoutNameMissingError(JobError):
    def __init__(self) -> None:
        super().__init__(_("Please give the layout a name."))


class LayoutNameTakenError(JobError):
    def __init__(self) -> None:
        super().__init__(_("You have a layout of this name already. Please choose another name. Nothing was kept."))


class LayoutChangedError(JobError):
    def __init__(self) -> None:
        super().__init__(
            _("This layout was changed meanwhile. Nothing was kept: open it again, or keep yours under another name.")
        )


class LayoutGoneError(JobError):
    def __init__(self) -> None:
        super().__init__(_("This layout is not there any longer. You can keep your choice as a new one."))

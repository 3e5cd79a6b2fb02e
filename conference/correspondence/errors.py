"""What can go wrong with a message, in whole sentences."""

from django.utils.translation import gettext_lazy as _

from conference.correspondence.campaign_states import CampaignState
from conference.correspondence.states import MessageState


class CorrespondenceError(Exception):
    """A refusal that a person can read."""


class IllegalMessageTransitionError(CorrespondenceError):
    def __init__(self, *, current: MessageState, wanted: MessageState) -> None:
        sentence = _("A message that is “%(current)s” cannot become “%(wanted)s”.")
        super().__init__(sentence % {"current": current.label, "wanted": wanted.label})


class LetterTextError(CorrespondenceError):
    """A letter's text asks for what there is not."""

    def __init__(self, purpose: str, name: str = "") -> None:
        if name:
            sentence = _("The letter “%(purpose)s” asks for “%(name)s”, which it does not have.")
        else:
            sentence = _("There is no text for the letter “%(purpose)s”.")
        super().__init__(sentence % {"purpose": purpose, "name": name})


class NothingToNoteError(CorrespondenceError):
    def __init__(self) -> None:
        super().__init__(_("This message did not come back, or somebody has taken note of it already."))


class NotPermittedError(CorrespondenceError):
    def __init__(self) -> None:
        super().__init__(_("Your role in this conference does not permit that."))


class DecidedAlreadyError(CorrespondenceError):
    def __init__(self) -> None:
        super().__init__(_("It was decided in the meantime what becomes of this reminder; nothing was changed."))


class UnknownConditionError(CorrespondenceError):
    def __init__(self) -> None:
        super().__init__(_("Nobody: this kind of reminder is no longer known."))


class CampaignError(CorrespondenceError):
    """A refusal of an act on a campaign."""


class IllegalCampaignTransitionError(CampaignError):
    def __init__(self, *, current: CampaignState, wanted: CampaignState) -> None:
        sentence = _("A campaign that is “%(current)s” cannot become “%(wanted)s”.")
        super().__init__(sentence % {"current": current.label, "wanted": wanted.label})


class CampaignChangedError(CampaignError):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this campaign while you had it open. Nothing was done: look at it as it is now.")
        )


class CampaignNotReadyError(CampaignError):
    """What keeps a campaign from being sent, as a sentence."""


class ReasonNeededError(CorrespondenceError):
    def __init__(self) -> None:
        super().__init__(_("Please give a reason: it is kept with the message."))


class NotSentElsewhereError(CorrespondenceError):
    """Why a letter does not go to another address, as a sentence."""


class NotTypesetError(CorrespondenceError):
    def __init__(self) -> None:
        super().__init__(_("What goes with this letter could not be typeset. Nothing was sent without it."))

"""What an act of the agenda refuses, in whole sentences."""

from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


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


class IllegalDocumentTransitionError(AgendaError):
    def __init__(self, *, current: str | Promise, wanted: str | Promise) -> None:
        super().__init__(
            _("A document that is “%(current)s” cannot become “%(wanted)s”.") % {"current": current, "wanted": wanted}
        )


class IllegalSeatTransitionError(AgendaError):
    def __init__(self, *, current: str | Promise, wanted: str | Promise) -> None:
        super().__init__(
            _("A seat that stands at “%(current)s” cannot become “%(wanted)s”.")
            % {"current": current, "wanted": wanted}
        )


class IllegalSideEventTransitionError(AgendaError):
    def __init__(self, *, current: str | Promise, wanted: str | Promise) -> None:
        super().__init__(
            _("A proposal that stands at “%(current)s” cannot become “%(wanted)s”.")
            % {"current": current, "wanted": wanted}
        )


class SideEventError(AgendaError):
    """A side event cannot be proposed, changed, withdrawn or decided so."""


class SideEventHasSessionError(AgendaError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This session was made from an accepted proposal of a side event. Please consider the proposal anew: "
                "its session goes with it."
            )
        )


class SeatError(AgendaError):
    """A seat in a session cannot be booked, given or taken so."""


class SeatsAreTakenError(SeatError):
    """The capacity would be less than what is booked; ``booked`` says how many that is."""

    def __init__(self, booked: int) -> None:
        super().__init__(
            ngettext(
                "Nothing was saved: %(count)d seat of this session is booked, and the capacity cannot be less. "
                "Please withdraw the seat first, under “Seats”.",
                "Nothing was saved: %(count)d seats of this session are booked, and the capacity cannot be less. "
                "Please withdraw seats first, under “Seats”.",
                booked,
            )
            % {"count": booked}
        )
        self.booked = booked


class DocumentError(AgendaError):
    """A document, its symbol, a file of it or its place among the others is not as it must be."""


class ProfileError(AgendaError):
    """What a speaker gives of themselves is not as it must be."""


class PaperError(AgendaError):
    """A statement or slides cannot be taken, changed or distributed so."""


class AbsenceError(AgendaError):
    """A time of absence cannot stand so."""


class RoomTakenError(AgendaError):
    """Two sessions would be in one room at one time; ``session_id`` is the one that has it."""

    def __init__(self, sentence: str | Promise, *, session_id: UUID) -> None:
        super().__init__(sentence)
        self.session_id = session_id


class ImpossibleTimesError(AgendaError):
    """The times end before they begin, lie outside the conference, or never stand on the venue's clock."""


class AppointmentError(AgendaError):
    """The person cannot have this role in this session."""


class UnsoundSessionError(AgendaError):
    """What is to be said of a session cannot be said so: a title beyond all measure, a channel without its language."""


class LostUpdateError(AgendaError):
    """Somebody else has saved in the meantime."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else has changed this in the meantime; nothing was saved. Please look at it again.")
        )


class NothingChosenError(AgendaError):
    def __init__(self) -> None:
        super().__init__(_("Choose sessions in the list first."))


class ChangedSinceError(AgendaError):
    def __init__(self) -> None:
        super().__init__(_("It has been changed since; it is left as it is."))


class NoLongerThereError(AgendaError):
    def __init__(self) -> None:
        super().__init__(_("The topic or a category that it had before was deleted; it is left as it is."))


class TooLateToUndoError(AgendaError):
    def __init__(self) -> None:
        super().__init__(_("The time within which this could be undone is over, or it was undone already."))


class SessionIsCancelledError(AgendaError):
    def __init__(self) -> None:
        super().__init__(_("This session is cancelled; reinstate it first."))


class SessionWasReleasedError(AgendaError):
    def __init__(self) -> None:
        super().__init__(_("This session has been published and cannot be deleted; cancel it instead."))


class SessionIsFilledError(AgendaError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Speakers or documents have been added to this session in the meantime; it is not taken back. "
                "It can be deleted on its own page."
            )
        )


class SpeakersWereAskedError(AgendaError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody has been asked to speak in this session, so it cannot be deleted. Please cancel it instead: "
                "they are told with the next release."
            )
        )


class AnswerIsKeptError(AgendaError):
    def __init__(self) -> None:
        super().__init__(_("The speaker has answered; the answer is kept, so the appearance cannot be removed."))


class StaticLineError(AgendaError):
    def __init__(self) -> None:
        super().__init__(_("A static line names a person from public sources; nobody is asked and nobody answers."))


class ReasonRequiredError(AgendaError):
    def __init__(self) -> None:
        super().__init__(_("Please give the reason in a few words; it is seen by the Secretariat alone."))


class NothingToReleaseError(AgendaError):
    def __init__(self) -> None:
        super().__init__(_("The agenda is the same as in the last release; there is nothing to publish."))


class OpenConflictsError(AgendaError):
    """A release waits until each conflict is mended or acknowledged; ``count`` says how many are neither."""

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "Nothing was published: %(count)d conflict in the programme is neither mended nor acknowledged. "
                "You find it under “Conflicts”.",
                "Nothing was published: %(count)d conflicts in the programme are neither mended nor acknowledged. "
                "You find them under “Conflicts”.",
                count,
            )
            % {"count": count}
        )
        self.count = count


class ConflictIsGoneError(AgendaError):
    def __init__(self) -> None:
        super().__init__(
            _("This conflict is no longer there: it was mended, or something of it has changed. Nothing was recorded.")
        )


class LettersWereSentError(AgendaError):
    def __init__(self) -> None:
        super().__init__(_("The letters of this release have been written already; nothing was sent twice."))


class BriefError(AgendaError):
    """The speakers of a session cannot be briefed now."""

    @classmethod
    def of_cancelled(cls) -> "BriefError":
        return cls(_("The session is cancelled: its speakers are told by the next release, not by a brief."))

    @classmethod
    def of_unscheduled(cls) -> "BriefError":
        return cls(_("The session has no time yet: there is little that a brief could say."))

    @classmethod
    def of_over(cls) -> "BriefError":
        return cls(_("The session is over."))


class NothingToBriefError(BriefError):
    def __init__(self) -> None:
        super().__init__(_("Every speaker has a brief of what holds now; nothing was sent twice."))


class NotPermittedError(AgendaError):
    def __init__(self) -> None:
        super().__init__(_("Your role in this conference does not permit that."))

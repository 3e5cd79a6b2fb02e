"""The states of registrations and invitations, and the one table of moves of each."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Track(models.TextChoices):
    """What a State nominates, or whom the host invites in person, is never reviewed, approved or rejected."""

    NOMINATION = "nomination", _("nomination or invitation")
    APPLICATION = "application", _("application")


class RegistrationState(models.TextChoices):
    DRAFT = "draft", _("draft")
    NOMINATED = "nominated", _("nominated")
    COMPLETE = "complete", _("complete")
    SUBMITTED = "submitted", _("submitted")
    UNDER_REVIEW = "under_review", _("under review")
    CHANGES_REQUESTED = "changes_requested", _("changes requested")
    WAITLISTED = "waitlisted", _("on the waiting list")
    REGISTERED = "registered", _("registered")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REPLACED = "replaced", _("replaced")


S = RegistrationState

TRANSITIONS: Mapping[RegistrationState, frozenset[RegistrationState]] = {
    S.DRAFT: frozenset({S.COMPLETE, S.SUBMITTED, S.WAITLISTED, S.WITHDRAWN}),
    S.NOMINATED: frozenset({S.COMPLETE, S.WAITLISTED, S.WITHDRAWN, S.REPLACED}),
    S.COMPLETE: frozenset({S.REGISTERED, S.NOMINATED, S.WAITLISTED, S.WITHDRAWN, S.REPLACED}),
    S.SUBMITTED: frozenset({S.UNDER_REVIEW, S.WITHDRAWN}),
    S.UNDER_REVIEW: frozenset({S.CHANGES_REQUESTED, S.REGISTERED, S.WAITLISTED, S.DECLINED, S.WITHDRAWN}),
    S.CHANGES_REQUESTED: frozenset({S.SUBMITTED, S.DECLINED, S.WITHDRAWN}),
    # Who is promoted returns to the state they waited for.
    S.WAITLISTED: frozenset({S.NOMINATED, S.COMPLETE, S.REGISTERED, S.DECLINED, S.WITHDRAWN, S.REPLACED}),
    # Back when a correction needs a new confirmation, or a decision is undone.
    S.REGISTERED: frozenset({S.COMPLETE, S.UNDER_REVIEW, S.WITHDRAWN, S.REPLACED}),
    S.DECLINED: frozenset({S.UNDER_REVIEW}),  # appeal
    S.WITHDRAWN: frozenset(),
    S.REPLACED: frozenset(),
}

# What undoing a decision does, and nothing else: these moves lead back to where the decision found the registration.
UNDO_TRANSITIONS: Mapping[RegistrationState, frozenset[RegistrationState]] = {
    S.DRAFT: frozenset(),
    S.NOMINATED: frozenset({S.WAITLISTED}),
    S.COMPLETE: frozenset({S.WAITLISTED}),
    S.SUBMITTED: frozenset(),
    S.UNDER_REVIEW: frozenset({S.SUBMITTED, S.DECLINED}),
    S.CHANGES_REQUESTED: frozenset({S.UNDER_REVIEW}),
    # A round takes up and decides in one act: undone, the application is *submitted* again.
    S.WAITLISTED: frozenset({S.NOMINATED, S.COMPLETE, S.SUBMITTED, S.UNDER_REVIEW}),
    S.REGISTERED: frozenset({S.COMPLETE, S.SUBMITTED, S.UNDER_REVIEW, S.WAITLISTED}),
    S.DECLINED: frozenset({S.SUBMITTED, S.UNDER_REVIEW, S.CHANGES_REQUESTED, S.WAITLISTED}),
    S.WITHDRAWN: frozenset(),
    S.REPLACED: frozenset(),
}

STATES_OF_TRACK: Mapping[Track, frozenset[RegistrationState]] = {
    Track.NOMINATION: frozenset(
        {S.DRAFT, S.NOMINATED, S.COMPLETE, S.WAITLISTED, S.REGISTERED, S.WITHDRAWN, S.REPLACED}
    ),
    Track.APPLICATION: frozenset(
        {
            S.DRAFT,
            S.SUBMITTED,
            S.UNDER_REVIEW,
            S.CHANGES_REQUESTED,
            S.WAITLISTED,
            S.REGISTERED,
            S.DECLINED,
            S.WITHDRAWN,
            S.REPLACED,
        }
    ),
}

# A nomination that waits is promoted to what it waited for, and only then confirmed.
NOT_ON_TRACK: Mapping[Track, frozenset[tuple[RegistrationState, RegistrationState]]] = {
    Track.NOMINATION: frozenset({(S.WAITLISTED, S.REGISTERED)}),
    Track.APPLICATION: frozenset(),
}

# Who holds a seat: in a delegation or by invitation everyone from nominated on; of applications only the registered.
HOLDING_A_SEAT = frozenset({S.NOMINATED, S.COMPLETE, S.REGISTERED})
# Who comes in and is told what is for participants alone: a name that nobody has confirmed may be a mistyped address.
TAKING_PART = frozenset({S.REGISTERED})
ENDED = frozenset({S.DECLINED, S.WITHDRAWN, S.REPLACED})
LIVE = frozenset(RegistrationState) - ENDED
# What is read by two officers and decided in rounds.
TO_VET = frozenset({S.SUBMITTED, S.UNDER_REVIEW})
WAITING_FOR_A_DECISION = frozenset({S.COMPLETE, S.SUBMITTED, S.UNDER_REVIEW})


def may_move(track: Track, current: RegistrationState, wanted: RegistrationState) -> bool:
    """Whether the table has this move on this track."""
    in_table = wanted in TRANSITIONS[current] and wanted in STATES_OF_TRACK[track]
    return in_table and (current, wanted) not in NOT_ON_TRACK[track]


def may_undo(track: Track, current: RegistrationState, former: RegistrationState) -> bool:
    """Whether undoing a decision may lead back from one state to the other on this track."""
    return former in UNDO_TRANSITIONS[current] and former in STATES_OF_TRACK[track]


def may_unmerge(track: Track, current: RegistrationState, former: RegistrationState) -> bool:
    """Whether undoing a merge may lead back: it ends a live registration as withdrawn, and to nothing else."""
    return current == S.WITHDRAWN and former in LIVE and former in STATES_OF_TRACK[track]


class InvitationState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    BOUNCED = "bounced", _("returned undelivered")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    NO_REPLY = "no_reply", _("no reply")


I = InvitationState  # noqa: E741  the table reads better with a single letter, as above

INVITATION_TRANSITIONS: Mapping[InvitationState, frozenset[InvitationState]] = {
    # A letter may arrive, or come by hand, before the server's answer is known.
    I.DRAFT: frozenset({I.SENT, I.BOUNCED, I.ACKNOWLEDGED, I.ACCEPTED, I.DECLINED}),
    # Back to the drafts when a note was marked as dispatched by mistake.
    I.SENT: frozenset({I.DRAFT, I.DELIVERED, I.BOUNCED, I.ACKNOWLEDGED, I.ACCEPTED, I.DECLINED, I.NO_REPLY}),
    I.DELIVERED: frozenset({I.BOUNCED, I.ACKNOWLEDGED, I.ACCEPTED, I.DECLINED, I.NO_REPLY}),
    I.BOUNCED: frozenset({I.SENT, I.ACKNOWLEDGED, I.ACCEPTED, I.DECLINED, I.NO_REPLY}),
    I.ACKNOWLEDGED: frozenset({I.ACCEPTED, I.DECLINED, I.NO_REPLY}),
    I.ACCEPTED: frozenset({I.DECLINED}),
    I.DECLINED: frozenset({I.ACCEPTED}),
    I.NO_REPLY: frozenset({I.ACKNOWLEDGED, I.ACCEPTED, I.DECLINED}),
}

AWAITING_A_REPLY = frozenset({I.SENT, I.DELIVERED, I.ACKNOWLEDGED})
REPLIED = frozenset({I.ACCEPTED, I.DECLINED})


class ChangeState(models.TextChoices):
    """What becomes of a change that was asked for after the deadline."""

    OPEN = "open", _("waits for the Secretariat")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    TAKEN_BACK = "taken_back", _("taken back")


CHANGE_TRANSITIONS: Mapping[ChangeState, frozenset[ChangeState]] = {
    ChangeState.OPEN: frozenset({ChangeState.ACCEPTED, ChangeState.REFUSED, ChangeState.TAKEN_BACK}),
    ChangeState.ACCEPTED: frozenset(),
    ChangeState.REFUSED: frozenset(),
    ChangeState.TAKEN_BACK: frozenset(),
}


class RoundState(models.TextChoices):
    """What becomes of a round of decisions."""

    OPEN = "open", _("in preparation")
    RELEASING = "releasing", _("being released")
    RELEASED = "released", _("released")
    DROPPED = "dropped", _("dropped")


ROUND_TRANSITIONS: Mapping[RoundState, frozenset[RoundState]] = {
    RoundState.OPEN: frozenset({RoundState.RELEASING, RoundState.DROPPED}),
    RoundState.RELEASING: frozenset({RoundState.RELEASED}),
    RoundState.RELEASED: frozenset(),
    RoundState.DROPPED: frozenset(),
}


class ImportState(models.TextChoices):
    """What becomes of a table of participants that an officer brings."""

    BROUGHT = "brought", _("not looked at yet")
    PREVIEWED = "previewed", _("previewed")
    IMPORTED = "imported", _("imported")
    UNDONE = "undone", _("undone")
    DROPPED = "dropped", _("dropped")


IMPORT_TRANSITIONS: Mapping[ImportState, frozenset[ImportState]] = {
    ImportState.BROUGHT: frozenset({ImportState.PREVIEWED, ImportState.DROPPED}),
    # Back when the columns are said anew; again when it is looked at once more.
    ImportState.PREVIEWED: frozenset(
        {ImportState.BROUGHT, ImportState.PREVIEWED, ImportState.IMPORTED, ImportState.DROPPED}
    ),
    ImportState.IMPORTED: frozenset({ImportState.UNDONE}),
    ImportState.UNDONE: frozenset(),
    ImportState.DROPPED: frozenset(),
}

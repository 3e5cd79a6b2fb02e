"""The states of sessions, appearances, documents, seats and side events, and the table of moves of each."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionState(models.TextChoices):
    """A cancelled session stays visible as cancelled."""

    SCHEDULED = "scheduled", _("scheduled")
    CANCELLED = "cancelled", _("cancelled")


SESSION_TRANSITIONS: Mapping[SessionState, frozenset[SessionState]] = {
    SessionState.SCHEDULED: frozenset({SessionState.CANCELLED}),
    SessionState.CANCELLED: frozenset({SessionState.SCHEDULED}),
}


class AppearanceState(models.TextChoices):
    INVITED = "invited", _("invited")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("regrets")


APPEARANCE_TRANSITIONS: Mapping[AppearanceState, frozenset[AppearanceState]] = {
    AppearanceState.INVITED: frozenset({AppearanceState.CONFIRMED, AppearanceState.DECLINED}),
    AppearanceState.CONFIRMED: frozenset({AppearanceState.DECLINED, AppearanceState.INVITED}),
    AppearanceState.DECLINED: frozenset({AppearanceState.CONFIRMED, AppearanceState.INVITED}),
}


class DocumentState(models.TextChoices):
    """What was issued never becomes a draft again: somebody may have read it."""

    DRAFT = "draft", _("draft")
    ISSUED = "issued", _("issued")
    WITHDRAWN = "withdrawn", _("withdrawn")


DOCUMENT_TRANSITIONS: Mapping[DocumentState, frozenset[DocumentState]] = {
    DocumentState.DRAFT: frozenset({DocumentState.ISSUED}),
    DocumentState.ISSUED: frozenset({DocumentState.WITHDRAWN}),
    DocumentState.WITHDRAWN: frozenset({DocumentState.ISSUED}),
}


class SeatState(models.TextChoices):
    """Of a seat that has to be booked. Once it is given back or taken, the person asks anew, behind everybody."""

    WAITING = "waiting", _("on the waiting list")
    BOOKED = "booked", _("seat booked")
    GIVEN_BACK = "given_back", _("given back")
    TAKEN = "taken", _("taken by the Secretariat")


SEAT_TRANSITIONS: Mapping[SeatState, frozenset[SeatState]] = {
    SeatState.WAITING: frozenset({SeatState.BOOKED, SeatState.GIVEN_BACK, SeatState.TAKEN}),
    SeatState.BOOKED: frozenset({SeatState.GIVEN_BACK, SeatState.TAKEN}),
    SeatState.GIVEN_BACK: frozenset(),
    SeatState.TAKEN: frozenset(),
}
# Of these a person has one in a session.
SEAT_IN_FORCE = frozenset({SeatState.WAITING, SeatState.BOOKED})


class SideEventState(models.TextChoices):
    """Of an organisation's proposal. What was withdrawn stays on record; the organisation may then propose anew."""

    PROPOSED = "proposed", _("waits for a decision")
    CHANGES_ASKED = "changes_asked", _("changes asked for")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("not accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


SIDE_EVENT_TRANSITIONS: Mapping[SideEventState, frozenset[SideEventState]] = {
    SideEventState.PROPOSED: frozenset(
        {
            SideEventState.CHANGES_ASKED,
            SideEventState.ACCEPTED,
            SideEventState.DECLINED,
            SideEventState.WITHDRAWN,
        }
    ),
    SideEventState.CHANGES_ASKED: frozenset(
        {
            SideEventState.PROPOSED,  # sent again
            SideEventState.ACCEPTED,
            SideEventState.DECLINED,
            SideEventState.WITHDRAWN,
        }
    ),
    # Back to be considered anew, while nobody outside has seen its session.
    SideEventState.ACCEPTED: frozenset({SideEventState.PROPOSED, SideEventState.WITHDRAWN}),
    SideEventState.DECLINED: frozenset({SideEventState.PROPOSED}),
    SideEventState.WITHDRAWN: frozenset(),
}
# Of these an organisation has one: who was not accepted does not propose another.
SIDE_EVENT_COUNTED = frozenset(SideEventState) - {SideEventState.WITHDRAWN}
SIDE_EVENT_UNDECIDED = frozenset({SideEventState.PROPOSED, SideEventState.CHANGES_ASKED})

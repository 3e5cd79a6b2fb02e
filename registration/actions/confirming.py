"""Confirming a registration whose row, and whose places, the caller has locked; and the kept act that a decision is."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from conference.correspondence import outbox
from conference.models import Conference, User
from registration import emails
from registration.actions.badges import valid_badge
from registration.actions.seating import Seating
from registration.errors import RegistrationError
from registration.models import Decision, DecisionAct, Registration
from registration.queries.outstanding import outstanding
from registration.states import HOLDING_A_SEAT, RegistrationState, Track, may_move

S = RegistrationState


def begin_act(conference: Conference, decision: Decision, *, by: User, reason: str = "") -> DecisionAct:
    """Keeps who decides what; its letters wait for as long as the conference says, so that undoing takes them back."""
    now = timezone.now()
    wait = datetime.timedelta(minutes=conference.decision_letters_wait)
    act: DecisionAct = DecisionAct.objects.create(
        conference=conference, decision=decision, reason=reason, by=by, at=now, letters_go_at=now + wait
    )
    return act


def held(act: DecisionAct | None) -> outbox.Held | None:
    """How long the letters of an act wait; those of no act go at once."""
    return outbox.Held(act.pk, act.letters_go_at) if act is not None else None


def confirm(registration: Registration, *, by: User | None, reason: str = "", act: DecisionAct | None = None) -> None:
    """Confirms a registration whose row, and whose category and conference, the caller has locked."""
    if may_move(Track(registration.track), S(registration.state), S.REGISTERED):
        refuse_while_outstanding(registration)
        refuse_if_full(registration)
    registration.waited_for = ""
    registration.move_to(S.REGISTERED, by=by, reason=reason, act=act)
    outbox.enqueue_all(emails.registration_confirmed(registration, valid_badge(registration)), held(act))


def refuse_while_outstanding(registration: Registration) -> None:
    """Raises ``RegistrationError`` naming what is missing."""
    missing = outstanding(registration)
    if missing:
        raise RegistrationError(
            _("%(name)s cannot be confirmed yet; still outstanding: %(missing)s.")
            % {"name": registration.participant.formal_name, "missing": ", ".join(missing)}
        )


def refuse_if_full(registration: Registration) -> None:
    """Raises ``FullError`` where one who holds no place yet would find none; chooses the seat."""
    if registration.state not in HOLDING_A_SEAT and not registration.is_outside_quota:
        seating = Seating(registration.category, registration.delegation)
        seating.refuse_if_full()
        seating.refuse_if_no_seat_for_who_waits()
        registration.seat_type = seating.seat_for(registration)

"""Undoing a decision: everybody whom it moved returns to where it found them, and its letters are taken back."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.correspondence.ledger import TakenBack, take_back
from conference.models import User
from conference.permissions import roles_in
from registration.actions.confirming import refuse_if_full
from registration.actions.seating import lock_all_seating, lock_registrations
from registration.actions.who_decides import Decider
from registration.errors import IllegalTransitionError, NotPermittedError, RegistrationError
from registration.models import DecisionAct, Registration, RegistrationTransition, ReviewRequest
from registration.permissions import decides_on
from registration.states import HOLDING_A_SEAT, RegistrationState, Track, may_undo

S = RegistrationState


@dataclass(frozen=True)
class Undone:
    """Who returned, who was left with the sentence why, and what became of the letters."""

    act: DecisionAct
    done: list[Registration] = field(default_factory=list)
    left: list[tuple[Registration, str]] = field(default_factory=list)
    letters: TakenBack = field(default_factory=TakenBack)


@transaction.atomic
def undo_decision(act_id: UUID, *, by: User, reason: str = "") -> Undone:
    """Undoes an act within its time, for whoever may decide on each of its rows; in the history it stands as undone.

    To undo is to decide: whoever declared a conflict of interest, or declined the application before a review, leaves
    it to others; one's own decline can be undone.

    Who has been moved on since is left as they are, and named; so is who would find no place. Their letters go.
    Of the others the letters that have not gone are cancelled; a letter that is gone stays gone, and is named. Places
    that become free are given to nobody: they were taken a moment ago. Locks conferences (with a capacity), categories,
    delegations, the registrations with their participants, then the act. Raises ``NotPermittedError`` for who may
    decide on none; ``RegistrationError`` once it is undone or its time is over.
    """
    ids = list(RegistrationTransition.objects.filter(act=act_id).values_list("registration", flat=True).distinct())
    lock_all_seating(ids)
    rows = lock_registrations(ids)
    act = DecisionAct.objects.select_for_update(of=("self",), no_key=True).select_related("conference").get(pk=act_id)
    _refuse_too_late(act)
    decider = Decider.of(by, roles_in(by, act.conference), ids, undoing=act.pk)
    if not any(decides_on(by, decider.roles, row) for row in rows):
        raise NotPermittedError
    undone = Undone(act)
    for row in sorted(rows, key=lambda row: row.created_at):
        try:
            with transaction.atomic():
                decider.refuse(row)
                _return(row, act, by=by, reason=reason.strip())
        except RegistrationError as error:
            undone.left.append((row, str(error)))
        else:
            undone.done.append(row)
    return _settle(undone, by=by)


def _settle(undone: Undone, *, by: User) -> Undone:
    if not undone.done:
        return undone
    undone.act.undone_at, undone.act.undone_by = timezone.now(), by
    undone.act.save(update_fields=["undone_at", "undone_by"])
    taken = take_back(undone.act.pk, [row.pk for row in undone.done], by=by)
    return Undone(undone.act, undone.done, undone.left, taken)


def _refuse_too_late(act: DecisionAct) -> None:
    if act.undone_at is not None:
        raise RegistrationError(_("This decision was undone already."))
    if not act.may_be_undone:
        raise RegistrationError(_("The time within which this decision could be undone is over."))


def _return(row: Registration, act: DecisionAct, *, by: User, reason: str) -> None:
    """Back to where the act's first move began, if nothing has happened to the registration since its last."""
    moves = list(row.transitions.order_by("pk"))
    of_act = [move for move in moves if move.act_id == act.pk]
    current = S(row.state)
    if not of_act or moves[-1].pk != of_act[-1].pk:
        raise RegistrationError(_("It has been moved on since; it is left as it is."))
    former = S(of_act[0].origin)
    if not may_undo(Track(row.track), current, former):
        raise IllegalTransitionError(current=current.label, wanted=former.label)
    if former in HOLDING_A_SEAT:
        refuse_if_full(row)
    row.waited_for = of_act[0].target if former == S.WAITLISTED else ""
    row.move_to(former, by=by, reason=reason, undoes=act)
    row.state_since = of_act[0].origin_since or row.state_since
    row.save(update_fields=["state_since"])
    if former == S.DECLINED:
        ReviewRequest.objects.filter(registration=row).update(taken_up_by=None, taken_up_at=None)

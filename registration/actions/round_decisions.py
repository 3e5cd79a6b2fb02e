"""One application decided provisionally, with both opinions in view; told to nobody until the round is released."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import User
from conference.permissions import roles_in
from registration.actions.rounds import decide_provisionally
from registration.errors import (
    ConflictOfInterestError,
    LostUpdateError,
    NotPermittedError,
    ReasonRequiredError,
    RegistrationError,
)
from registration.models import DecisionRound, Outcome, Reading, Registration, RoundDecision
from registration.permissions import can_vet, may_read_application
from registration.queries.decline_grounds import ground_of, reason_in_letter
from registration.queries.vetting import in_conflict, still_reading


@transaction.atomic
def decide_in_round(
    round_id: UUID,
    registration_id: UUID,
    *,
    outcome: Outcome | None,
    by: User,
    ground: str = "",
    words: str = "",
    seen: int | None = None,
) -> RoundDecision | None:
    """Records what shall become of one application, or (without an outcome) that nothing is decided.

    To decline needs a ground or words; the ground stands in the letter in the applicant's language, the words below
    it. ``seen`` is the identifier of the decision that the officer saw, 0 for none. Locks the round. An objection of a
    State is asked for nowhere. Raises ``NotPermittedError``, ``LostUpdateError``, ``ReasonRequiredError``,
    ``ConflictOfInterestError``; ``RegistrationError`` where the officer is its reader and an opinion is
    outstanding, the officer's own or the other reader's, and for an application that the round does not decide on.
    """
    found = _lock(round_id, by=by)
    row = Registration.objects.select_related("participant", "conference").get(pk=registration_id)
    standing: RoundDecision | None = found.decisions.filter(registration=row).first()
    if seen is not None and seen != (standing.pk if standing else 0):
        raise LostUpdateError
    _refuse(row, by=by)
    chosen = ground_of(found.conference, ground) if outcome == Outcome.DECLINED else None
    reason = reason_in_letter(chosen, words, row.participant.language)
    if outcome == Outcome.DECLINED and not reason:
        raise ReasonRequiredError
    if not decide_provisionally(found.pk, [row.pk], outcome=outcome, by=by, reason=reason):
        raise RegistrationError(
            _("This application is not decided in this round: it is “%(status)s”, or you are not to decide on it.")
            % {"status": row.get_state_display()}
        )
    made: RoundDecision | None = found.decisions.filter(registration=row).first()
    if made is not None and chosen is not None:
        made.ground = chosen.key
        made.save(update_fields=["ground"])
    return made


def _lock(round_id: UUID, *, by: User) -> DecisionRound:
    rounds = DecisionRound.objects.select_for_update(of=("self",), no_key=True).select_related("conference")
    found: DecisionRound = rounds.get(pk=round_id)
    if not can_vet(by, found.conference):
        raise NotPermittedError
    return found


def _refuse(row: Registration, *, by: User) -> None:
    """Who has a conflict of interest; who may not know who the applicant is; who as its reader has said nothing yet."""
    if in_conflict(by, [row.pk]):
        raise ConflictOfInterestError
    if not may_read_application(by, roles_in(by, row.conference), row):
        raise NotPermittedError
    if Reading.objects.outstanding().filter(registration=row, reader=by).exists():
        raise RegistrationError(_("You are one of its readers: please give your own opinion before you decide."))
    if still_reading(by, [row.pk]):
        raise RegistrationError(
            _("Please wait for the opinion of the other reader: your decision would tell them yours.")
        )

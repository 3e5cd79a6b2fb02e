"""One application decided provisionally, with both opinions in view; told to nobody until the round is released."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import User
from conference.permissions import roles_in
from registration.actions.rounds import decide_provisionally
from registration.actions.who_decides import Decider
from registration.errors import (
    LostUpdateError,
    NotPermittedError,
    ReasonRequiredError,
    RegistrationError,
)
from registration.models import DecisionRound, Outcome, Registration, RoundDecision
from registration.permissions import can_vet, may_read_application
from registration.queries.decline_grounds import ground_of, reason_in_letter
from registration.queries.vetting import readings_not_over


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
    ``ConflictOfInterestError``; ``RegistrationError`` where the officer has declined the application before a review,
    is its reader while an opinion is outstanding, and for an application that the round does not decide on.
    """
    found = _lock(round_id, by=by)
    row = Registration.objects.select_related("participant", "conference").get(pk=registration_id)
    standing: RoundDecision | None = found.decisions.filter(registration=row).first()
    if seen is not None and seen != (standing.pk if standing else 0):
        raise LostUpdateError
    refuse_who_may_not_decide(row, by=by)
    chosen = ground_of(found.conference, ground) if outcome == Outcome.DECLINED else None
    reason = reason_in_letter(chosen, words, row.participant.language)
    if outcome == Outcome.DECLINED and not reason:
        raise ReasonRequiredError
    if not decide_provisionally(found.pk, [row.pk], outcome=outcome, by=by, reason=reason):
        raise RegistrationError(
            _("This application is “%(status)s”; nothing is decided on it in a round.")
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


def refuse_who_may_not_decide(row: Registration, *, by: User) -> None:
    """Raises as ``Decider.refuse`` does, and for who may not know who the applicant is, ``NotPermittedError``.

    To its readers ``RegistrationError``, while an opinion is outstanding.
    """
    roles = roles_in(by, row.conference)
    Decider.of(by, roles, [row.pk]).refuse(row)
    if not may_read_application(by, roles, row):
        raise NotPermittedError
    reading = readings_not_over(by, [row.pk]).first()
    if reading is not None and reading.given_at is None:
        raise RegistrationError(_("You are one of its readers: please give your own opinion before you decide."))
    if reading is not None:
        raise RegistrationError(
            _("Please wait for the opinion of the other reader: your decision would tell them yours.")
        )

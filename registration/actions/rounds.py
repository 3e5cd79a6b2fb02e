"""Decisions of a round: prepared provisionally, altered at will, and released together, each exactly once."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.alarm import wake
from conference.models import Conference, TeamRole, User
from conference.permissions import ROLES_THAT_DECIDE, has_role, roles_in
from registration.actions.confirming import begin_act, confirm
from registration.actions.decide import begin_review, decline, let_wait
from registration.actions.seating import lock_all_seating, lock_registrations
from registration.actions.who_decides import Decider
from registration.errors import LostUpdateError, NotPermittedError, ReasonRequiredError, RegistrationError
from registration.models import (
    Decision,
    DecisionAct,
    DecisionRound,
    Outcome,
    ParticipantCategory,
    Registration,
    RoundDecision,
    Route,
)
from registration.permissions import decides_on
from registration.queries.reviews import declined_by
from registration.queries.vetting import in_conflict, readings_not_over
from registration.states import TO_VET, RegistrationState, RoundState

S = RegistrationState
# What a round decides on; what was not taken up yet is taken up by the release.
DECIDED_IN_A_ROUND = TO_VET
# Done in one transaction; more are done batch by batch, each of them once.
BATCH = 200


@transaction.atomic
def begin_round(conference: Conference, category_id: UUID, *, title: str, by: User) -> DecisionRound:
    """Begins a round for a category of open applications. Locks the category.

    Raises ``NotPermittedError``; ``RegistrationError`` where a round of it is in preparation already, or where it has
    no applications.
    """
    if not has_role(by, conference, ROLES_THAT_DECIDE):
        raise NotPermittedError
    category = ParticipantCategory.objects.select_for_update(no_key=True).get(pk=category_id, conference=conference)
    if category.route != Route.APPLICATION:
        raise RegistrationError(_("Only applications are decided in rounds."))
    if category.decision_rounds.filter(state__in=[RoundState.OPEN, RoundState.RELEASING]).exists():
        raise RegistrationError(_("A round of this category is in preparation already."))
    made: DecisionRound = DecisionRound.objects.create(
        conference=conference, category=category, title=title.strip(), created_by=by
    )
    return made


@transaction.atomic
def decide_provisionally(
    round_id: UUID, registration_ids: Iterable[UUID], *, outcome: Outcome | None, by: User, reason: str = ""
) -> int:
    """Records what shall become of these applications, or (without an outcome) that nothing is decided; tells nobody.

    Locks the round. Gives how many were recorded; whoever the officer may not decide on is left out, also after a
    conflict of interest, where the officer has declined the application before a review, and where the officer is one
    of its readers while an opinion is outstanding: the decision would tell the other reader theirs. Raises
    ``NotPermittedError``, ``ReasonRequiredError``; ``RegistrationError`` once the round is released.
    """
    found = _lock_round(round_id, by=by)
    if found.state != RoundState.OPEN:
        raise RegistrationError(_("This round is released; its decisions are no longer altered here."))
    if outcome == Outcome.DECLINED and not reason.strip():
        raise ReasonRequiredError
    roles = roles_in(by, found.conference)
    ids = list(registration_ids)
    wanted = Registration.objects.filter(pk__in=ids, category=found.category_id).select_related(
        "participant", "conference"
    )
    not_theirs = in_conflict(by, ids) | declined_by(by, ids)
    not_theirs |= set(readings_not_over(by, ids).values_list("registration", flat=True))
    rows = [row for row in wanted if row.pk not in not_theirs and _may_be_in(found, row, by, roles)]
    found.decisions.filter(registration__in=rows).delete()
    if outcome is not None:
        RoundDecision.objects.bulk_create(
            RoundDecision(round=found, registration=row, outcome=outcome, reason=reason.strip(), decided_by=by)
            for row in rows
        )
    found.version += 1
    found.save(update_fields=["version"])
    return len(rows)


@transaction.atomic
def drop_round(round_id: UUID, *, by: User, version: int | None = None) -> DecisionRound:
    """Gives a round up: nothing of it was told, and nothing is. Locks the round.

    Raises ``NotPermittedError``, ``IllegalRoundTransitionError``; ``LostUpdateError`` where something was recorded in
    it since the officer looked.
    """
    found = _lock_round(round_id, by=by)
    if version is not None and version != found.version:
        raise LostUpdateError
    found.move_to(RoundState.DROPPED, by=by)
    return found


@transaction.atomic
def release_round(round_id: UUID, *, by: User, version: int | None = None) -> DecisionRound:
    """Releases a round: up to 200 decisions with their letters in this one transaction, the others batch by batch.

    What is left goes on with :func:`release_next_batch`, however often it is called: each decision is made once. Locks
    what the first batch counts, then the round. Raises ``NotPermittedError``, ``LostUpdateError``,
    ``IllegalRoundTransitionError``; ``RegistrationError`` for a round without decisions.
    """
    locked = _lock_batch(round_id)
    found = _lock_round(round_id, by=by)
    if version is not None and version != found.version:
        raise LostUpdateError
    if not found.decisions.exists():
        raise RegistrationError(_("Nothing is decided in this round yet."))
    found.act = begin_act(found.conference, Decision.ROUND, by=by, reason=found.title)
    found.move_to(RoundState.RELEASING, by=by)
    return _do_batch(found, locked, by=by)


@transaction.atomic
def release_next_batch(round_id: UUID) -> DecisionRound:
    """The next 200 decisions of a round that is being released; it is released once none is left. Resumable."""
    locked = _lock_batch(round_id)
    found = _locked_round(round_id)
    if found.state != RoundState.RELEASING or found.released_by is None:
        return found
    return _do_batch(found, locked, by=found.released_by)


def _may_be_in(found: DecisionRound, row: Registration, by: User, roles: frozenset[TeamRole]) -> bool:
    return row.state in DECIDED_IN_A_ROUND and row.conference_id == found.conference_id and decides_on(by, roles, row)


def _lock_batch(round_id: UUID) -> dict[UUID, Registration]:
    """The registrations of the next decisions, locked in the one order with what they count."""
    waiting = RoundDecision.objects.filter(round=round_id, done_at__isnull=True).order_by("decided_at", "pk")
    ids = list(waiting.values_list("registration", flat=True)[:BATCH])
    lock_all_seating(ids)
    return {row.pk: row for row in lock_registrations(ids)}


def _do_batch(found: DecisionRound, locked: dict[UUID, Registration], *, by: User) -> DecisionRound:
    waiting = (
        found.decisions.filter(done_at__isnull=True, registration__in=locked)
        .select_related("decided_by")
        .select_for_update(of=("self",), no_key=True)
    )
    deciders = {
        officer: Decider.of(officer, roles_in(officer, found.conference), locked)
        for officer in {each.decided_by or by for each in waiting}
    }
    # Who is registered comes before who waits: the places are given in the order in which they were decided.
    for decision in sorted(waiting, key=lambda each: (each.outcome != Outcome.REGISTERED, each.decided_at, each.pk)):
        _do(decision, locked[decision.registration_id], found.act, deciders[decision.decided_by or by])
    if found.decisions.filter(done_at__isnull=True).exists():
        transaction.on_commit(lambda: wake("registration.release_rounds", queue="work"))
    else:
        found.move_to(RoundState.RELEASED, by=by)
    return found


def _do(decision: RoundDecision, row: Registration, act: DecisionAct | None, decider: Decider) -> None:
    """One decision as by hand, by the officer who took it; what cannot be done is kept with its sentence."""
    by = decider.by
    try:
        with transaction.atomic():
            decider.refuse(row)
            if row.state == S.SUBMITTED:
                begin_review(row, by=by, act=act)
            if decision.outcome == Outcome.REGISTERED:
                confirm(row, by=by, reason=decision.reason, act=act)
            elif decision.outcome == Outcome.WAITLISTED:
                let_wait(row, by=by, reason=decision.reason, act=act)
            else:
                decline(row, reason=decision.reason, by=by, act=act)
    except RegistrationError as error:
        decision.refusal = str(error)
    decision.done_at = timezone.now()
    decision.save(update_fields=["done_at", "refusal"])


def _locked_round(round_id: UUID) -> DecisionRound:
    rows = DecisionRound.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("conference", "category", "released_by", "act").get(pk=round_id)


def _lock_round(round_id: UUID, *, by: User) -> DecisionRound:
    found = _locked_round(round_id)
    if not has_role(by, found.conference, ROLES_THAT_DECIDE):
        raise NotPermittedError
    return found

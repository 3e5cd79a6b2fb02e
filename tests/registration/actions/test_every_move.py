"""Every act that moves a registration, tried from every state of each track.

What is legal is written out here once more, and agrees with the table of moves; all else is refused with a sentence
that names both states, moves nobody and writes to nobody.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from conference.correspondence.models import OutgoingMessage
from conference.models import User
from registration.actions.answers import answers_mark, tell_answers
from registration.actions.confirming import begin_act
from registration.actions.correct import correct_registration
from registration.actions.correct_person import correct_person
from registration.actions.decide import (
    confirm_registration,
    decline_application,
    promote,
    request_changes,
    take_up,
    waitlist,
)
from registration.actions.decide_changes import accept_change, accept_changes
from registration.actions.decide_in_bulk import confirm_registrations, decline_applications, take_up_applications
from registration.actions.grant_seats import grant_seats, seat_beyond_quota
from registration.actions.merge import merge_registrations, versions_of
from registration.actions.nominate import complete_nomination, substitute_member
from registration.actions.promotion import give_free_places
from registration.actions.rounds import begin_round, release_next_batch, release_round
from registration.actions.undo import undo_decision
from registration.actions.withdraw import withdraw_registration
from registration.errors import RegistrationError
from registration.models import (
    ChangeKind,
    Decision,
    DelegationRole,
    Outcome,
    PendingChange,
    Registration,
    RegistrationTransition,
    RoundDecision,
    Route,
)
from registration.states import LIVE, STATES_OF_TRACK, Track, may_move, may_undo
from registration.states import RegistrationState as S
from tests.factories.conference import make_user
from tests.factories.registration import make_category, make_delegation, make_registration, new_participant
from tests.registration.actions.calls import functions_that_move_registrations

NOMINATION, APPLICATION = Track.NOMINATION, Track.APPLICATION
Moves = Mapping[tuple[Track, S], S]
EVERYWHERE = [(track, state) for track in Track for state in S if state in STATES_OF_TRACK[track]]


@dataclass(frozen=True)
class Act:
    """How an act is done (it gives the sentence of a refusal that it does not raise), and what it does from where.

    ``letters`` are those of a legal move, by the state it leads to. ``wanted`` is the state of which a refusal says
    that one cannot become it, ``refusals`` what is said on a track instead. In the states of ``stays`` it moves nobody,
    refuses nothing and writes ``tells``; in those of ``lacks`` something is outstanding before.
    """

    does: Callable[[Registration, User], str | None]
    moves: Moves
    letters: Mapping[S, set[str]] = field(default_factory=dict)
    wanted: S | None = None
    refusals: Mapping[Track, str] = field(default_factory=dict)
    stays: frozenset[S] = frozenset()
    lacks: frozenset[S] = frozenset()
    tells: frozenset[str] = frozenset()


def from_each(track: Track, states: set[S], to: S) -> dict[tuple[Track, S], S]:
    return {(track, state): to for state in states}


def alone(act: Callable[..., Any], **more: Any) -> Callable[[Registration, User], None]:
    def does(row: Registration, by: User) -> None:
        act(row.pk, by=by, **more)

    return does


def together(act: Callable[..., Any], **more: Any) -> Callable[[Registration, User], str | None]:
    def does(row: Registration, by: User) -> str | None:
        return next((why for _row, why in act([row.pk], by=by, **more).refused), None)

    return does


def substituting(row: Registration, by: User) -> None:
    substitute_member(row.pk, person=new_participant(), by=by, form_token=uuid.uuid4())


def accepting_a_substitution(row: Registration, by: User) -> None:
    change = PendingChange.objects.create(
        conference=row.conference,
        kind=ChangeKind.SUBSTITUTION,
        registration=row,
        delegation=row.delegation or make_delegation(row.conference),
        role=DelegationRole.DELEGATE,
        changes={"given_names": {"old": "", "new": "Bolat"}, "family_name": {"old": "", "new": "Example"}},
        asked_by=make_user(),
        form_token=uuid.uuid4(),
    )
    accept_change(change.pk, by=by)


def accepting_a_correction(row: Registration, by: User) -> str | None:
    change = PendingChange.objects.create(
        conference=row.conference,
        kind=ChangeKind.CORRECTION,
        registration=row,
        changes={"function": {"old": row.participant.function, "new": "Envoy"}},
        asked_by=make_user(),
    )
    return next((why for _change, why in accept_changes({change.pk: change.version}, by=by).refused), None)


def answering(row: Registration, _officer: User) -> None:
    correct_registration(row.pk, person_changes={"function": "Envoy"}, by=make_user(row.participant.email))


def telling(row: Registration, _officer: User) -> None:
    tell_answers(row.pk, values={}, by=make_user(row.participant.email), seen=answers_mark({}))


def correcting(row: Registration, by: User) -> None:
    correct_person(row.participant.pk, changes={"function": "Envoy"}, by=by, version=row.participant.version)


def completing(row: Registration, by: User) -> None:
    complete_nomination(row.pk, person_changes={"function": "Envoy"}, by=by)


def releasing(outcome: Outcome) -> Callable[[Registration, User], str | None]:
    def does(row: Registration, by: User) -> str | None:
        category = make_category(row.conference, Route.APPLICATION)
        found = begin_round(row.conference, category.pk, title="Round", by=by)
        decision = RoundDecision.objects.create(
            round=found, registration=row, outcome=outcome, reason="The panels.", decided_by=by
        )
        release_round(found.pk, by=by)
        release_next_batch(found.pk)
        decision.refresh_from_db()
        return decision.refusal or None

    return does


def granting(row: Registration, by: User) -> None:
    delegation = row.delegation or make_delegation(row.conference)
    grant_seats(delegation.pk, quota=9, note="", by=by, version=delegation.version)


def giving(row: Registration, _officer: User) -> None:
    give_free_places(row.conference)


def merging(row: Registration, by: User) -> None:
    kept = make_registration(S.REGISTERED, row.conference)
    merge_registrations(kept.pk, row.pk, take=(), by=by, seen=versions_of(kept, row))


CONFIRMED = {S.REGISTERED: {"registration_confirmed"}}
PLACED = {S.COMPLETE: {"promoted"}, S.REGISTERED: {"registration_confirmed"}}
DECLINED = {S.DECLINED: {"application_declined"}}
WITHDRAWN = {S.WITHDRAWN: {"withdrawn"}}
NOT_DECLINED = {NOMINATION: "Who is nominated or invited is not declined"}
NO_MEMBER = {APPLICATION: "Only the members of a delegation"}
ENDS = {(track, state): S.WITHDRAWN for track, state in EVERYWHERE if state in LIVE}
CONFIRMS = from_each(NOMINATION, {S.COMPLETE}, S.REGISTERED) | from_each(
    APPLICATION, {S.UNDER_REVIEW, S.WAITLISTED}, S.REGISTERED
)
DECLINES = from_each(APPLICATION, {S.UNDER_REVIEW, S.CHANGES_REQUESTED, S.WAITLISTED}, S.DECLINED)
TAKES_UP = from_each(APPLICATION, {S.SUBMITTED, S.DECLINED}, S.UNDER_REVIEW)
WAITS = from_each(NOMINATION, {S.NOMINATED, S.COMPLETE}, S.WAITLISTED) | from_each(
    APPLICATION, {S.UNDER_REVIEW}, S.WAITLISTED
)
PLACES = {(NOMINATION, S.WAITLISTED): S.COMPLETE, (APPLICATION, S.WAITLISTED): S.REGISTERED}
REPLACES = from_each(NOMINATION, {S.NOMINATED, S.COMPLETE, S.WAITLISTED, S.REGISTERED}, S.REPLACED)
COMPLETES = {(NOMINATION, S.NOMINATED): S.COMPLETE}
IN_A_ROUND = from_each(APPLICATION, {S.SUBMITTED}, S.REGISTERED)  # taken up and decided in one act
NO_LONGER = dict.fromkeys(Track, "can no longer be changed")
ANY = frozenset(S)
ACCEPTED = frozenset({"change_accepted"})

ACTS: dict[str, Act] = {
    "confirm_registration": Act(alone(confirm_registration), CONFIRMS, CONFIRMED, S.REGISTERED),
    "confirm_registrations": Act(together(confirm_registrations), CONFIRMS, CONFIRMED, S.REGISTERED),
    "take_up": Act(alone(take_up), TAKES_UP, {}, S.UNDER_REVIEW),
    "take_up_applications": Act(together(take_up_applications), TAKES_UP, {}, S.UNDER_REVIEW),
    "request_changes": Act(
        alone(request_changes, what="The mandate."),
        from_each(APPLICATION, {S.UNDER_REVIEW}, S.CHANGES_REQUESTED),
        {S.CHANGES_REQUESTED: {"changes_requested"}},
        S.CHANGES_REQUESTED,
    ),
    "decline_application": Act(
        alone(decline_application, reason="No place."), DECLINES, DECLINED, S.DECLINED, NOT_DECLINED
    ),
    "decline_applications": Act(
        together(decline_applications, reason="No place."), DECLINES, DECLINED, S.DECLINED, NOT_DECLINED
    ),
    "waitlist": Act(alone(waitlist), WAITS, {S.WAITLISTED: {"waitlisted"}}, S.WAITLISTED),
    "promote": Act(alone(promote), PLACES, PLACED, S.REGISTERED),
    "seat_beyond_quota": Act(
        alone(seat_beyond_quota, reason="By note."),
        {(NOMINATION, S.WAITLISTED): S.COMPLETE},
        PLACED,
        S.NOMINATED,
        NO_MEMBER,
    ),
    "give_free_places": Act(giving, PLACES, PLACED, stays=ANY),
    "grant_seats": Act(granting, {(NOMINATION, S.WAITLISTED): S.COMPLETE}, PLACED, stays=ANY),
    "withdraw_registration": Act(alone(withdraw_registration), ENDS, WITHDRAWN, S.WITHDRAWN),
    "merge_registrations": Act(merging, ENDS, stays=frozenset(S) - LIVE),
    "substitute_member": Act(substituting, REPLACES, {}, S.REPLACED, NO_MEMBER),
    "accept_change": Act(accepting_a_substitution, REPLACES, {S.REPLACED: set(ACCEPTED)}, S.REPLACED, NO_MEMBER),
    "accept_changes": Act(
        accepting_a_correction,
        COMPLETES,
        {S.COMPLETE: set(ACCEPTED)},
        refusals=NO_LONGER,
        stays=LIVE,
        lacks=frozenset({S.NOMINATED}),
        tells=ACCEPTED,
    ),
    "correct_registration": Act(
        answering,
        COMPLETES | {(APPLICATION, S.CHANGES_REQUESTED): S.SUBMITTED},
        refusals=dict.fromkeys(Track, "nothing was saved|can no longer be changed"),
        stays=frozenset({S.DRAFT, S.COMPLETE, S.SUBMITTED, S.WAITLISTED}),
        lacks=frozenset({S.NOMINATED}),
    ),
    "tell_answers": Act(
        telling,
        COMPLETES | {(APPLICATION, S.CHANGES_REQUESTED): S.SUBMITTED},
        refusals=dict.fromkeys(Track, "can no longer be changed"),
        stays=ANY,
    ),
    "correct_person": Act(correcting, COMPLETES, stays=ANY, lacks=frozenset({S.NOMINATED})),
    "complete_nomination": Act(
        completing,
        COMPLETES,
        refusals=dict.fromkeys(Track, "is no longer changed here"),
        stays=frozenset({S.DRAFT, S.COMPLETE, S.WAITLISTED}),
        lacks=frozenset({S.NOMINATED}),
    ),
    "release_round": Act(releasing(Outcome.REGISTERED), CONFIRMS | IN_A_ROUND, CONFIRMED, S.REGISTERED),
    "release_next_batch": Act(
        releasing(Outcome.DECLINED),
        DECLINES | from_each(APPLICATION, {S.SUBMITTED}, S.DECLINED),
        DECLINED,
        S.DECLINED,
        NOT_DECLINED,
    ),
}
# Undone is what an act did: the next table. Who is entered comes from nowhere: test_nominate, test_register, test_desk.
UNDOES = {"undo_decision", "undo_import", "undo_merge"}
ENTER = {"nominate", "nominate_several", "register_on_the_spot"}
# Done to a row that the caller has locked, by the acts above.
INSIDE = {"confirm", "begin_review", "decline", "let_wait", "give_place", "follow_what_is_outstanding"}


def test_the_table_has_every_act_that_moves_a_registration() -> None:
    assert functions_that_move_registrations() == set(ACTS) | UNDOES | ENTER | INSIDE


def test_what_the_table_allows_the_moves_allow() -> None:
    for name, act in ACTS.items():
        for (track, origin), target in act.moves.items():
            one_step = may_move(track, origin, target)
            assert one_step or (origin == S.SUBMITTED and may_move(track, S.UNDER_REVIEW, target)), (name, origin)


def standing(track: Track, state: S, conference: Any, **changes: Any) -> Registration:
    """One who stands there, and who lacks nothing unless told; waits for *complete* or *registered*."""
    delegation = make_delegation(conference, quota=4) if track == NOMINATION else None
    if state == S.WAITLISTED:
        changes["waited_for"] = S.COMPLETE if track == NOMINATION else S.REGISTERED
    return make_registration(state, conference, track=track, delegation=delegation, **changes)


def letters() -> set[str]:
    return set(OutgoingMessage.objects.values_list("purpose", flat=True))


def done(act: Callable[[Registration, User], str | None], row: Registration, by: User) -> str | None:
    try:
        return act(row, by)
    except RegistrationError as refusal:
        return str(refusal)


@pytest.mark.parametrize(("track", "state"), EVERYWHERE)
@pytest.mark.parametrize("name", ACTS)
def test_an_act_moves_as_the_table_says_or_says_why_not(name, track, state, conference, officer) -> None:
    act = ACTS[name]
    row = standing(track, state, conference, person={"function": ""} if state in act.lacks else {})
    target = act.moves.get((track, state))
    sentence = done(act.does, row, officer)
    row.refresh_from_db()
    if target is not None:
        assert (row.state, sentence, letters()) == (target, None, act.letters.get(target, set()))
        assert row.transitions.latest("pk").target == target
        return
    assert (row.state, row.transitions.count()) == (state, 1)
    if sentence is None:
        assert state in act.stays, f"{name} does nothing and says nothing"
        assert letters() == act.tells
        return
    assert not letters()
    if track in act.refusals:
        assert any(words in sentence for words in act.refusals[track].split("|"))
    else:
        assert act.wanted is not None
        assert sentence == f"A registration that is “{state.label}” cannot become “{act.wanted.label}”."


UNDONE = [(track, origin, state) for track, state in EVERYWHERE for origin in S if origin in STATES_OF_TRACK[track]]


@pytest.mark.parametrize(("track", "origin", "state"), [each for each in UNDONE if each[1] != each[2]])
def test_undoing_leads_back_as_the_table_of_undoing_says(track, origin, state, conference, officer) -> None:
    row = standing(track, state, conference)
    act = begin_act(conference, Decision.CONFIRM, by=officer)
    RegistrationTransition.objects.create(registration=row, origin=origin, target=state, by=officer, act=act)
    undone = undo_decision(act.pk, by=officer)
    row.refresh_from_db()
    if may_undo(track, state, origin):
        assert (row.state, undone.left) == (origin, [])
    else:
        assert row.state == state
        assert [why for _row, why in undone.left] == [
            f"A registration that is “{state.label}” cannot become “{origin.label}”."
        ]
    assert not letters()

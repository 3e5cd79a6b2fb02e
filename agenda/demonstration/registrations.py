"""The registrations in every state of the workflow, with the way each has come."""

import copy

from agenda.demonstration.badges import badge_of
from agenda.demonstration.history import FOCAL_POINT, REGISTRATION, TRACK_OF_TABLE, VETTING, Moment, moments
from agenda.demonstration.identity import Row
from agenda.demonstration.letters import letters_of_step
from agenda.demonstration.notices import agree_anew, notice_at
from agenda.demonstration.stage import Stage
from conference.models import TeamRole, User
from registration.models import (
    Application,
    Badge,
    Registration,
    RegistrationTransition,
    SeatType,
)
from registration.queries.rank import in_rank
from registration.states import HOLDING_A_SEAT, RegistrationState

S = RegistrationState
BY_THEMSELVES = ("invited", "applicants")
ABOUT_THE_ORGANISATION = ("country_of_work", "mandate", "relevant_work", "proposed_by")


def set_up_registrations(stage: Stage) -> None:
    """The history is written first, so that a registration stands where its last move left it."""
    applications: list[Application] = []
    transitions: list[RegistrationTransition] = []
    badges: list[Badge] = []
    for table in TRACK_OF_TABLE:
        for position, row in enumerate((row for row in stage.rows(table) if row["state"]), start=1):
            registration = _registration(stage, table, row, position)
            stage.registrations[row["key"]] = registration
            way = _way(stage, table, row)
            transitions += _history(stage, table, row, registration, way)
            badge = badge_of(stage, row, registration, way, [_actor(stage, row, moment.step.by) for moment in way])
            badges += [badge] if badge else []
            _write(stage, row, registration, way, badge)
            if table == "applicants":
                applications.append(_application(registration, row))
    _put_in_their_place(stage)
    _seat(stage)
    Registration.objects.bulk_create(stage.registrations.values())
    RegistrationTransition.objects.bulk_create(transitions)
    Application.objects.bulk_create(applications)
    Badge.objects.bulk_create(badges)
    agree_anew(stage)


def _registration(stage: Stage, table: str, row: Row, position: int) -> Registration:
    delegation = stage.delegations[row["delegation"]] if table == "members" else None
    category = delegation.category if delegation else stage.categories[row.get("category", "secretariat")]
    registration = Registration(
        pk=stage.id_of("registration", row["key"]),
        conference=stage.conference,
        participant=stage.participants[row["key"]],
        category=category,
        track=TRACK_OF_TABLE[table][0],
        state=row["state"],
        form_token=stage.id_of("form", row["key"]),
        delegation=delegation,
        position=position,
    )
    if delegation:
        registration.role = row["role"]
        registration.is_outside_quota = row["role"] in category.roles_outside_quota
    if table == "invited":
        registration.invitation = stage.invitations[row["key"]]
    return registration


def _way(stage: Stage, table: str, row: Row) -> list[Moment]:
    return moments(stage.clock, TRACK_OF_TABLE[table][1][S(row["state"])], row["entered_on"], row["key"])


def _history(
    stage: Stage, table: str, row: Row, registration: Registration, way: list[Moment]
) -> list[RegistrationTransition]:
    recorded = [stage.clock.recorded(moment.at) for moment in way]
    registration.created_at, registration.state_since = recorded[0], recorded[-1]
    registration.version = len(way)
    if table in BY_THEMSELVES and row["state"] != S.DRAFT:
        registration.privacy_notice_version = notice_at(stage, way[0].at)
        registration.consented_at = recorded[0]
    handed_in = [
        when for moment, when in zip(way, recorded, strict=True) if moment.step.state in {S.COMPLETE, S.SUBMITTED}
    ]
    registration.submitted_at = handed_in[0] if handed_in else None
    return [
        RegistrationTransition(
            registration=registration,
            origin=way[number - 1].step.state if number else "",
            target=moment.step.state,
            by=_actor(stage, row, moment.step.by),
            reason=row.get("reason", "") if number and number == len(way) - 1 else "",
            at=recorded[number],
        )
        for number, moment in enumerate(way)
    ]


def _write(stage: Stage, row: Row, registration: Registration, way: list[Moment], badge: Badge | None) -> None:
    """The letters of each move, as they were worded then: by the version and the state of that day."""
    for number, moment in enumerate(way, start=1):
        then = copy.copy(registration)
        then.version, then.state = number, moment.step.state
        letters = letters_of_step(
            then, reason=row.get("reason", ""), on=moment.at.date(), is_first=number == 1, badge=badge
        )
        stage.keep(letters, moment.at)


def _actor(stage: Stage, row: Row, by: str) -> User | None:
    if by == FOCAL_POINT:
        return stage.users[row["delegation"]]
    officers = {REGISTRATION: TeamRole.REGISTRATION, VETTING: TeamRole.VETTING}
    return stage.officers[officers[by]] if by in officers else None


def _application(registration: Registration, row: Row) -> Application:
    return Application(
        registration=registration,
        organisation=row["institution"],
        **{name: row[name] for name in ABOUT_THE_ORGANISATION},
    )


def _put_in_their_place(stage: Stage) -> None:
    """Who waits says for what; who took a member's seat says whose."""
    for registration in stage.registrations.values():
        if registration.state == S.WAITLISTED:
            registration.waited_for = S.NOMINATED if registration.delegation_id else S.REGISTERED
    for row in stage.rows("members"):
        if row["replaces"]:
            former, successor = stage.registrations[row["replaces"]], stage.registrations[row["key"]]
            successor.replaces, successor.position = former, former.position


def _seat(stage: Stage) -> None:
    """Where a delegation's seats are told apart, the first in rank sit at the table, the others behind."""
    for delegation in stage.delegations.values():
        if delegation.seats_at_table is None:
            continue
        members = [each for each in stage.registrations.values() if each.delegation_id == delegation.pk]
        seated = [each for each in members if each.state in HOLDING_A_SEAT and not each.is_outside_quota]
        for place, member in enumerate(in_rank(delegation, seated)):
            member.seat_type = SeatType.AT_TABLE if place < delegation.seats_at_table else SeatType.BEHIND

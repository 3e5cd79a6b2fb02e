"""The delegations of States and organisations, and who answers for them."""

import datetime

from agenda.demonstration.identity import Row
from agenda.demonstration.stage import Stage
from conference.models import Organisation, User
from registration import emails
from registration.models import Delegation, FocalPoint, FocalPointRank, ParticipantCategory


def set_up_delegations(stage: Stage) -> None:
    """Every invited State has a delegation, named members or not; so have the host and the organisations."""
    organisations = Organisation.objects.filter(conference=None).prefetch_related("names")
    stage.organisations = {organisation.abbreviation: organisation for organisation in organisations}
    given = {row["code"]: row for row in stage.rows("states")}
    given |= {row["abbreviation"]: row for row in stage.rows("organisations")}
    stage.delegations = {key: _delegation(stage, key, row) for key, row in given.items()}
    Delegation.objects.bulk_create(stage.delegations.values())
    stage.focal_points = {key: _primary(stage, key, row) for key, row in given.items() if row["focal_name"]}
    backups = [_backup(stage, key, row) for key, row in given.items() if row.get("backup_name")]
    FocalPoint.objects.bulk_create([*stage.focal_points.values(), *backups])
    _let_them_in(stage)
    for focal_point in [*stage.focal_points.values(), *backups]:
        stage.keep(emails.focal_point_designated(focal_point), focal_point.designated_at + stage.clock.offset)


def _delegation(stage: Stage, key: str, row: Row) -> Delegation:
    return Delegation(
        pk=stage.id_of("delegation", key),
        conference=stage.conference,
        category=_category(stage, key),
        state=stage.states.get(key),
        organisation=stage.organisations.get(key),
        quota=int(row["quota"]) if row["quota"] else None,
        seats_at_table=int(row["at_table"]) if row.get("at_table") else None,
        note="" if row["invitation"] == "declined" else row["note"],
        created_at=stage.clock.recorded(stage.clock.at(stage.outline["delegations_made_at"])),
    )


def _category(stage: Stage, key: str) -> ParticipantCategory:
    """By the group of the State; organisations are one group."""
    group = stage.states[key].group if key in stage.states else "organisation"
    return stage.categories[stage.outline["category_of_delegations"][group]]


def _primary(stage: Stage, key: str, row: Row) -> FocalPoint:
    return FocalPoint(
        pk=stage.id_of("focal point", key),
        delegation=stage.delegations[key],
        rank=FocalPointRank.PRIMARY,
        name=row["focal_name"],
        function=row["focal_function"],
        email=row["focal_email"],
        language=row["focal_language"],
        designated_at=stage.clock.recorded(designated_at(stage, key, row)),
    )


def _backup(stage: Stage, key: str, row: Row) -> FocalPoint:
    return FocalPoint(
        pk=stage.id_of("focal point", key, "backup"),
        delegation=stage.delegations[key],
        rank=FocalPointRank.BACKUP,
        name=row["backup_name"],
        email=row["backup_email"],
        language=row["focal_language"],
        designated_at=stage.clock.recorded(designated_at(stage, key, row)),
    )


def designated_at(stage: Stage, key: str, row: Row) -> datetime.datetime:
    """With the State's reply; who is not invited has a focal point from the first day."""
    return stage.clock.office_time(row["replied_on"] or stage.outline["delegations_open_on"], f"reply {key}")


def _let_them_in(stage: Stage) -> None:
    """A focal point who has named members has signed in, and is a user by now."""
    stage.users = {key: User.objects.for_address(focal_point.email) for key, focal_point in stage.focal_points.items()}

"""What persons who are confirmed ask to have corrected, and is not decided yet."""

from agenda.demonstration.identity import Row
from agenda.demonstration.stage import Stage
from conference.models import User
from registration.models import ChangeKind, PendingChange


def set_up_requests(stage: Stage) -> None:
    """Each of one field, asked by the person whose it is."""
    PendingChange.objects.bulk_create(_request(stage, row) for row in stage.rows("requests"))


def _request(stage: Stage, row: Row) -> PendingChange:
    registration = stage.registrations[row["key"]]
    person = registration.participant
    return PendingChange(
        pk=stage.id_of("request", row["key"]),
        conference=stage.conference,
        kind=ChangeKind.CORRECTION,
        registration=registration,
        delegation=registration.delegation,
        changes={row["field"]: {"old": getattr(person, row["field"]), "new": row["new"]}},
        note=row["note"],
        form_token=stage.id_of("form of a request", row["key"]),
        asked_by=User.objects.for_address(person.email),
        asked_at=stage.clock.recorded(stage.clock.office_time(row["asked_on"], row["key"])),
    )

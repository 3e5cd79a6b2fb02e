"""The participants, from four tables: members of delegations, invited persons, applicants, the Secretariat's own."""

from agenda.demonstration.identity import Row
from agenda.demonstration.stage import Stage
from registration.models import NameOfAddress, NameOrder, Participant, Visibility

AS_GIVEN = (
    "courtesy",
    "title",
    "given_names",
    "family_name",
    "patronymic",
    "native_name",
    "listed_name",
    "function",
    "institution",
    "nationality",
    "email",
    "office_email",
    "language",
)


def set_up_people(stage: Stage) -> None:
    """Bulk writers make the text in which names are searched themselves."""
    tables = ("members", "invited", "applicants", "staff")
    choices = {row["key"]: row for row in stage.rows("choices")}
    stage.participants = {
        row["key"]: _participant(stage, row, choices.get(row["key"], {}))
        for table in tables
        for row in stage.rows(table)
    }
    Participant.objects.bulk_create(stage.participants.values())


def _participant(stage: Stage, row: Row, choices: Row) -> Participant:
    participant = Participant(
        pk=stage.id_of("participant", row["key"]),
        conference=stage.conference,
        name_order=row["name_order"] or NameOrder.GIVEN_FIRST,
        name_of_address=row["name_of_address"] or NameOfAddress.FAMILY,
        visibility=row.get("visibility") or Visibility.LISTED,
        named_on_agenda=row.get("named_on_agenda") != "no",
        never_write_automatically=row["key"] in stage.outline["never_write_to"],
        badge_name=choices.get("badge_name", ""),
        do_not_photograph=choices.get("do_not_photograph") == "yes",
        gender=choices.get("gender", ""),
        age_band=choices.get("age_band", ""),
        **{name: row[name] for name in AS_GIVEN},
    )
    participant.search_text = participant.make_search_text()
    return participant

"""The Secretariat of a conference: its own officers, all with the one password that is shown."""

from django.contrib.auth.hashers import make_password

from agenda.demonstration.identity import PASSWORD
from agenda.demonstration.stage import Stage
from conference.models import TeamMembership, TeamRole, User


def set_up_team(stage: Stage) -> None:
    """An officer may have several duties. The password is hashed once: hashing is slow on purpose."""
    password = make_password(PASSWORD)
    rows = stage.rows("team")
    users = {
        row["email"]: User(
            pk=stage.id_of("officer", row["email"]),
            email=row["email"],
            name=row["name"],
            is_staff=True,
            password=password,
        )
        for row in rows
    }
    User.objects.bulk_create(users.values())
    for row in rows:
        # Where two have a duty, what was done in the past was done by the first.
        stage.officers.setdefault(TeamRole(row["role"]), users[row["email"]])
    TeamMembership.objects.bulk_create(
        TeamMembership(conference=stage.conference, user=users[row["email"]], role=TeamRole(row["role"]))
        for row in rows
    )

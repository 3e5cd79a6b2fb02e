"""The Secretariat of the demonstration: one officer for each duty, all with the one password that is shown."""

from django.contrib.auth.hashers import make_password

from agenda.demonstration.identity import PASSWORD, demo_id
from agenda.demonstration.stage import Stage
from agenda.demonstration.tables import rows
from conference.models import TeamMembership, TeamRole, User


def set_up_team(stage: Stage) -> None:
    """The password is hashed once: it is the same for all, and hashing is slow on purpose."""
    password = make_password(PASSWORD)
    officers = {
        TeamRole(row["role"]): User(
            pk=demo_id("officer", row["email"]),
            email=row["email"],
            name=row["name"],
            is_staff=True,
            password=password,
        )
        for row in rows("team")
    }
    User.objects.bulk_create(officers.values())
    TeamMembership.objects.bulk_create(
        TeamMembership(conference=stage.conference, user=officer, role=role) for role, officer in officers.items()
    )
    stage.officers = officers

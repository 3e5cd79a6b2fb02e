"""Who can sign in to the demonstration, and what each sees."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from agenda.demonstration.identity import OFFICERS_DOMAIN, PASSWORD, SLUG, demo_id
from agenda.demonstration.tables import rows
from conference.models import Conference, TeamMembership, TeamRole
from registration.models import Invitation

Line = tuple[str, str]

DUTIES = {
    TeamRole.COORDINATOR: "everything: the conference, its team, every list and every act",
    TeamRole.REGISTRATION: "registrations to confirm, applications to decide",
    TeamRole.PROTOCOL: "invitations, delegations, missions; Tunisia, for example, is not invited yet",
    TeamRole.VETTING: "applications to take up, confirm or decline",
    TeamRole.AGENDA: "sessions, speakers, the draft and its releases",
    TeamRole.CORRESPONDENCE: "invitations, reminders, the ledger of messages",
    TeamRole.OBSERVER: "reads, and changes nothing",
}


def accounts_text() -> str:
    """Two tables: officers with their password, and persons who sign in by a code that the mailbox shows."""
    conference = Conference.objects.get(slug=SLUG)
    with override("en"):
        sign_in = f"{settings.PUBLIC_URL}{reverse('accounts:sign-in')}?conference={SLUG}"
        persons = list(_persons(conference))
    parts = (
        f"Secretariat: sign in at {settings.PUBLIC_URL}/admin/ with the password {PASSWORD}",
        *_table(_officers(conference)),
        "",
        f"Everybody else: sign in at {sign_in}",
        "with the address alone; the code comes by e-mail and stands in the mailbox.",
        *_table(persons),
    )
    return "\n".join(parts) + "\n"


def _officers(conference: Conference) -> Iterator[Line]:
    team = TeamMembership.objects.filter(conference=conference, user__email__endswith=f"@{OFFICERS_DOMAIN}")
    addresses = dict(team.values_list("role", "user__email"))
    for role, duty in DUTIES.items():
        if role in addresses:
            yield addresses[role], f"{str(role.label).capitalize()}: {duty}"


def _persons(conference: Conference) -> Iterator[Line]:
    for row in rows("accounts"):
        yield row["email"], row["sees"]
        if row["invitation"]:
            invitation = Invitation.objects.filter(pk=demo_id("invitation", row["invitation"])).first()
            if invitation:
                path = reverse("registration:invitation", args=[conference.slug, invitation.link_token])
                yield "", f"{settings.PUBLIC_URL}{path}"


def _table(lines: Iterable[Line]) -> list[str]:
    lines = list(lines)
    width = max((len(address) for address, _sees in lines), default=0)
    return [f"  {address:<{width}}  {sees}".rstrip() for address, sees in lines]

"""Who can sign in to the demonstration, and what each sees."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from agenda.demonstration.identity import DEMONSTRATIONS, PASSWORD, Demonstration
from conference.models import Conference
from registration.models import Invitation

Line = tuple[str, str]


def accounts_text() -> str:
    """For each conference that is loaded: its officers, and persons who sign in by a code that the mailbox shows."""
    loaded = {conference.slug: conference for conference in Conference.objects.filter(is_demonstration=True)}
    parts = [
        f"The Secretariats sign in at {settings.PUBLIC_URL}/admin/ with the password {PASSWORD};",
        "everybody else with the address alone: the code comes by e-mail and stands in the mailbox.",
    ]
    with override("en"):
        for demonstration in DEMONSTRATIONS:
            if demonstration.slug in loaded:
                parts += ["", *_of(demonstration, loaded[demonstration.slug])]
    return "\n".join(parts) + "\n"


def _of(demonstration: Demonstration, conference: Conference) -> Iterator[str]:
    sign_in = f"{settings.PUBLIC_URL}{reverse('accounts:sign-in')}?conference={conference.slug}"
    yield f"{conference.short_title}: {settings.PUBLIC_URL}{reverse('conference:landing', args=[conference.slug])}"
    yield from _table(_officers(demonstration))
    yield f"  and, at {sign_in}"
    yield from _table(_persons(demonstration, conference))


def _officers(demonstration: Demonstration) -> Iterator[Line]:
    """Who has several duties stands there once, with all of them."""
    duties: dict[str, list[str]] = {}
    for row in demonstration.rows("team"):
        duties.setdefault(row["email"], []).append(row["sees"])
    return ((address, "; ".join(sees)) for address, sees in duties.items())


def _persons(demonstration: Demonstration, conference: Conference) -> Iterator[Line]:
    for row in demonstration.rows("accounts"):
        yield row["email"], row["sees"]
        if row["invitation"]:
            invitation = Invitation.objects.filter(pk=demonstration.id_of("invitation", row["invitation"])).first()
            if invitation:
                path = reverse("registration:invitation", args=[conference.slug, invitation.link_token])
                yield "", f"{settings.PUBLIC_URL}{path}"


def _table(lines: Iterable[Line]) -> list[str]:
    lines = list(lines)
    width = max((len(address) for address, _sees in lines), default=0)
    return [f"  {address:<{width}}  {sees}".rstrip() for address, sees in lines]

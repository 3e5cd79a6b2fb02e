"""A crowd, part by part."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from agenda.management.crowd.chance import Chance
from agenda.management.crowd.conference import set_up_conference
from agenda.management.crowd.delegations import set_up_delegations
from agenda.management.crowd.programme import set_up_programme
from agenda.management.crowd.registrations import set_up_registrations
from conference.actions.load_registers import load_registers
from conference.models import Conference


class CrowdNotLoadedError(Exception):
    """Why no crowd was loaded, in one sentence."""


@dataclass(frozen=True)
class CrowdSize:
    """How many there are to be."""

    registrations: int
    sessions: int


@transaction.atomic
def load_crowd(slug: str, size: CrowdSize, *, seed: int) -> Conference:
    """Makes a conference ``slug`` of made-up people and publishes its agenda; the same for the same seed.

    It is one transaction. Raises ``CrowdNotLoadedError`` unless the settings allow demonstrations, as those of
    production do not, and where the address is taken or is none.
    """
    if not settings.DEMONSTRATIONS_ALLOWED:
        message = (
            "A crowd has an officer whose password is published, and cannot be loaded here: "
            "the settings do not allow demonstrations."
        )
        raise CrowdNotLoadedError(message)
    _refuse_address(slug)
    load_registers()
    stage = set_up_conference(slug, Chance(seed, slug), sessions=size.sessions)
    set_up_delegations(stage, size.registrations)
    set_up_registrations(stage, size.registrations, speakers=max(4, size.sessions * 2))
    set_up_programme(stage, size.sessions)
    return stage.conference


def _refuse_address(slug: str) -> None:
    if Conference.objects.filter(slug=slug).exists():
        message = f"There is a conference “{slug}” already; choose another address with --slug."
        raise CrowdNotLoadedError(message)
    try:
        Conference._meta.get_field("slug").clean(slug, None)
    except ValidationError as error:
        raise CrowdNotLoadedError(" ".join(error.messages)) from error

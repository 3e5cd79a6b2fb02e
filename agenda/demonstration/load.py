"""The demonstration, part by part; each hands to the next what it has made."""

from django.conf import settings
from django.db import transaction

from agenda.demonstration.clear import clear_demonstration
from agenda.demonstration.conference import set_up_conference
from agenda.demonstration.delegations import set_up_delegations
from agenda.demonstration.identity import SLUG
from agenda.demonstration.invitations import set_up_invitations
from agenda.demonstration.ledger import write_ledger
from agenda.demonstration.missions import set_up_missions
from agenda.demonstration.people import set_up_people
from agenda.demonstration.programme import set_up_programme
from agenda.demonstration.registrations import set_up_registrations
from agenda.demonstration.releases import publish_releases
from agenda.demonstration.reminders import set_up_reminders
from agenda.demonstration.team import set_up_team
from conference.actions.load_registers import load_registers
from conference.models import Conference


class DemonstrationNotAllowedError(Exception):
    """This installation is a real one: officers with a published password have no business there."""

    def __init__(self) -> None:
        super().__init__(
            "The demonstration has officers whose password is published, and cannot be loaded here: "
            "the settings do not allow demonstrations."
        )


@transaction.atomic
def load_demonstration(*, reset: bool = False) -> bool:
    """Sets the demonstration up unless it is there; ``reset`` takes it away first and starts its clock afresh.

    Gives whether anything was loaded. Nothing is half there: it is one transaction. Raises
    ``DemonstrationNotAllowedError`` unless the settings allow demonstrations, as those of production do not.
    """
    if not settings.DEMONSTRATIONS_ALLOWED:
        raise DemonstrationNotAllowedError
    if reset:
        clear_demonstration()
    if Conference.objects.filter(slug=SLUG).exists():
        return False
    load_registers()
    stage = set_up_conference()
    set_up_team(stage)
    set_up_missions(stage)
    set_up_delegations(stage)
    set_up_people(stage)
    set_up_invitations(stage)
    set_up_registrations(stage)
    set_up_programme(stage)
    publish_releases(stage)
    set_up_reminders(stage)
    write_ledger(stage)
    return True

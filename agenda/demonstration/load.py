"""The demonstration, conference by conference and part by part; each part hands to the next what it has made."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from agenda.demonstration.belongings import set_up_belongings
from agenda.demonstration.briefs import set_up_briefs
from agenda.demonstration.campaigns import set_up_campaigns
from agenda.demonstration.clear import clear_demonstration
from agenda.demonstration.conference import set_up_conference
from agenda.demonstration.conflicts import set_up_conflicts
from agenda.demonstration.delegations import set_up_delegations
from agenda.demonstration.desk import set_up_desk
from agenda.demonstration.documents import set_up_documents
from agenda.demonstration.identity import DEMONSTRATIONS, Demonstration
from agenda.demonstration.invitations import set_up_invitations
from agenda.demonstration.ledger import write_ledger
from agenda.demonstration.missions import set_up_missions
from agenda.demonstration.notices import set_up_notices
from agenda.demonstration.own_organisations import set_up_own_organisations
from agenda.demonstration.people import set_up_people
from agenda.demonstration.programme import set_up_programme
from agenda.demonstration.questions import set_up_questions
from agenda.demonstration.registrations import set_up_registrations
from agenda.demonstration.releases import publish_releases
from agenda.demonstration.reminders import set_up_holidays, set_up_reminders
from agenda.demonstration.requests import set_up_requests
from agenda.demonstration.seats import set_up_seats
from agenda.demonstration.side_events import set_up_side_events
from agenda.demonstration.speakers import set_up_speakers
from agenda.demonstration.team import set_up_team
from agenda.demonstration.vetting import set_up_vetting
from agenda.demonstration.workflow import set_up_workflow
from conference.actions.load_registers import load_registers
from conference.models import Conference
from registration.actions.likeness import look_in


class DemonstrationNotAllowedError(Exception):
    """This installation is a real one: officers with a published password have no business there."""

    def __init__(self) -> None:
        super().__init__(
            "The demonstration has officers whose password is published, and cannot be loaded here: "
            "the settings do not allow demonstrations."
        )


@transaction.atomic
def load_demonstrations(
    wanted: Sequence[Demonstration] = DEMONSTRATIONS, *, reset: bool = False
) -> list[Demonstration]:
    """Sets up each conference that is not there; ``reset`` takes it away first and starts its clock afresh.

    Gives those that were loaded. Nothing is half there: it is one transaction. Raises
    ``DemonstrationNotAllowedError`` unless the settings allow demonstrations, as those of production do not.
    """
    if not settings.DEMONSTRATIONS_ALLOWED:
        raise DemonstrationNotAllowedError
    if reset:
        for demonstration in wanted:
            clear_demonstration(demonstration)
    there = set(Conference.objects.values_list("slug", flat=True))
    missing = [demonstration for demonstration in wanted if demonstration.slug not in there]
    if missing:
        load_registers()
    for demonstration in missing:
        _load(demonstration)
    return missing


def _load(demonstration: Demonstration) -> None:
    stage = set_up_conference(demonstration)
    set_up_own_organisations(stage)
    set_up_team(stage)
    set_up_notices(stage)
    set_up_missions(stage)
    set_up_delegations(stage)
    set_up_people(stage)
    set_up_invitations(stage)
    set_up_registrations(stage)
    set_up_belongings(stage)
    set_up_questions(stage)
    set_up_requests(stage)
    set_up_workflow(stage)
    set_up_vetting(stage)
    set_up_desk(stage)
    set_up_programme(stage)
    publish_releases(stage)
    set_up_conflicts(stage)
    set_up_documents(stage)
    set_up_speakers(stage)
    set_up_briefs(stage)
    set_up_seats(stage)
    set_up_side_events(stage)
    set_up_holidays(stage)
    set_up_reminders(stage)
    write_ledger(stage)
    set_up_campaigns(stage)
    look_in(stage.conference)

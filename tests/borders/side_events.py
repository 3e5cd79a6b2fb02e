"""What organisations of a host propose as side events: one of a delegation, one of an applicant, one of the hidden."""

from __future__ import annotations

import datetime
import uuid

from agenda.models import SideEventCall, SideEventEquipment, SideEventMove, SideEventProposal
from agenda.models.side_event import organisation_key
from conference.clock import conference_now
from tests.borders.host import Host
from tests.borders.words import PROTECTED, PUBLIC, TEAM, texts

#: In whose name it is proposed, and who reads it beside the team.
PROPOSED = {
    "organisation": "organisation_focal_point",
    "applicant": "applicant",
    "hidden_person": "hidden_person",
    "registered": "registered",
}


def add_side_events(host: Host) -> None:
    """Proposals are taken since yesterday and for another week."""
    now, day = conference_now(host.conference), datetime.timedelta(days=1)
    SideEventCall.objects.create(
        conference=host.conference,
        is_offered=True,
        opens_at=now - day,
        closes_at=now + 7 * day,
        explanation=host.everybodys("Side events", "Мероприятия", "Арга хэмжээ"),
    )
    name = texts(host.words.new(PUBLIC), "Screen", "Экран", "Дэлгэц")
    host.equipment["screen"] = SideEventEquipment.objects.create(conference=host.conference, name=name)
    for who, reader in PROPOSED.items():
        _propose(host, who, reader)


def _propose(host: Host, who: str, reader: str) -> None:
    word = host.words.new((PROTECTED if who == "hidden_person" else TEAM) | {reader})
    owner = {"delegation": host.delegations[who]} if who == "organisation" else {"participant": host.people[who]}
    made = SideEventProposal.objects.create(
        conference=host.conference,
        organisation=f"Centre {word}",
        organisation_key=organisation_key(f"Centre {word}"),
        title=texts(word, "Side event", "Мероприятие", "Арга хэмжээ"),
        description=texts(word, "About", "О чём", "Тухай"),
        languages=["en"],
        minutes=60,
        form_token=uuid.uuid4(),
        **owner,
    )
    made.equipment.add(host.equipment["screen"])
    SideEventMove.objects.create(proposal=made, target=made.state, by=None)
    host.side_events[who] = made

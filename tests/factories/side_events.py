"""A call for side events, organisations that may propose, and what they propose, by the acts."""

import datetime
import uuid
from typing import Any

from agenda.actions.side_events import propose_side_event
from agenda.models import SideEventCall, SideEventEquipment, SideEventProposal
from agenda.queries.side_events import SideEventText, proposers_of
from conference.clock import conference_now
from conference.models import Conference, TranslatedText
from registration.models import Delegation, Participant
from registration.states import RegistrationState
from tests.factories.conference import make_organisation, make_user
from tests.factories.registration import make_delegation, make_focal_point, make_registration


def make_call(conference: Conference, **changes: Any) -> SideEventCall:
    """Proposals are taken since yesterday and for another week."""
    now = conference_now(conference)
    fields: dict[str, Any] = {
        "is_offered": True,
        "opens_at": now - datetime.timedelta(days=1),
        "closes_at": now + datetime.timedelta(days=7),
        "explanation": {"en": "Side events are held at lunch time."},
    }
    call: SideEventCall = SideEventCall.objects.create(conference=conference, **fields | changes)
    return call


def make_equipment(conference: Conference, name: str = "Projector") -> SideEventEquipment:
    equipment: SideEventEquipment = SideEventEquipment.objects.create(conference=conference, name={"en": name})
    return equipment


def make_civil_society(
    conference: Conference, organisation: str = "Steppe Dialogue Centre", **person: Any
) -> Participant:
    """Somebody who has applied in the name of an organisation."""
    registration = make_registration(RegistrationState.SUBMITTED, conference)
    registration.application.organisation = organisation
    registration.application.save()
    participant: Participant = registration.participant
    if person:
        Participant.objects.filter(pk=participant.pk).update(**person)
        participant.refresh_from_db()
    participant.conference = conference
    return participant


def make_host_delegation(
    conference: Conference, email: str = "focal.point@mission.example", **changes: Any
) -> Delegation:
    """The delegation of an organisation, with its focal point."""
    delegation = make_delegation(conference, make_organisation(), **changes)
    make_focal_point(delegation, email=email)
    return delegation


def text_of(**changes: Any) -> SideEventText:
    """What is proposed."""
    fields: dict[str, Any] = {
        "title": TranslatedText({"en": "Youth Voices from the Steppe"}),
        "description": TranslatedText({"en": "A conversation with young people from four provinces."}),
        "languages": ["en"],
        "minutes": 60,
        "speakers": "Bat-Erdene Sarantuya, youth worker",
    }
    return SideEventText(**fields | changes)


def propose(
    conference: Conference, email: str, *, form_token: uuid.UUID | None = None, **changes: Any
) -> SideEventProposal:
    """By the address, for the first organisation for which it answers."""
    user = make_user(email)
    call = SideEventCall.objects.filter(conference=conference).first()
    chosen = proposers_of(user, conference, call)[0]
    return propose_side_event(
        conference.pk, chosen.pk, text_of(**changes), form_token=form_token or uuid.uuid4(), by=user
    )


def make_proposal(
    conference: Conference, organisation: str = "Steppe Dialogue Centre", **changes: Any
) -> SideEventProposal:
    """Of somebody who has applied, in a conference that takes proposals."""
    if not SideEventCall.objects.filter(conference=conference).exists():
        make_call(conference)
    return propose(conference, make_civil_society(conference, organisation).email, **changes)


def who_proposed(proposal: SideEventProposal) -> Participant:
    """The person in whose organisation's name it is."""
    assert proposal.participant is not None
    return proposal.participant

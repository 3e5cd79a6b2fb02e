"""The call for side events, what organisations have proposed, and what the Secretariat has said to it so far."""

from typing import Any

from agenda.demonstration.stage import Stage
from agenda.emails.side_events import side_event_accepted, side_event_changes, side_event_received
from agenda.models import SideEventCall, SideEventEquipment, SideEventMove, SideEventProposal
from agenda.models.side_event import organisation_key
from agenda.states import SideEventState
from conference.models import TeamRole, User

#: What a table says of a proposal in the words of its model.
TAKEN_OVER = ("title", "description", "speakers", "languages", "minutes", "expected", "wishes")


def set_up_side_events(stage: Stage) -> None:
    """Nothing for a conference without such a file."""
    if not (stage.demonstration.folder / "side_events.json").exists():
        return
    given = stage.texts("side_events")
    call, moments = dict(given["call"]), {}
    for name in ("opens_at", "closes_at"):
        moments[name] = stage.clock.at(call.pop(name))
    SideEventCall.objects.create(
        pk=stage.id_of("side events", "call"), conference=stage.conference, is_offered=True, **call, **moments
    )
    equipment = {
        each["key"]: SideEventEquipment.objects.create(
            pk=stage.id_of("equipment", each["key"]), conference=stage.conference, name=each["name"], position=place
        )
        for place, each in enumerate(given["equipment"], start=1)
    }
    for each in given["proposals"]:
        _propose(stage, each, equipment)


def _propose(stage: Stage, given: dict[str, Any], equipment: dict[str, SideEventEquipment]) -> None:
    proposal, by = _proposal(stage, given)
    proposed_at = stage.clock.at(given["proposed_at"])
    proposal.proposed_at = proposal.state_since = stage.clock.recorded(proposed_at)
    proposal.save(force_insert=True)
    proposal.equipment.set(equipment[key] for key in given.get("equipment", ()))
    _keep_move(proposal, "", by)
    stage.keep(side_event_received(proposal), proposed_at)
    if "decided_at" in given:
        _decide(stage, proposal, given)


def _proposal(stage: Stage, given: dict[str, Any]) -> tuple[SideEventProposal, User]:
    """Of a person's organisation, or of a delegation by its focal point."""
    owner: dict[str, Any]
    if "person" in given:
        person = stage.participants[given["person"]]
        owner, name, email = {"participant": person}, person.institution, person.email
    else:
        delegation = stage.delegations[given["delegation"]]
        owner, name = {"delegation": delegation}, delegation.name_in("en")
        email = delegation.focal_points.get(ended_at__isnull=True).email
    by = User.objects.for_address(email)
    return SideEventProposal(
        pk=stage.id_of("side event", given["key"]),
        conference=stage.conference,
        organisation=name,
        organisation_key=organisation_key(name),
        proposed_by=by,
        form_token=stage.id_of("side event form", given["key"]),
        **owner,
        **{name: given[name] for name in TAKEN_OVER if name in given},
    ), by


def _decide(stage: Stage, proposal: SideEventProposal, given: dict[str, Any]) -> None:
    decided_at = stage.clock.at(given["decided_at"])
    former, proposal.state_since = proposal.state, stage.clock.recorded(decided_at)
    proposal.version += 1
    if "session" in given:
        proposal.state, proposal.session = SideEventState.ACCEPTED, stage.sessions[given["session"]]
    else:
        proposal.state, proposal.reason = SideEventState.CHANGES_ASKED, given["asked"]
        proposal.changes_until = stage.clock.at(given["changes_until"])
    proposal.save()
    _keep_move(proposal, former, stage.officers[TeamRole.AGENDA])
    letters = side_event_accepted(proposal) if "session" in given else side_event_changes(proposal)
    stage.keep(letters, decided_at)


def _keep_move(proposal: SideEventProposal, origin: str, by: User) -> None:
    SideEventMove.objects.create(
        proposal=proposal, origin=origin, target=proposal.state, by=by, reason=proposal.reason, at=proposal.state_since
    )

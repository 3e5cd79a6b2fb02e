"""The delegations of a crowd, each with its focal point and its invitation."""

from agenda.management.crowd.names import name_of
from agenda.management.crowd.stage import FIRST_DAY, Stage
from conference.models import Organisation, State
from registration.models import Channel, Delegation, FocalPoint, Invitation
from registration.states import InvitationState as I

ANSWERS = {I.ACCEPTED: 70, I.DELIVERED: 12, I.ACKNOWLEDGED: 8, I.DECLINED: 5, I.BOUNCED: 2, I.SENT: 3}


def set_up_delegations(stage: Stage) -> None:
    """One of every State in the register and of every international organisation."""
    states = State.objects.order_by("code")
    organisations = Organisation.objects.filter(conference=None).order_by("abbreviation")
    stage.delegations = [
        *(_delegation(stage, "participating-states", state=state) for state in states),
        *(_delegation(stage, "international-organisations", organisation=one) for one in organisations),
    ]
    Delegation.objects.bulk_create(stage.delegations)
    FocalPoint.objects.bulk_create(_focal_point(stage, one, n) for n, one in enumerate(stage.delegations, start=1))
    invitations = [_invitation(stage, one, n) for n, one in enumerate(stage.delegations, start=1)]
    Invitation.objects.bulk_create(invitations)


def _delegation(
    stage: Stage, category: str, *, state: State | None = None, organisation: Organisation | None = None
) -> Delegation:
    return Delegation(
        pk=stage.chance.identifier(),
        conference=stage.conference,
        category=stage.categories[category],
        state=state,
        organisation=organisation,
        created_at=stage.recorded(58),
    )


def focal_address(stage: Stage, number: int) -> str:
    return f"focal{number:03}@{stage.conference.slug}.example"


def _focal_point(stage: Stage, delegation: Delegation, number: int) -> FocalPoint:
    name = name_of(stage.chance)
    return FocalPoint(
        pk=stage.chance.identifier(),
        delegation=delegation,
        name=f"{name.given_names} {name.family_name}".strip(),
        function="First Secretary",
        email=focal_address(stage, number),
        language=stage.chance.weighted({"en": 70, "ru": 25, "mn": 5}),
        designated_at=stage.recorded(50),
    )


def _invitation(stage: Stage, delegation: Delegation, number: int) -> Invitation:
    state = stage.chance.weighted(ANSWERS)
    return Invitation(
        pk=stage.chance.identifier(),
        conference=stage.conference,
        category=delegation.category,
        delegation=delegation,
        email=focal_address(stage, number),
        channel=Channel.NOTE_VERBALE,
        reference=f"CROWD/{number:03}",
        dated_on=FIRST_DAY.replace(month=7, day=1),
        signatory="The Secretariat",
        state=state,
        state_since=stage.recorded(stage.chance.between(5, 50)),
        created_at=stage.recorded(57),
    )

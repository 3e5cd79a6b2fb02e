"""Who may arrange the programme, publish it, and answer for a speaker."""

from agenda.errors import NotPermittedError
from agenda.models import Appearance, SideEventProposal
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_SCHEDULE, ROLES_THAT_SEE_PROTECTED, Actor, has_role
from registration.models import Participant, Visibility


def can_schedule(user: Actor, conference: Conference) -> bool:
    """Agenda officers and the co-ordinator arrange sessions, appoint speakers and publish."""
    return has_role(user, conference, ROLES_THAT_SCHEDULE)


def is_speaker(user: Actor, appearance: Appearance) -> bool:
    """Whether the address is the speaker's own or that of the private office."""
    return appearance.participant is not None and acts_for(user, appearance.participant)


def acts_for(user: Actor, participant: Participant) -> bool:
    """Whether the address is the participant's own or that of the private office; an empty one is nobody's."""
    if not isinstance(user, User) or not user.is_active or not user.email:
        return False
    return user.email in {participant.email, participant.office_email}


def can_act_for(user: Actor, participant: Participant) -> bool:
    """The person, the private office, or an officer of the programme to whom something was sent otherwise."""
    return acts_for(user, participant) or can_schedule(user, participant.conference)


def can_answer_for(user: Actor, appearance: Appearance) -> bool:
    """The speaker, the private office, or an officer to whom the answer was given by note or telephone."""
    return is_speaker(user, appearance) or can_schedule(user, appearance.session.conference)


def can_read_side_event(user: Actor, proposal: SideEventProposal) -> bool:
    """Whether an officer may know what is proposed: of a protected person's organisation it would say who it is."""
    person = proposal.participant
    if person is None or person.visibility != Visibility.HIDDEN:
        return True
    return has_role(user, proposal.conference, ROLES_THAT_SEE_PROTECTED)


def can_decide_side_event(user: Actor, proposal: SideEventProposal) -> bool:
    """An officer of the programme who may know what is proposed."""
    return can_schedule(user, proposal.conference) and can_read_side_event(user, proposal)


def ensure_can_schedule(by: User | None, conference: Conference) -> None:
    """Raises ``NotPermittedError``; ``None`` is the system itself, which acts for nobody in particular."""
    if by is not None and not can_schedule(by, conference):
        raise NotPermittedError

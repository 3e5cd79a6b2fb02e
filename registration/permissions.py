"""Who may do what about participation: predicates that answer, and never raise."""

from conference.models import Conference, TeamRole, User
from conference.permissions import (
    ROLES_THAT_ARRANGE,
    ROLES_THAT_ASK_QUESTIONS,
    ROLES_THAT_DECIDE,
    ROLES_THAT_INVITE,
    ROLES_THAT_REGISTER,
    ROLES_THAT_SEE_PROTECTED,
    ROLES_THAT_WORD_THE_NOTICE,
    Actor,
    has_role,
    roles_in,
)
from registration.models import (
    Delegation,
    FocalPointRank,
    Invitation,
    PendingChange,
    Registration,
    SavedFilter,
    Visibility,
)
from registration.states import Track

ROLES_OF_TRACK: dict[Track, frozenset[TeamRole]] = {
    Track.NOMINATION: ROLES_THAT_REGISTER,
    Track.APPLICATION: ROLES_THAT_DECIDE,
}

ROLES_THAT_WORK = frozenset(TeamRole) - {TeamRole.OBSERVER}


def can_invite(user: Actor, conference: Conference) -> bool:
    """Whether the user invites States and persons to the conference."""
    return has_role(user, conference, ROLES_THAT_INVITE)


def can_register(user: Actor, conference: Conference) -> bool:
    """Whether the user, as an officer, enters and changes registrations of the conference."""
    return has_role(user, conference, ROLES_THAT_REGISTER)


def can_word_notice(user: Actor, conference: Conference) -> bool:
    """Whether the user prepares a version of the privacy notice: the co-ordinator and the registration officer."""
    return has_role(user, conference, ROLES_THAT_WORD_THE_NOTICE)


def can_publish_notice(user: Actor, conference: Conference) -> bool:
    """The co-ordinator answers for what the host promises to everybody who registers."""
    return has_role(user, conference, ROLES_THAT_ARRANGE)


def can_ask_questions(user: Actor, conference: Conference) -> bool:
    """Whether the user puts the Secretariat's own questions: the co-ordinator and the registration officer."""
    return has_role(user, conference, ROLES_THAT_ASK_QUESTIONS)


def is_addressee(user: Actor, invitation: Invitation) -> bool:
    """Whether the invitation was sent to the user's own address."""
    return isinstance(user, User) and bool(invitation.email) and user.email == invitation.email


def can_record_reply(user: Actor, invitation: Invitation) -> bool:
    """The addressee, and officers who invite or register."""
    return is_addressee(user, invitation) or has_role(
        user, invitation.conference, ROLES_THAT_INVITE | ROLES_THAT_REGISTER
    )


def can_appoint_focal_points(user: Actor, conference: Conference) -> bool:
    """Only the Secretariat replaces a focal point; a State designates one with the code of its note."""
    return has_role(user, conference, ROLES_THAT_INVITE | ROLES_THAT_REGISTER)


def is_focal_point(user: Actor, delegation: Delegation | None) -> bool:
    """Whether the user answers for the delegation at present."""
    if not isinstance(user, User) or delegation is None:
        return False
    return delegation.focal_points.filter(email=user.email, ended_at__isnull=True).exists()


def is_primary_focal_point(user: Actor, delegation: Delegation) -> bool:
    """Whether the user is the focal point whom the State designated, who may name a backup."""
    if not isinstance(user, User):
        return False
    present = delegation.focal_points.filter(rank=FocalPointRank.PRIMARY, ended_at__isnull=True)
    return present.filter(email=user.email).exists()


def can_nominate(user: Actor, delegation: Delegation) -> bool:
    """A focal point of this delegation, or an officer."""
    return is_focal_point(user, delegation) or can_register(user, delegation.conference)


def is_own(user: Actor, registration: Registration) -> bool:
    """Whether the registration is the user's own, or of the principal whose office the user is."""
    person = registration.participant
    return isinstance(user, User) and user.email in {person.email, person.office_email}


def is_the_person(user: Actor, registration: Registration) -> bool:
    """Whether the user is the person, and not the office that acts for one: health and passports are theirs alone."""
    return isinstance(user, User) and bool(user.email) and user.email == registration.participant.email


def can_change_registration(user: Actor, registration: Registration) -> bool:
    """Whose it is, the delegation's focal point, or an officer."""
    return (
        is_own(user, registration)
        or is_focal_point(user, registration.delegation)
        or can_register(user, registration.conference)
    )


def can_withdraw(user: Actor, registration: Registration) -> bool:
    """Whoever may change it, and the officers who decide on it."""
    return can_change_registration(user, registration) or can_decide(user, registration)


def decides_on(user: Actor, roles: frozenset[TeamRole], registration: Registration) -> bool:
    """Whether a user with these roles decides: by track, and never on their own registration."""
    return bool(roles & ROLES_OF_TRACK[Track(registration.track)]) and not is_own(user, registration)


def can_decide(user: Actor, registration: Registration) -> bool:
    """Vetting officers decide on applications, protocol officers confirm nominations; nobody decides on their own."""
    return decides_on(user, roles_in(user, registration.conference), registration)


def can_vet(user: Actor, conference: Conference) -> bool:
    """Whether the user reads applications, knows of objections, and prepares decisions."""
    return has_role(user, conference, ROLES_THAT_DECIDE)


def can_assign_readers(user: Actor, conference: Conference) -> bool:
    """The co-ordinator gives each application to its two readers."""
    return has_role(user, conference, ROLES_THAT_ARRANGE)


def may_read_application(reader: User, roles: frozenset[TeamRole], registration: Registration) -> bool:
    """Whether a user with these roles may be a reader: decides, is not the applicant, may know who that is."""
    is_hidden = registration.participant.visibility == Visibility.HIDDEN
    return decides_on(reader, roles, registration) and (not is_hidden or bool(roles & ROLES_THAT_SEE_PROTECTED))


def can_decide_request(user: Actor, change: PendingChange) -> bool:
    """Officers who register decide on what was asked for after the deadline, but not on their own behalf."""
    is_asker = isinstance(user, User) and change.asked_by_id == user.pk
    is_theirs = change.registration is not None and is_own(user, change.registration)
    return can_register(user, change.conference) and not is_asker and not is_theirs


def can_take_back(user: Actor, change: PendingChange) -> bool:
    """Who asked, and the focal point at present of the delegation that it is about."""
    is_asker = isinstance(user, User) and change.asked_by_id == user.pk
    return is_asker or is_focal_point(user, change.delegation)


def can_attach(user: Actor, owner: Registration | Delegation | Invitation) -> bool:
    """Whoever may change the registration; who nominates for the delegation; of an invitation the Secretariat alone."""
    if isinstance(owner, Registration):
        return can_change_registration(user, owner)
    if isinstance(owner, Delegation):
        return can_nominate(user, owner) or can_invite(user, owner.conference)
    return has_role(user, owner.conference, ROLES_THAT_INVITE | ROLES_THAT_REGISTER)


def can_read_passport(user: Actor, registration: Registration) -> bool:
    """The visa officer of the conference, and nobody else: no co-ordinator, no administrator."""
    return has_role(user, registration.conference, frozenset({TeamRole.VISA}))


def can_read_needs(user: Actor, registration: Registration) -> bool:
    """The duty-of-care officer reads whose needs they are; to all others they are numbers."""
    return has_role(user, registration.conference, frozenset({TeamRole.DUTY_OF_CARE}))


def works_on_registrations(user: Actor, conference: Conference) -> bool:
    """Whether the user tags, notes and is assigned: everybody of the team but observers, who only read."""
    return has_role(user, conference, ROLES_THAT_WORK)


def may_know(user: Actor, registration: Registration) -> bool:
    """Whether the person is named to this officer: a protected one to two duties alone."""
    is_hidden = registration.participant.visibility == Visibility.HIDDEN
    return not is_hidden or has_role(user, registration.conference, ROLES_THAT_SEE_PROTECTED)


def can_mark(user: Actor, registration: Registration) -> bool:
    """Whether the user tags, notes and assigns this registration: who works on it, and may know whose it is."""
    return works_on_registrations(user, registration.conference) and may_know(user, registration)


def can_change_saved_filter(user: Actor, kept: SavedFilter) -> bool:
    """Who keeps it; what is shared with the team the co-ordinator too."""
    if not isinstance(user, User):
        return False
    if kept.owner_id == user.pk:
        return bool(roles_in(user, kept.conference))
    return kept.is_shared and has_role(user, kept.conference, ROLES_THAT_ARRANGE)

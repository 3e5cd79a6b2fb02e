"""Who of the Secretariat may do what in a conference: predicates, and querysets where there is a list."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from conference.models import Conference, TeamMembership, TeamRole, User

Actor = User | AnonymousUser

ROLES_THAT_READ = frozenset(TeamRole)
ROLES_THAT_REGISTER = frozenset({TeamRole.COORDINATOR, TeamRole.REGISTRATION, TeamRole.PROTOCOL})
ROLES_THAT_DECIDE = frozenset({TeamRole.COORDINATOR, TeamRole.REGISTRATION, TeamRole.VETTING})
ROLES_THAT_INVITE = frozenset({TeamRole.COORDINATOR, TeamRole.PROTOCOL, TeamRole.CORRESPONDENCE})
ROLES_THAT_SCHEDULE = frozenset({TeamRole.COORDINATOR, TeamRole.AGENDA})
ROLES_THAT_CORRESPOND = frozenset({TeamRole.COORDINATOR, TeamRole.CORRESPONDENCE})
ROLES_THAT_ARRANGE = frozenset({TeamRole.COORDINATOR})
ROLES_THAT_WORD_THE_NOTICE = frozenset({TeamRole.COORDINATOR, TeamRole.REGISTRATION})
# Whoever fetches, lodges or obtains visas.
ROLES_THAT_SEE_TRAVEL = ROLES_THAT_REGISTER | {TeamRole.VISA}
ROLES_THAT_ASK_QUESTIONS = ROLES_THAT_WORD_THE_NOTICE
ROLES_THAT_SEE_PROTECTED = frozenset({TeamRole.DUTY_OF_CARE, TeamRole.REGISTRATION})


def conferences_of(user: Actor) -> QuerySet[Conference]:
    """The conferences on whose team a user is."""
    if not isinstance(user, User) or not user.is_active or not user.is_staff:
        return Conference.objects.none()
    if user.is_superuser:
        return Conference.objects.all()
    return Conference.objects.filter(team__user=user).distinct()


def roles_in(user: Actor, conference: Conference) -> frozenset[TeamRole]:
    """The roles a user has in a conference; a superuser has all but those that see protected persons."""
    if not isinstance(user, User) or not user.is_active or not user.is_staff:
        return frozenset()
    roles = frozenset(
        TeamRole(role) for role in user.memberships.filter(conference=conference).values_list("role", flat=True)
    )
    if user.is_superuser:
        return roles | (frozenset(TeamRole) - ROLES_THAT_SEE_PROTECTED - {TeamRole.VISA})
    return roles


def has_role(user: Actor, conference: Conference, roles: frozenset[TeamRole]) -> bool:
    """Whether the user has at least one of the roles in the conference."""
    return bool(roles_in(user, conference) & roles)


def can_copy(user: Actor, conference: Conference) -> bool:
    """Whether the user makes another conference out of this one's frame: its co-ordinator, and the administrator."""
    return has_role(user, conference, ROLES_THAT_ARRANGE)


def why_not_reset_second_factor(by: User, colleague: User) -> str | None:
    """A sentence where the officer may not reset the colleague's second factor; nothing where they may.

    The administrator may. A co-ordinator may for those who work in no other conference than theirs: nobody weakens an
    account that opens another host's people. Nobody resets their own: whoever sits at an open desk would do so first.
    """
    if by.pk == colleague.pk:
        return _("Your own two-step sign-in is reset by a colleague.")
    if by.is_superuser and by.is_active and by.is_staff:
        return None
    # Not by way of the colleague: whoever shows them may have fetched only some of their teams.
    theirs = set(TeamMembership.objects.filter(user=colleague).values_list("conference", flat=True))
    mine = by.memberships.filter(role__in=ROLES_THAT_ARRANGE).values_list("conference", flat=True)
    if by.is_active and by.is_staff and not colleague.is_superuser and theirs and theirs <= set(mine):
        return None
    return _("This officer's two-step sign-in is reset by the administrator.")

"""Who may stand in a delegation already: two windows, or two who were asked to send the same list."""

from collections.abc import Collection, Sequence
from uuid import UUID

from conference.models import User
from conference.permissions import ROLES_THAT_SEE_PROTECTED, Actor, has_role
from registration.models import Delegation, Participant, Registration, Visibility
from registration.queries.likeness import likeness_of, name_keys


def members_like(
    people: Sequence[Participant], delegation: Delegation, *, by: User, but: Collection[UUID] = ()
) -> list[str]:
    """Of each who is about to be named the live member of the delegation who is written like them; empty for none.

    In whatever order, script or spelling. ``but`` are the tokens of the forms by which they are named: what is
    submitted twice is no second person. One query, and only about members whom ``by`` may see.
    """
    visible = Registration.objects.visible_to(by, delegation.conference).live().filter(delegation=delegation)
    members = visible.exclude(form_token__in=but).select_related("participant").distinct()
    known = [(name_keys(likeness_of(each.participant)), each.participant.formal_name) for each in members]
    own = [name_keys(likeness_of(person)) for person in people]
    return [next((name for keys, name in known if keys & one), "") for one in own]


def earlier_like(people: Sequence[Participant]) -> list[int | None]:
    """Of each the place of an earlier one in the same list who is written like them."""
    own = [name_keys(likeness_of(person)) for person in people]
    return [next((earlier for earlier in range(place) if own[earlier] & one), None) for place, one in enumerate(own)]


def unregistered_like(person: Participant, *, by: Actor) -> list[Participant]:
    """Who is in the conference without a registration and is written like this person, or has the same address.

    The sweep for duplicates compares registrations alone. Whoever may not know of protected persons is told of none.
    """
    conference = person.conference
    others = Participant.objects.visible_to(by, conference).filter(registrations__isnull=True)
    if not has_role(by, conference, ROLES_THAT_SEE_PROTECTED):
        others = others.exclude(visibility=Visibility.HIDDEN)
    own = name_keys(likeness_of(person))
    addresses = {person.email, person.office_email} - {""}
    return [each for each in others if name_keys(likeness_of(each)) & own or each.email in addresses]

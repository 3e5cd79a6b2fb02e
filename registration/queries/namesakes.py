"""Who may stand in a delegation already: two windows, or two who were asked to send the same list."""

from collections.abc import Collection, Sequence
from uuid import UUID

from conference.models import User
from registration.models import Delegation, Likeness, Participant, Registration
from registration.queries.likeness import likeness_of

#: Of fewer letters what is heard of a name tells nobody apart: “Li Na”, “Lu No”.
LEAST_HEARD = 4


def members_like(
    people: Sequence[Participant], delegation: Delegation, *, by: User, but: Collection[UUID] = ()
) -> list[str]:
    """Of each who is about to be named the live member of the delegation who is written like them; empty for none.

    In whatever order, script or spelling. ``but`` are the tokens of the forms by which they are named: what is
    submitted twice is no second person. One query, and only about members whom ``by`` may see.
    """
    visible = Registration.objects.visible_to(by, delegation.conference).live().filter(delegation=delegation)
    members = visible.exclude(form_token__in=but).select_related("participant").distinct()
    known = [(likeness_of(member.participant), member.participant.formal_name) for member in members]
    found = []
    for person in people:
        own = likeness_of(person)
        found.append(next((name for other, name in known if are_alike(own, other)), ""))
    return found


def earlier_like(people: Sequence[Participant]) -> list[int | None]:
    """Of each the place of an earlier one in the same list who is written like them."""
    own = [likeness_of(person) for person in people]
    return [
        next((earlier for earlier in range(place) if are_alike(own[earlier], one)), None)
        for place, one in enumerate(own)
    ]


def are_alike(one: Likeness, other: Likeness) -> bool:
    """Whether two names are the same, or are heard the same as a whole."""
    if not set(one.names).isdisjoint(other.names):
        return True
    heard = set(one.sounds) & set(other.sounds)
    return any(" " in sound and len(sound) > LEAST_HEARD for sound in heard)

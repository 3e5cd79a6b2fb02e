"""What a form may write on a participant: never the address that was verified, never what is the Secretariat's."""

from collections.abc import Mapping
from typing import Any

from registration.models import Participant, ParticipantCategory, Visibility, searchable

CONTACT_FIELDS = frozenset({"email", "office_email", "phone", "language"})
PERSON_FIELDS = frozenset(
    {
        "courtesy",
        "title",
        "given_names",
        "family_name",
        "patronymic",
        "name_order",
        "name_of_address",
        "native_name",
        "function",
        "institution",
        "nationality",
        "phone",
        "language",
        "visibility",
        "named_on_agenda",
    }
)
OWN_FIELDS = PERSON_FIELDS | CONTACT_FIELDS
# Whatever was decided: how one is reached, and who sees the name.
ALWAYS_OWN = CONTACT_FIELDS | {"visibility", "named_on_agenda"}


def take_over(person: Participant, *, onto: Participant) -> None:
    """Writes what a form gathered on a participant who is already known, and saves it.

    The address stays the one that was invited: a code was sent there. Only where there was none is the form's taken.
    """
    for field in PERSON_FIELDS:
        setattr(onto, field, getattr(person, field))
    onto.email = onto.email or person.email
    onto.office_email = onto.office_email or person.office_email
    onto.version += 1
    onto.save()


def change_person(participant: Participant, changes: Mapping[str, Any]) -> None:
    """Saves changes of what is the person's own; any other field raises ``ValueError``."""
    unknown = set(changes) - OWN_FIELDS
    if unknown:
        raise ValueError(unknown)
    for field, value in changes.items():
        setattr(participant, field, value)
    participant.version += 1
    participant.save()


def propose_visibility(person: Participant, category: ParticipantCategory) -> None:
    """Where nobody has asked the person, the name is seen as the category proposes, never more widely."""
    if person.visibility == Visibility.LISTED:
        person.visibility = category.default_visibility


def same_name(one: Participant, other: Participant) -> bool:
    """Whether two people are written alike, however their names were typed."""
    return _parts(one) == _parts(other)


def _parts(person: Participant) -> list[str]:
    return sorted(searchable(person.given_names, person.patronymic, person.family_name).split())

"""What a form may write on a participant: never the address that was verified, never what is the Secretariat's."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from conference.models import User
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import (
    NAME_FIELDS,
    Participant,
    ParticipantCategory,
    ParticipantNeeds,
    Registration,
    Visibility,
)
from registration.permissions import can_register, is_own
from registration.queries.pending_changes import asks_first

ADDRESS_FIELDS = frozenset({"email", "office_email"})
CONTACT_FIELDS = ADDRESS_FIELDS | {"phone", "language"}
VISIBILITY_FIELDS = frozenset({"visibility", "named_on_agenda"})
PARTICULAR_FIELDS = frozenset({"gender", "age_band", "interpretation_language", "modality", "do_not_photograph"})
PERSON_FIELDS = frozenset(
    {
        *NAME_FIELDS,
        "function",
        "institution",
        "nationality",
        "phone",
        "language",
        *PARTICULAR_FIELDS,
        *VISIBILITY_FIELDS,
    }
)
OWN_FIELDS = PERSON_FIELDS | CONTACT_FIELDS
# Said by the person alone, never by a focal point: who sees the name, how one describes oneself, who takes pictures.
SAID_BY_ONESELF = VISIBILITY_FIELDS | {"gender", "do_not_photograph"}
# Whatever was decided: the above, how one is reached, and in which language one listens. Nobody decides on any of it.
ALWAYS_OWN = CONTACT_FIELDS | SAID_BY_ONESELF | {"interpretation_language"}


def lock_participants(ids: Iterable[UUID]) -> dict[UUID, Participant]:
    """The participants, locked in the order of their ids; each belongs after the lock of what led to it.

    A statement of its own: one that waits for another row reads everything joined to that row as it was before.
    """
    chosen = Participant.objects.filter(pk__in=set(ids)).order_by("pk")
    return {person.pk: person for person in chosen.select_for_update(no_key=True)}


def take_over(person: Participant, *, onto: Participant) -> None:
    """Writes what a form gathered on a participant who is already known and locked, and saves that alone.

    The address stays the one that was invited: a code was sent there. Only where there was none is the form's taken.
    """
    for field in PERSON_FIELDS:
        setattr(onto, field, getattr(person, field))
    onto.email = onto.email or person.email
    onto.office_email = onto.office_email or person.office_email
    save_changes(onto, OWN_FIELDS)


def save_needs(needs: ParticipantNeeds | None, *, of: Participant) -> None:
    """Keeps what a person said about meals and access; one who says nothing leaves nothing."""
    if needs is None:
        return
    needs.participant = of
    needs.save()


def change_person(participant: Participant, changes: Mapping[str, Any]) -> None:
    """Saves changes of what is the person's own, of a locked participant; any other field raises ``ValueError``."""
    write(participant, changes, allowed=OWN_FIELDS)


def refuse_change(registration: Registration, fields: Iterable[str], *, by: User, version: int | None) -> None:
    """Refuses what is not this person's to change, or was filled in on what has changed since; the caller has locked.

    Who sees a name, who takes pictures and how one describes oneself is said by the person alone. An address opens the
    person's page: once there is one, only the Secretariat changes it, and the person names a private office. Raises
    ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` for an address.
    """
    person, wanted = registration.participant, set(fields)
    if wanted & SAID_BY_ONESELF and not is_own(by, registration):
        raise NotPermittedError
    addresses = wanted & ADDRESS_FIELDS
    if by.email == person.email:
        addresses -= {"office_email"}
    if addresses and (person.email or person.office_email) and not can_register(by, registration.conference):
        raise RegistrationError(
            _("An e-mail address opens the person’s own page. To change it, please write to %(email)s.")
            % {"email": registration.conference.contact_email}
        )
    if version is not None and version != person.version:
        raise LostUpdateError


def refuse_what_has_ended(registration: Registration) -> None:
    """Raises ``RegistrationError`` for one that is withdrawn, replaced or declined: it stays as it was."""
    if not registration.is_live:
        raise RegistrationError(
            _("This registration is “%(state)s” and can no longer be changed.")
            % {"state": registration.get_state_display()}
        )


def refuse_silent_change(registration: Registration, fields: Iterable[str], *, by: User) -> None:
    """After the deadline all but officers ask first; what is always one's own, and what was asked for, is not held.

    Raises ``RegistrationError``: ``propose_change`` is the way.
    """
    if not set(fields) <= ALWAYS_OWN and asks_first(by, registration):
        raise not_silently(registration)


def not_silently(registration: Registration) -> RegistrationError:
    """The refusal of a change that somebody decides upon, or has decided upon."""
    return RegistrationError(
        _("To correct a name or a function now, please write to %(email)s; nothing was saved.")
        % {"email": registration.conference.contact_email}
    )


def write(participant: Participant, changes: Mapping[str, Any], *, allowed: frozenset[str]) -> None:
    """Sets and saves these fields of a locked participant; one that is not allowed raises ``ValueError``."""
    set_fields(participant, changes, allowed=allowed)
    participant.save(update_fields=written_with(changes))


def set_fields(participant: Participant, changes: Mapping[str, Any], *, allowed: frozenset[str]) -> None:
    """Sets these fields and a new version, unsaved; one that is not allowed raises ``ValueError``."""
    unknown = set(changes) - allowed
    if unknown:
        raise ValueError(unknown)
    for field, value in changes.items():
        setattr(participant, field, value)
    participant.version += 1


def written_with(fields: Iterable[str]) -> set[str]:
    """These fields, what the list is searched in, and the version: nothing that another act may have set."""
    return {*fields, "search_text", "version"}


def save_changes(participant: Participant, fields: Iterable[str]) -> None:
    """Saves these fields, what the list is searched in, and a new version: nothing that another act may have set."""
    participant.version += 1
    participant.save(update_fields=written_with(fields))


def propose_visibility(person: Participant, category: ParticipantCategory) -> None:
    """Where nobody has asked the person, the name is seen as the category proposes, never more widely."""
    if person.visibility == Visibility.LISTED:
        person.visibility = category.default_visibility


def same_name(one: Participant, other: Participant) -> bool:
    """Whether two people are written alike, however their names were typed."""
    return one.words_of_the_name == other.words_of_the_name

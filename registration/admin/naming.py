"""How persons and delegations appear to the officer who looks: protected persons not by name."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from conference.admin.current import required_conference, sees_protected
from registration.models import Participant, Visibility, is_cyrillic
from registration.queries.desk_delegations import DelegationName, delegation_names
from registration.queries.latin_names import latin_form


def is_withheld(request: HttpRequest, participant: Participant) -> bool:
    """Whether this person's name, function and address are kept from this officer."""
    return participant.visibility == Visibility.HIDDEN and not sees_protected(request)


@dataclass(frozen=True)
class PersonLine:
    """A person as a row or a heading shows one."""

    name: str
    beside: str = ""
    email: str = ""
    function: str = ""
    institution: str = ""
    is_withheld: bool = False


def person_line(request: HttpRequest, participant: Participant) -> PersonLine:
    """Formal name, beside it the other script, address and function; of a protected person only that there is one."""
    if is_withheld(request, participant):
        return PersonLine(name=_("Protected participant"), is_withheld=True)
    return PersonLine(
        name=participant.formal_name,
        beside=_other_script(participant),
        email=participant.email or participant.office_email,
        function=participant.function,
        institution=participant.institution,
    )


def _other_script(participant: Participant) -> str:
    name = participant.listed_name or participant.ordered_name
    if is_cyrillic(name):
        return latin_form(name, language=participant.language)
    return participant.native_name


def delegations_by_name(request: HttpRequest) -> dict[uuid.UUID, DelegationName]:
    """The names of the conference's delegations; one query a request, whatever asks for them."""
    cached: dict[uuid.UUID, DelegationName] | None = getattr(request, "_delegation_names", None)
    if cached is None:
        cached = delegation_names(required_conference(request))
        request._delegation_names = cached  # type: ignore[attr-defined]  # noqa: SLF001
    return cached

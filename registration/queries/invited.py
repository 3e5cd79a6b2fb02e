"""Who of a list is invited already, and which organisations the register knows by name."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from conference.models import Conference, Organisation, OrganisationName
from registration.models import Delegation, Participant, searchable
from registration.queries.desk_delegations import in_force_at


class Row(Protocol):
    """A row of a list."""

    values: dict[str, str]

    def fault(self, column: str, sentence: str, suggestion: str = "") -> None: ...


def mark_invited_persons(conference: Conference, rows: Iterable[Row]) -> None:
    """Says of each row whose person, by address and name, is invited; one query."""
    listed = list(rows)
    addresses = {row.values["email"] for row in listed if row.values["email"]}
    invited = Participant.objects.filter(
        Q(email__in=addresses) | Q(office_email__in=addresses), invitations__conference=conference
    )
    known = {
        (address, *person.words_of_the_name) for person in invited for address in (person.email, person.office_email)
    }
    for row in listed:
        if (row.values["email"], *sorted(searchable(row.values["name"]).split())) in known:
            row.fault("", _("%(name)s is already invited.") % {"name": row.values["name"]})


def mark_invited_organisations(conference: Conference, rows: Iterable[Row]) -> None:
    """Says of each row whose organisation is invited; three queries at most."""
    known = organisations_by_name(conference)
    invited = set(_invited_organisations(conference))
    for row in rows:
        organisation = known.get(row.values["name"].casefold())
        if organisation is not None and organisation.pk in invited:
            row.fault("", _("%(name)s is already invited.") % {"name": row.values["name"]})


def organisations_by_name(conference: Conference) -> dict[str, Organisation]:
    """The international ones and those of the conference, by their names in any language and by their abbreviations."""
    names = _names_in_force(conference).select_related("organisation")
    found: dict[str, Organisation] = {}
    for name in names.prefetch_related("organisation__names"):
        for text in (*name.name.values(), name.organisation.abbreviation):
            if text:
                found.setdefault(text.casefold(), name.organisation)
    return found


def organisations_to_invite(conference: Conference) -> list[tuple[Organisation, str]]:
    """Those of the register that are not invited yet, with their names in force, in alphabetical order."""
    names = _names_in_force(conference).exclude(organisation__in=_invited_organisations(conference))
    found = [(name.organisation, str(name)) for name in names.select_related("organisation")]
    return sorted(found, key=lambda each: searchable(each[1]))


def _invited_organisations(conference: Conference) -> QuerySet[Delegation, Any]:
    invited = Delegation.objects.filter(conference=conference, organisation__isnull=False, invitations__isnull=False)
    return invited.values_list("organisation", flat=True)


def _names_in_force(conference: Conference) -> QuerySet[OrganisationName]:
    mine = Q(organisation__conference__isnull=True) | Q(organisation__conference=conference)
    return OrganisationName.objects.filter(mine, in_force_at(conference))

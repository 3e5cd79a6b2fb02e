"""Bringing the registers of names into the database."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from conference.models import Organisation, OrganisationName, State, StateName
from conference.reference.tables import OrganisationRow, StateRow, organisation_rows, state_rows

NAMESPACE = uuid.UUID("0f6c1c3e-2d8e-5a51-9f0b-6a3b5a0d2019")


@dataclass(frozen=True)
class RegistersLoaded:
    """How many States and organisations were entered; those already there were left as they are."""

    states: int
    organisations: int


@transaction.atomic
def load_registers(*, refresh: bool = False) -> RegistersLoaded:
    """Enters the States and organisations that the registers do not have, each with its dated names.

    What is there stays as the Secretariat corrected it, unless ``refresh`` puts the names of the tables in the place of
    theirs. Done twice it changes nothing.
    """
    return RegistersLoaded(states=_load_states(refresh=refresh), organisations=_load_organisations(refresh=refresh))


def _load_states(*, refresh: bool) -> int:
    rows = list(state_rows())
    known = dict(State.objects.values_list("code", "pk"))
    new = {row.code: row.group for row in rows if row.code not in known}
    made = State.objects.bulk_create(State(pk=_id("state", code), code=code, group=new[code]) for code in new)
    states = known | {state.code: state.pk for state in made}
    wanted = [row for row in rows if refresh or row.code in new]
    StateName.objects.filter(state__code__in={row.code for row in wanted}).delete()
    StateName.objects.bulk_create(_state_name(row, states[row.code]) for row in wanted)
    return len(new)


def _state_name(row: StateRow, state_id: uuid.UUID) -> StateName:
    return StateName(
        pk=_id("state", row.code, str(row.valid_from or "")),
        state_id=state_id,
        name=row.name,
        formal_name=row.formal_name,
        genitive=row.genitive,
        dative=row.dative,
        sort_key=row.sort_key,
        verified=row.verified,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        note=row.note,
    )


def _load_organisations(*, refresh: bool) -> int:
    rows = {row.abbreviation: row for row in organisation_rows()}
    international = Organisation.objects.filter(conference__isnull=True)
    known = dict(international.values_list("abbreviation", "pk"))
    new = [row for row in rows.values() if row.abbreviation not in known]
    made = Organisation.objects.bulk_create(
        Organisation(pk=_id("organisation", row.abbreviation), abbreviation=row.abbreviation, family=row.family)
        for row in new
    )
    organisations = known | {organisation.abbreviation: organisation.pk for organisation in made}
    wanted = list(rows.values()) if refresh else new
    OrganisationName.objects.filter(organisation__in=[organisations[row.abbreviation] for row in wanted]).delete()
    OrganisationName.objects.bulk_create(_organisation_name(row, organisations[row.abbreviation]) for row in wanted)
    return len(new)


def _organisation_name(row: OrganisationRow, organisation_id: uuid.UUID) -> OrganisationName:
    return OrganisationName(
        pk=_id("organisation", row.abbreviation, ""),
        organisation_id=organisation_id,
        name=row.name,
        sort_key=row.sort_key,
        verified=row.verified,
    )


def _id(*parts: str) -> uuid.UUID:
    """The same row in every installation has the same identifier."""
    return uuid.uuid5(NAMESPACE, "/".join(parts))

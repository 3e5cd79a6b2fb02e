"""What the list of registrations has at hand for one officer: the tags, the officers, and how it is arranged."""

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, IntegerField, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from conference.models import Conference, User
from registration.models import DeskArrangement, Tag
from registration.queries.marks import officers_who_work

TAG, OFFICER, ARRANGEMENT = "1 tag", "2 officer", "3 arrangement"


@dataclass
class Furniture:
    """Officers by name: who is assigned one is read by the act."""

    tags: dict[UUID, Tag] = field(default_factory=dict)
    officers: dict[UUID, str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    opens_with: UUID | None = None
    version: int = 1


def furniture_of(conference: Conference, user: User) -> Furniture:
    """All in one query, for every page of the list wants all of it."""
    found = Furniture()
    nothing = Value([], output_field=ArrayField(CharField(max_length=80)))
    tags = Tag.objects.filter(conference=conference).values_list(
        Value(TAG), Cast("pk", TextField()), "name", "colour", "version", nothing
    )
    officers = officers_who_work(conference).values_list(
        Value(OFFICER),
        Cast("pk", TextField()),
        Coalesce(NullIf("name", Value("")), "email", output_field=CharField()),
        Value(""),
        Value(0, output_field=IntegerField()),
        nothing,
    )
    own = DeskArrangement.objects.filter(conference=conference, officer=user).values_list(
        Value(ARRANGEMENT), Cast("opens_with", TextField()), Value(""), Value(""), "version", F("columns")
    )
    for kind, pk, name, colour, version, columns in tags.union(officers.order_by(), own, all=True).order_by():
        if kind == TAG:
            key = UUID(pk)
            found.tags[key] = Tag(pk=key, conference=conference, name=name, colour=colour, version=version)
        elif kind == OFFICER:
            found.officers[UUID(pk)] = name
        else:
            found.columns, found.opens_with, found.version = columns, UUID(pk) if pk else None, version
    found.tags = dict(sorted(found.tags.items(), key=lambda item: item[1].name.casefold()))
    found.officers = dict(sorted(found.officers.items(), key=lambda item: item[1].casefold()))
    return found

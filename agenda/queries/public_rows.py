"""What the public pages of the agenda are rendered from, so that they are rendered again when it changes."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from agenda.models import Appearance, Release, SpeakerProfile
from agenda.queries.documents import public_document_rows
from conference.clock import conference_now
from conference.models import Conference, StateName
from conference.queries.edition import row_version
from registration.models import Delegation, Participant, Registration


def public_rows(conference: Conference) -> Iterable[QuerySet[Any]]:
    """The releases; of whom the last one names, all that stands on the pages; States; documents.

    That is the person, words and portrait, registrations, delegations, answers. Nobody else: while registrations come
    in by the dozen, the agenda stays as it was rendered.
    """
    releases = Release.objects.of(conference)
    last = releases.annotate(version=row_version(Release)).values_list("pk", "version").first()
    # One value for hundreds of people, who would else be put into the query one by one, each second, four times.
    named = RawSQL("SELECT unnest(%s::uuid[])", [people_of(*last) if last else "{}"])
    represented = Registration.objects.filter(participant__in=named).values("delegation")
    yield releases
    yield Appearance.objects.filter(session__conference=conference)
    yield Participant.objects.filter(pk__in=named)
    yield SpeakerProfile.objects.filter(participant__in=named)
    yield Participant.objects.filter(pk__in=_not_yet_referred_to(conference, named).values("participant"))
    yield Registration.objects.filter(participant__in=named)
    yield Delegation.objects.filter(pk__in=represented)
    yield StateName.objects.all()
    yield from public_document_rows(conference, conference_now(conference))


def _not_yet_referred_to(conference: Conference, named: RawSQL) -> QuerySet[Appearance]:
    """Appearances of others: who was asked since, and with whom somebody turned out to be one person.

    The latter is named in the place of the other at once, as that person wishes.
    """
    rows: QuerySet[Appearance] = Appearance.objects.filter(session__conference=conference, participant__isnull=False)
    return rows.exclude(participant__in=named)


@lru_cache(maxsize=256)
def people_of(release_id: UUID, _version: int) -> str:
    """Whom a release refers to, as PostgreSQL writes an array; found once, since no version of a row changes."""
    snapshot = Release.objects.values_list("snapshot", flat=True).get(pk=release_id)
    lines = (line for session in snapshot["sessions"] for line in session["appearances"])
    people = {UUID(line["participant"]) for line in lines if line["participant"]}
    return f"{{{','.join(map(str, sorted(people)))}}}"

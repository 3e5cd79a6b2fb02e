"""Who of the participants has left the conference."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from registration.models import Participant, Registration


def those_who_left(participant_ids: Iterable[UUID]) -> set[UUID]:
    """Those whose registration has ended and who hold no other. An invited speaker without one has not left."""
    registrations = Registration.objects.filter(participant=OuterRef("pk"))
    left = Participant.objects.filter(pk__in=list(participant_ids)).filter(
        Exists(registrations), ~Exists(registrations.live())
    )
    return set(left.values_list("pk", flat=True))

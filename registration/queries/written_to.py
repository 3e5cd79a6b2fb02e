"""To whom nothing is written automatically, in whatever capacity."""

from django.db.models import QuerySet

from conference.models import Conference
from registration.models import Participant


def never_written_to(conference: Conference) -> QuerySet[Participant, str]:
    """The own addresses of those who are never written to; for ``email__in``, so that it costs no query of its own."""
    silent = Participant.objects.filter(conference=conference, never_write_automatically=True).exclude(email="")
    addresses: QuerySet[Participant, str] = silent.values_list("email", flat=True)
    return addresses


def is_never_written_to(conference: Conference, address: str) -> bool:
    """Whether the address is the own one of somebody who is never written to; one query."""
    return never_written_to(conference).filter(email=address).exists()

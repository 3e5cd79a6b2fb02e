"""The registrations of a crowd with all that belongs to them, a batch at a time, so that no more is held at once."""

from collections.abc import Sequence
from itertools import islice

from django.db import connection

from agenda.management.crowd.copying import copy_in, copy_values
from agenda.management.crowd.histories import applications_of, badges_of, transitions_of
from agenda.management.crowd.letters import Letters
from agenda.management.crowd.people import Arrival, Arrivals
from agenda.management.crowd.stage import Stage
from conference.correspondence.models import DeliveryAttempt, OutgoingMessage
from registration.models import Application, Badge, Invitation, Participant, Registration, RegistrationTransition
from registration.states import RegistrationState

AT_ONCE = 1000
MAY_SPEAK = frozenset({RegistrationState.REGISTERED, RegistrationState.COMPLETE})


def set_up_registrations(stage: Stage, count: int, *, speakers: int) -> None:
    """So many registrations with their histories, codes and letters; the first of them may speak."""
    letters = Letters(stage)
    # Checked with each batch: a check that is put off to the end keeps a note of every row until then.
    _check_references("IMMEDIATE")
    everybody = iter(Arrivals(stage, count))
    while arrivals := list(islice(everybody, AT_ONCE)):
        _write(stage, arrivals, letters)
        wanted = speakers - len(stage.speakers)
        stage.speakers += [one.person for one in arrivals if one.registration.state in MAY_SPEAK][:wanted]
    _check_references("DEFERRED")


def _write(stage: Stage, arrivals: Sequence[Arrival], letters: Letters) -> None:
    registrations = [one.registration for one in arrivals]
    copy_in(Participant, [one.person for one in arrivals])
    copy_in(Invitation, [one.invitation for one in registrations if one.invitation])
    copy_in(Registration, registrations)
    copy_values(RegistrationTransition, transitions_of(stage, arrivals))
    copy_values(Application, applications_of(arrivals))
    copy_values(Badge, badges_of(stage, arrivals))
    messages = [message for arrival in arrivals for message in letters.about(arrival)]
    copy_values(OutgoingMessage, messages)
    copy_values(DeliveryAttempt, letters.attempts(messages))


def _check_references(when: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL {when}")

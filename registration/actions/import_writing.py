"""Writing what was set on many registrations, in as many statements as there are tables."""

from collections.abc import Collection, Sequence

from registration.actions.people import written_with
from registration.models import Application, Participant, Registration, RegistrationTransition
from registration.models.registration import MOVED_FIELDS

BATCH = 500


def save_changed(registrations: Sequence[Registration], fields: Collection[str]) -> None:
    """These fields of their participants, with a version, and of their applications; the caller has locked them."""
    people = [each.participant for each in registrations]
    for person in people:
        person.make_ready()
    of_person = set(fields) & {field.name for field in Participant._meta.concrete_fields}
    Participant.objects.bulk_update(people, sorted(written_with(of_person)), batch_size=BATCH)
    if of_application := set(fields) - of_person:
        applications = [each.application for each in registrations if hasattr(each, "application")]
        Application.objects.bulk_update(applications, sorted(of_application), batch_size=BATCH)


def save_moved(moved: Sequence[Registration], moves: Sequence[RegistrationTransition]) -> None:
    """The states to which they were moved, and the rows of their history."""
    Registration.objects.bulk_update(moved, MOVED_FIELDS, batch_size=BATCH)
    RegistrationTransition.objects.bulk_create(moves, batch_size=BATCH)

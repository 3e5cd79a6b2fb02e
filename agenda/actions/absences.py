"""When a speaker cannot be in any session, told by the speaker or the private office."""

import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.actions.venue_time import venue_moment
from agenda.errors import AbsenceError, LostUpdateError, NotPermittedError
from agenda.models import Unavailability
from agenda.permissions import can_act_for
from conference.formats import date_range_text
from conference.models import Conference, User
from registration.models import Participant

MOST_ABSENCES = 40
#: Further away from the conference nobody is expected to be anywhere.
AROUND = datetime.timedelta(days=31)


@transaction.atomic
def enter_absence(
    participant_id: UUID, *, starts_at: datetime.datetime, ends_at: datetime.datetime, note: str = "", by: User
) -> Unavailability:
    """Keeps a time at which the person is not available; who plans the programme sees where it is in the way.

    Naive times are read on the venue's clock. Locks the participant. Raises ``AbsenceError``,
    ``ImpossibleTimesError`` for an hour that the change of clocks skips or repeats, ``NotPermittedError``.
    """
    person = _lock(participant_id, by=by)
    if Unavailability.objects.filter(participant=person).count() >= MOST_ABSENCES:
        raise AbsenceError(_("There are very many times already. Please change or remove one of them."))
    away = Unavailability(participant=person, note=note.strip())
    away.starts_at, away.ends_at = _times(person.conference, starts_at, ends_at)
    away.save(force_insert=True)
    return away


@transaction.atomic
def change_absence(
    absence_id: UUID,
    *,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    note: str = "",
    by: User,
    version: int | None = None,
) -> Unavailability:
    """Says another time, or other words. Locks the participant. Raises as above, and ``LostUpdateError``."""
    unlocked = Unavailability.objects.only("participant_id").get(pk=absence_id)
    person = _lock(unlocked.participant_id, by=by)
    away: Unavailability = Unavailability.objects.select_for_update(no_key=True).get(pk=absence_id)
    if version is not None and version != away.version:
        raise LostUpdateError
    away.starts_at, away.ends_at = _times(person.conference, starts_at, ends_at)
    away.note = note.strip()
    away.version += 1
    away.save(update_fields=["starts_at", "ends_at", "note", "version"])
    return away


@transaction.atomic
def remove_absence(absence_id: UUID, *, by: User) -> None:
    """The person is available then after all. Locks the participant. Raises ``NotPermittedError``."""
    unlocked = Unavailability.objects.only("participant_id").get(pk=absence_id)
    _lock(unlocked.participant_id, by=by)
    Unavailability.objects.filter(pk=absence_id).delete()


def _lock(participant_id: UUID, *, by: User) -> Participant:
    people = Participant.objects.select_related("conference")
    person: Participant = people.select_for_update(of=("self",), no_key=True).get(pk=participant_id)
    if not can_act_for(by, person):
        raise NotPermittedError
    return person


def _times(
    conference: Conference, starts_at: datetime.datetime, ends_at: datetime.datetime
) -> tuple[datetime.datetime, datetime.datetime]:
    """As moments. What is far from the conference is looked at as it was typed: no clock knows the year one."""
    days = conference.days()
    first, last = days[0] - AROUND, days[-1] + AROUND
    if ends_at <= starts_at:
        raise AbsenceError(_("You must be available again after the time begins."))
    if starts_at.date() < first or ends_at.date() > last or ends_at.date() < days[0] or starts_at.date() > days[-1]:
        raise AbsenceError(
            _("The conference is held on %(dates)s; a time that does not touch it need not be told.")
            % {"dates": date_range_text(days[0], days[-1])}
        )
    return venue_moment(conference, starts_at), venue_moment(conference, ends_at)

"""What a reader says of an application: an opinion, a revision of it, or that there is a conflict of interest."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import User
from conference.permissions import roles_in
from registration.actions.readers import refuse_what_was_opened
from registration.actions.seating import lock_registration
from registration.errors import (
    ApplicationChangedError,
    NotPermittedError,
    ReasonRequiredError,
    RegistrationError,
)
from registration.models import Opinion, Reading, ReadingEnd, Recommendation, Registration
from registration.permissions import may_read_application
from registration.queries.vetting import digest_of, opened_to_all
from registration.states import TO_VET

NEED_A_REASON = frozenset({Recommendation.DECLINE, Recommendation.CHANGES})


@transaction.atomic
def give_opinion(
    registration_id: UUID,
    *,
    recommendation: Recommendation,
    by: User,
    form_token: UUID,
    seen: str,
    reason: str = "",
    grade: str = "",
) -> Opinion:
    """Keeps an opinion of one of the two readers; the first stays, a later one is kept beside it and counts.

    ``seen`` is the digest of the application as it was read. Submitted twice it is one. Locks the application, so that
    two readers who save at once come one after the other. Raises ``NotPermittedError``, ``ReasonRequiredError``,
    ``ApplicationChangedError``; ``RegistrationError`` for an application that waits for no decision any more.
    """
    row = lock_registration(registration_id)
    earlier: Opinion | None = Opinion.objects.filter(form_token=form_token, reading__reader=by).first()
    if earlier is not None:
        return earlier
    reading = _own_reading(row, by=by)
    if recommendation in NEED_A_REASON and not reason.strip():
        raise ReasonRequiredError
    if seen != digest_of(row):
        raise ApplicationChangedError
    return _keep(reading, recommendation, reason.strip(), grade, form_token, seen)


@transaction.atomic
def declare_conflict(registration_id: UUID, *, by: User, words: str = "") -> Reading:
    """Ends the reading of who has a conflict of interest; neither this nor the decision is theirs from now on.

    An opinion that was given before is kept and counts no more. Locks the application. Raises ``NotPermittedError``;
    ``RegistrationError`` for an application that waits for no decision any more.
    """
    reading = _own_reading(lock_registration(registration_id), by=by)
    reading.ended_at, reading.ended_how, reading.conflict = timezone.now(), ReadingEnd.CONFLICT, words.strip()
    reading.save(update_fields=["ended_at", "ended_how", "conflict"])
    return reading


@transaction.atomic
def take_back_conflict(registration_id: UUID, *, by: User) -> Reading:
    """Undoes a conflict declared by mistake, while nobody else reads in this place. Locks the application.

    Raises ``NotPermittedError`` where none was declared; ``RegistrationError`` where another has been given it.
    """
    row = lock_registration(registration_id)
    declared = Reading.objects.filter(registration=row, reader=by, ended_how=ReadingEnd.CONFLICT)
    reading: Reading | None = declared.order_by("-ended_at").first()
    if reading is None or not may_read_application(by, roles_in(by, row.conference), row):
        raise NotPermittedError
    if Reading.objects.live().filter(registration=row, place=reading.place).exists():
        raise RegistrationError(_("Another officer reads this application by now; the conflict of interest stands."))
    if reading.given_at is None:
        refuse_what_was_opened(row)
    reading.ended_at, reading.ended_how, reading.conflict = None, "", ""
    reading.save(update_fields=["ended_at", "ended_how", "conflict"])
    return reading


def _own_reading(row: Registration, *, by: User) -> Reading:
    """The reading of this officer; the caller holds the application's lock."""
    reading: Reading | None = Reading.objects.live().filter(registration=row, reader=by).first()
    if reading is None or not may_read_application(by, roles_in(by, row.conference), row):
        raise NotPermittedError
    if row.state not in TO_VET:
        raise RegistrationError(
            _("This application is “%(status)s” by now; no opinion is needed any more. Nothing was saved.")
            % {"status": row.get_state_display()}
        )
    return reading


def _keep(
    reading: Reading, recommendation: Recommendation, reason: str, grade: str, form_token: UUID, seen: str
) -> Opinion:
    number = reading.opinions.count() + 1
    made: Opinion = Opinion.objects.create(
        reading=reading,
        number=number,
        recommendation=recommendation,
        grade=grade,
        reason=reason,
        form_token=form_token,
        read_digest=seen,
        knew_the_other=bool(opened_to_all([reading.registration_id])),
    )
    if reading.given_at is None:
        reading.given_at = made.given_at
        reading.save(update_fields=["given_at"])
    return made

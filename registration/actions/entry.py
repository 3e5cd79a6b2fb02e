"""How a registration comes into being, by whatever route."""

from typing import Any
from uuid import UUID

from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, User
from registration.actions.seating import Seating
from registration.errors import ClosedError, NoticeChangedError, RegistrationError
from registration.models import Participant, Registration, RegistrationTransition, notice_in_force
from registration.queries.windows import registration_window
from registration.states import LIVE, RegistrationState, Track

#: Where a registration begins that one makes oneself: invited and complete, or an application to be read.
ENTERED_BY_ONESELF = {Track.NOMINATION: RegistrationState.COMPLETE, Track.APPLICATION: RegistrationState.SUBMITTED}


def earlier_submit(form_token: UUID, seating: Seating) -> Registration | None:
    """What the same form made when it was submitted before; the category's lock makes the second submit wait.

    Raises ``RegistrationError`` where the token came from a form for something else.
    """
    of_this_form = Registration.objects.filter(form_token=form_token)
    if not of_this_form.exists():  # as nearly always, and ten times cheaper than reading one
        return None
    return _made_by(form_token, seating)


def earlier_submit_or_consent(form_token: UUID, seating: Seating, privacy_notice_version: str) -> Registration | None:
    """The same, for a form with which one agrees to the privacy notice: the first submit must name the one in force.

    One query tells both, after the category's lock, which a publication takes as well: so nobody agrees to a version
    that was replaced before. Raises ``NoticeChangedError``.
    """
    used = Exists(Registration.objects.filter(form_token=form_token))
    held = Conference.objects.only("privacy_notice_number").annotate(form_is_used=used)
    conference: Any = held.get(pk=seating.conference.pk)
    if conference.form_is_used:
        return _made_by(form_token, seating)
    if privacy_notice_version != notice_in_force(conference):
        raise NoticeChangedError
    return None


def _made_by(form_token: UUID, seating: Seating) -> Registration:
    earlier: Registration = Registration.objects.select_related("participant").get(form_token=form_token)
    delegation_id = seating.delegation.pk if seating.delegation else None
    if (earlier.category_id, earlier.delegation_id) != (seating.category.pk, delegation_id):
        raise RegistrationError(_("This form was already used. Please open it again; nothing was saved."))
    return earlier


def refuse_if_closed(seating: Seating) -> None:
    """Raises ``ClosedError``, saying when registration opens or closed."""
    window = registration_window(seating.conference, seating.category)
    if not window.is_open:
        raise ClosedError(window.sentence)


def place_or_wait(registration: Registration, seating: Seating) -> None:
    """Gives the registration its place and seat, or a place on the waiting list where the category has one.

    A delegation whose seats are all taken has a waiting list of its own: one waits for that delegation's seats alone.
    Raises ``FullError`` where there is no list. Who is outside quota needs no place.
    """
    if registration.is_outside_quota:
        return
    if seating.has_place:
        registration.seat_type = seating.seat_for(registration, insists=True)
        return
    if not seating.category.has_waiting_list:
        seating.refuse_without_a_place()
    registration.waited_for = registration.state
    registration.state = RegistrationState.WAITLISTED


def live_registration(participant: Participant) -> Registration | None:
    """The one live registration that a participant may have."""
    return Registration.objects.filter(participant=participant, state__in=LIVE).first()


def submitted(
    track: Track, seating: Seating, person: Participant, form_token: UUID, privacy_notice_version: str
) -> Registration:
    """The registration, not saved, that a form submitted by the person makes: the form's token, and the consent."""
    now = timezone.now()
    return Registration(
        conference=seating.conference,
        category=seating.category,
        participant=person,
        track=track,
        state=ENTERED_BY_ONESELF[track],
        form_token=form_token,
        submitted_at=now,
        privacy_notice_version=privacy_notice_version,
        consented_at=now if privacy_notice_version else None,
    )


def begin(registration: Registration, *, by: User | None, reason: str = "") -> None:
    """Saves a new registration and keeps who brought it into its first state."""
    registration.save(force_insert=True)
    beginning(registration, by=by, reason=reason).save(force_insert=True)


def beginning(registration: Registration, *, by: User | None, reason: str = "") -> RegistrationTransition:
    """The first row of a registration's history, not saved."""
    return RegistrationTransition(
        registration=registration, origin="", target=RegistrationState(registration.state), by=by, reason=reason
    )

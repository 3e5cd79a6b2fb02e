"""Registering oneself: by personal invitation, or by open application."""

from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.clock import conference_today
from conference.correspondence import outbox
from conference.models import Conference, normalise_email
from registration import emails
from registration.actions.entry import (
    begin,
    earlier_submit_or_consent,
    live_registration,
    place_or_wait,
    refuse_if_closed,
    submitted,
)
from registration.actions.keep_answers import NOTHING_ASKED, Answered, keep_answers
from registration.actions.people import same_name, save_needs, take_over
from registration.actions.seating import Seating, lock_seating
from registration.actions.throttle import client_digest, refuse_too_many
from registration.errors import RegistrationError
from registration.models import (
    Application,
    Invitation,
    Participant,
    ParticipantCategory,
    ParticipantNeeds,
    Registration,
    Route,
)
from registration.queries.invitations import refuse_if_expired
from registration.states import InvitationState, Track


@transaction.atomic
def register_invited(
    invitation_id: UUID,
    *,
    person: Participant,
    form_token: UUID,
    privacy_notice_version: str,
    needs: ParticipantNeeds | None = None,
    answered: Answered = NOTHING_ASKED,
) -> Registration:
    """Registers the person whom an invitation is addressed to, accepts the invitation and writes to them.

    Locks conference (where it has a capacity), category, invitation and participant. A form submitted twice gives the
    registration that is there. Where all places are taken the person goes on the waiting list, if the category has one.
    Raises ``InvitationNotValidError``, ``NoticeChangedError``, ``ClosedError``, ``FullError``; ``RegistrationError``
    for who is registered.
    """
    invitation, participant, seating = _lock_invitation(invitation_id)
    earlier = earlier_submit_or_consent(form_token, seating, privacy_notice_version)
    if earlier is not None:
        return earlier
    if live_registration(participant) is not None:
        raise RegistrationError(_("You are already registered. Your own page shows where your registration stands."))
    refuse_if_expired(invitation)
    refuse_if_closed(seating)
    registration = submitted(Track.NOMINATION, seating, participant, form_token, privacy_notice_version)
    registration.invitation = invitation
    place_or_wait(registration, seating)
    take_over(person, onto=participant)
    save_needs(needs, of=participant)
    begin(registration, by=None)
    keep_answers(registration, answered, by=None)
    if invitation.state != InvitationState.ACCEPTED:
        invitation.move_to(InvitationState.ACCEPTED, by=None)
    outbox.enqueue_all(emails.registration_received(registration))
    return registration


@transaction.atomic
def apply(  # noqa: PLR0913  everything that one form says
    *,
    conference: Conference,
    category: ParticipantCategory,
    person: Participant,
    application: Application | None,
    form_token: UUID,
    privacy_notice_version: str,
    client: str = "",
    needs: ParticipantNeeds | None = None,
    answered: Answered = NOTHING_ASKED,
) -> Registration | None:
    """Submits an open application and acknowledges it; a duplicate makes none, and its holder is told so by letter.

    A duplicate has the address and the name of a live registration of the conference; then nothing is returned, so that
    the caller can show the page it always shows. ``client`` is the network address it came from. Locks conference
    (where it has a capacity) and category. A form submitted twice gives the registration that is there. Raises
    ``NoticeChangedError``, ``ClosedError``, ``FullError``; ``RegistrationError`` for one too many within an hour.
    """
    seating = lock_seating(conference, category.pk)
    earlier = earlier_submit_or_consent(form_token, seating, privacy_notice_version)
    if earlier is not None:
        return earlier
    # Before the duplicate is looked for: “closed”, “full” and “too many” must not tell who is already registered.
    _refuse_application(seating)
    refuse_too_many(seating.conference, person.email, client)
    held = _held_by_the_same_person(conference, person)
    if held is not None:
        outbox.enqueue_all(emails.application_already_held(held, on=conference_today(conference)))
        return None
    registration = submitted(Track.APPLICATION, seating, person, form_token, privacy_notice_version)
    registration.client_digest = client_digest(client)
    _submit(registration, person, application)
    save_needs(needs, of=person)
    keep_answers(registration, answered, by=None)
    outbox.enqueue_all(emails.application_received(registration))
    return registration


def _lock_invitation(invitation_id: UUID) -> tuple[Invitation, Participant, Seating]:
    unlocked = Invitation.objects.select_related("conference").get(pk=invitation_id)
    seating = lock_seating(unlocked.conference, unlocked.category_id)
    # The condition joins inwardly, as locking both in one statement asks; each is then read as it is once locked.
    personal = Invitation.objects.filter(participant__conference=seating.conference).select_related("participant")
    invitation = personal.select_for_update(of=("self", "participant"), no_key=True).get(pk=invitation_id)
    participant = cast("Participant", invitation.participant)  # the condition above lets no other through
    invitation.conference = participant.conference = seating.conference
    return invitation, participant, seating


def _refuse_application(seating: Seating) -> None:
    if seating.category.route != Route.APPLICATION:
        raise RegistrationError(_("This category is not open to applications."))
    refuse_if_closed(seating)
    seating.refuse_if_full()


def _held_by_the_same_person(conference: Conference, person: Participant) -> Registration | None:
    of_address = Registration.objects.live().filter(
        conference=conference, participant__email=normalise_email(person.email)
    )
    if not of_address.exists():
        return None
    everything = of_address.select_related("participant", "conference", "category", "delegation")
    return next((held for held in everything if same_name(held.participant, person)), None)


def _submit(registration: Registration, person: Participant, application: Application | None) -> None:
    person.conference = registration.conference
    person.save(force_insert=True)
    begin(registration, by=None)
    if application is not None:
        application.registration = registration
        application.save(force_insert=True)

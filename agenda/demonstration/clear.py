"""Taking a conference of the demonstration away again, with everything that belongs to it."""

from django.db import transaction

from agenda.demonstration.identity import Demonstration
from agenda.models import RoomBooking
from conference.correspondence.models import OutgoingMessage
from conference.models import Conference, Mission, State, User
from registration.models import DecisionRound, Delegation, Invitation, ParticipantCategory, Registration


@transaction.atomic
def clear_demonstration(demonstration: Demonstration) -> None:
    """Deletes the conference, its officers and its missions; registers of names and users who signed in remain.

    What protects others is deleted before them. A mission through which another conference writes stays.
    """
    conference = Conference.objects.filter(slug=demonstration.slug, is_demonstration=True).first()
    if conference is None:
        return
    OutgoingMessage.objects.filter(conference=conference).delete()
    RoomBooking.objects.filter(session__conference=conference).delete()
    DecisionRound.objects.filter(conference=conference).delete()
    Registration.objects.filter(conference=conference).delete()
    Invitation.objects.filter(conference=conference).delete()
    Delegation.objects.filter(conference=conference).delete()
    ParticipantCategory.objects.filter(conference=conference).delete()
    conference.delete()
    codes = State.objects.values_list("code", flat=True)
    missions = Mission.objects.filter(pk__in=[demonstration.id_of("mission", code) for code in codes])
    missions.filter(invitation__isnull=True).delete()
    User.objects.filter(email__endswith=f"@{demonstration.outline['officers_domain']}").delete()

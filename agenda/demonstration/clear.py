"""Taking the demonstration away again, with everything that belongs to it."""

from django.db import transaction

from agenda.demonstration.identity import OFFICERS_DOMAIN, SLUG, demo_id
from agenda.models import RoomBooking
from conference.correspondence.models import OutgoingMessage
from conference.models import Conference, Mission, State, User
from registration.models import Delegation, Invitation, ParticipantCategory, Registration


@transaction.atomic
def clear_demonstration() -> None:
    """Deletes the conference, its officers and its missions; registers of names and users who signed in remain.

    What protects others is deleted before them.
    """
    conference = Conference.objects.filter(slug=SLUG, is_demonstration=True).first()
    if conference is None:
        return
    OutgoingMessage.objects.filter(conference=conference).delete()
    RoomBooking.objects.filter(session__conference=conference).delete()
    Registration.objects.filter(conference=conference).delete()
    Invitation.objects.filter(conference=conference).delete()
    Delegation.objects.filter(conference=conference).delete()
    ParticipantCategory.objects.filter(conference=conference).delete()
    conference.delete()
    codes = State.objects.values_list("code", flat=True)
    Mission.objects.filter(pk__in=[demo_id("mission", code) for code in codes]).delete()
    User.objects.filter(email__endswith=f"@{OFFICERS_DOMAIN}").delete()

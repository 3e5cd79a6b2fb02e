"""Whom the reminders of registration reach on a date."""

import datetime
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from conference.models import Conference
from registration.models import Delegation, DelegationRole, FocalPoint, Invitation, Registration, UnfinishedForm
from registration.queries.desk_registrations import SOMETHING_OUTSTANDING
from registration.queries.journeys import OWED, JourneyDue
from registration.queries.unanswered import delegation_lacks_an_answer
from registration.queries.written_to import never_written_to
from registration.states import HOLDING_A_SEAT, LIVE, InvitationState, RegistrationState

# Nobody is reminded of a question that was put to them the day before.
TIME_TO_ANSWER = datetime.timedelta(days=3)
WITHOUT_ADDRESS = Q(participant__email="", participant__office_email="")
#: Who is written to, or by hand.
REACHABLE = Q(participant__never_write_automatically=True) | ~WITHOUT_ADDRESS
INVITED_REACHABLE = Q(participant__isnull=True) | REACHABLE
#: Whose invitation reached them, and who has not sent regrets.
INVITED = frozenset(
    {
        InvitationState.SENT,
        InvitationState.DELIVERED,
        InvitationState.ACKNOWLEDGED,
        InvitationState.ACCEPTED,
        InvitationState.NO_REPLY,
    }
)


def unanswered(conference: Conference, reply_by: datetime.date, *, on: datetime.date) -> QuerySet[Invitation]:
    """Invitations to be answered by a date that on a day are not, but for those just sent and those by note only."""
    was_asked = Q(dated_on__isnull=True) | Q(dated_on__lte=on - TIME_TO_ANSWER)
    asked = Invitation.objects.awaiting_a_reply().filter(was_asked, conference=conference, reply_by=reply_by)
    return asked.filter(is_by_note_only=False)


def represented(conference: Conference) -> QuerySet[Delegation]:
    """Delegations for which somebody answers at present who may be written to, and whose State has not sent regrets."""
    present = FocalPoint.objects.filter(delegation=OuterRef("pk"), ended_at__isnull=True)
    present = present.exclude(email__in=never_written_to(conference))
    regretted = Invitation.objects.filter(delegation=OuterRef("pk"), state=InvitationState.DECLINED)
    return Delegation.objects.filter(Exists(present), ~Exists(regretted), conference=conference)


def incomplete(conference: Conference) -> QuerySet[Delegation]:
    """Those of these that owe something: the same as ``outstanding_of`` says of each."""
    members = Registration.objects.filter(delegation=OuterRef("pk"), state__in=LIVE)
    headed = Exists(members.filter(role=DelegationRole.HEAD))
    lacking = Exists(members.filter(SOMETHING_OUTSTANDING, state=RegistrationState.NOMINATED))
    return represented(conference).filter(~headed | lacking | delegation_lacks_an_answer())


def taking_part(conference: Conference) -> QuerySet[Registration]:
    """Those who are registered, with what a letter to them names."""
    registered: QuerySet[Registration] = Registration.objects.filter(
        conference=conference, state=RegistrationState.REGISTERED
    )
    return registered.select_related("participant", "category").order_by("pk")


def forms_begun(conference: Conference) -> QuerySet[UnfinishedForm]:
    """Those kept under an address; an invited person is reminded of the invitation, not of the form as well.

    Some may have been submitted: what was entered says so, and is encrypted.
    """
    live: QuerySet[UnfinishedForm] = UnfinishedForm.objects.live().filter(conference=conference)
    return live.filter(invitation__isnull=True).exclude(address="").order_by("pk")


def not_registered(conference: Conference) -> QuerySet[Invitation]:
    """Invitations of persons who have neither registered nor sent regrets, whatever they said."""
    registered = Registration.objects.filter(conference=conference, participant=OuterRef("participant"))
    invited: QuerySet[Invitation] = Invitation.objects.filter(
        conference=conference, participant__isnull=False, state__in=INVITED, is_by_note_only=False
    )
    return invited.filter(~Exists(registered))


def owing_of_a_journey(conference: Conference, due: JourneyDue) -> QuerySet[Registration]:
    """Who owes it and holds a place: nobody upon whom is still decided is asked to travel."""
    owed = OWED[due](conference).filter(state__in=HOLDING_A_SEAT)
    return owed.select_related("participant", "category").order_by("pk")


def states_of_people(people: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Of which State's delegation some participants are, where they are of one; one query."""
    members = Registration.objects.live().filter(participant__in=people, delegation__state__isnull=False)
    return dict(members.values_list("participant", "delegation__state"))

"""Whom the reminders of registration reach on a date."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from conference.models import Conference
from registration.models import Delegation, DelegationRole, FocalPoint, Invitation, Registration
from registration.queries.desk_registrations import SOMETHING_OUTSTANDING
from registration.queries.unanswered import delegation_lacks_an_answer
from registration.queries.written_to import never_written_to
from registration.states import LIVE, InvitationState, RegistrationState

# Nobody is reminded of a question that was put to them the day before.
TIME_TO_ANSWER = datetime.timedelta(days=3)
WITHOUT_ADDRESS = Q(participant__email="", participant__office_email="")


def unanswered(conference: Conference, reply_by: datetime.date, *, on: datetime.date) -> QuerySet[Invitation]:
    """Invitations to be answered by a date that on a day are not, but for those just sent and those by note only."""
    was_asked = Q(dated_on__isnull=True) | Q(dated_on__lte=on - TIME_TO_ANSWER)
    asked = Invitation.objects.awaiting_a_reply().filter(was_asked, conference=conference, reply_by=reply_by)
    return asked.filter(is_by_note_only=False)


def count_unanswered(conference: Conference, reply_by: datetime.date, *, on: datetime.date) -> int:
    """How many of them may be reminded: not a person without address, unless it is done by hand; one query."""
    reachable = Q(participant__isnull=True) | Q(participant__never_write_automatically=True) | ~WITHOUT_ADDRESS
    return unanswered(conference, reply_by, on=on).filter(reachable).count()


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


def count_incomplete(conference: Conference) -> int:
    """How many there are; one query."""
    return incomplete(conference).count()


def taking_part(conference: Conference) -> QuerySet[Registration]:
    """Those who are registered, with what a letter to them names."""
    registered: QuerySet[Registration] = Registration.objects.filter(
        conference=conference, state=RegistrationState.REGISTERED
    )
    return registered.select_related("participant", "category").order_by("pk")


def count_taking_part(conference: Conference) -> int:
    """How many of them can be written to, or are by hand; one query."""
    by_hand = Q(participant__never_write_automatically=True)
    return taking_part(conference).filter(by_hand | ~WITHOUT_ADDRESS).count()

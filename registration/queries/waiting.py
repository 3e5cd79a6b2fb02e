"""What waits for an officer, and how far registration has come."""

from dataclasses import dataclass

from django.db.models import Count, Q

from conference.models import Conference
from registration.models import Invitation, Registration
from registration.states import AWAITING_A_REPLY, LIVE, InvitationState, RegistrationState

S = RegistrationState


@dataclass(frozen=True)
class RegistrationCounts:
    """Registrations of a conference by what they wait for."""

    live: int
    registered: int
    nominated: int
    complete: int
    submitted: int
    under_review: int
    changes_requested: int
    waitlisted: int
    states_represented: int

    @property
    def waiting_for_a_decision(self) -> int:
        """Complete nominations to confirm, and applications to take up or decide."""
        return self.complete + self.submitted + self.under_review


@dataclass(frozen=True)
class InvitationCounts:
    """Invitations of a conference by what became of them."""

    total: int
    awaiting_a_reply: int
    accepted: int
    declined: int
    bounced: int


def registration_counts(conference: Conference) -> RegistrationCounts:
    """Everything the officer's first page counts, in one aggregate."""
    single = (
        S.REGISTERED,
        S.NOMINATED,
        S.COMPLETE,
        S.SUBMITTED,
        S.UNDER_REVIEW,
        S.CHANGES_REQUESTED,
        S.WAITLISTED,
    )
    counted = Registration.objects.filter(conference=conference).aggregate(
        live=Count("pk", filter=Q(state__in=LIVE)),
        states_represented=Count("delegation__state", filter=Q(state=S.REGISTERED), distinct=True),
        **{state.value: Count("pk", filter=Q(state=state)) for state in single},
    )
    return RegistrationCounts(**counted)


def invitation_counts(conference: Conference) -> InvitationCounts:
    """Invitations by their reply, in one aggregate."""
    counted = Invitation.objects.filter(conference=conference).aggregate(
        total=Count("pk"),
        awaiting_a_reply=Count("pk", filter=Q(state__in=AWAITING_A_REPLY)),
        accepted=Count("pk", filter=Q(state=InvitationState.ACCEPTED)),
        declined=Count("pk", filter=Q(state=InvitationState.DECLINED)),
        bounced=Count("pk", filter=Q(state=InvitationState.BOUNCED)),
    )
    return InvitationCounts(**counted)

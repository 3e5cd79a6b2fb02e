"""What is a person's own in a conference: registrations, letters, open invitations, and what they may correct."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from conference.correspondence.models import OutgoingMessage
from conference.models import Conference, User
from conference.registry import registry
from registration.models import NAME_FIELDS, Invitation, Participant, Particular, Registration
from registration.queries.pending_changes import asks_first
from registration.states import AWAITING_A_REPLY, LIVE, Track
from registration.states import RegistrationState as S

CONTACT = frozenset({"phone", "office_email", "language"})
EVERYTHING = CONTACT | {*NAME_FIELDS, "function", "institution", "nationality"}
# Asked on the same form where the category asks for them; each has the name of its field.
PARTICULARS = frozenset(
    {Particular.GENDER, Particular.AGE_BAND, Particular.INTERPRETATION_LANGUAGE, Particular.MODALITY}
)
CORRECTABLE = LIVE - {S.DRAFT}
# Somebody decides or has decided on what was entered: a change of it is decided upon, too, before it is made.
DECIDED_UPON = frozenset({S.UNDER_REVIEW, S.REGISTERED})
CODES = ("sign_in_code", "invitation_code", "form_code")


def own_registrations(user: User, conference: Conference) -> QuerySet[Registration]:
    """Those of the user's address, as the person or as the private office; several share a mission's mailbox."""
    return (
        Registration.objects.visible_to(user, conference)
        .filter(participant__in=Participant.objects.filter(conference=conference).of_address(user.email))
        .select_related(
            "conference",
            "participant",
            "category",
            "application",
            "delegation__conference",
            "delegation__state",
            "delegation__organisation",
        )
        .prefetch_related("delegation__state__names", "delegation__organisation__names", "transitions")
        .order_by("created_at")
    )


def own_messages(user: User, conference: Conference) -> QuerySet[OutgoingMessage]:
    """The letters written to the user's address, newest first; codes are no letters. A private office has copies."""
    return OutgoingMessage.objects.filter(recipient=user.email, conference=conference).exclude(purpose__in=CODES)


def concerning(participant: Participant) -> Q:
    """The messages about one participant: the person, what led to registration, what the person is asked to do."""
    return reduce(or_, (Q(about_id__in=ids(participant.pk)) for ids in registry.about_participant))


def other_conferences(user: User, conference: Conference) -> QuerySet[Conference]:
    """The other public conferences in which the user's address has registrations."""
    people = Participant.objects.of_address(user.email)
    elsewhere = Conference.objects.for_public_pages().filter(registrations__participant__in=people)
    return elsewhere.exclude(pk=conference.pk).distinct()


def own_invitations(user: User, conference: Conference) -> QuerySet[Invitation]:
    """Personal invitations to the user's address that wait for a reply."""
    return Invitation.objects.filter(
        conference=conference, email=user.email, participant__isnull=False, state__in=AWAITING_A_REPLY
    ).select_related("participant", "category")


def correctable_fields(registration: Registration, user: User) -> frozenset[str]:
    """What a person may correct, at once or by a request; never the verified address, and an office not its own."""
    if registration.state not in CORRECTABLE:
        return frozenset()
    fields = EVERYTHING | {each.value for each in PARTICULARS if each in registration.category.asks}
    return fields if registration.participant.email == user.email else fields - {"office_email"}


def is_asked_for_needs(registration: Registration) -> bool:
    """Whether the category asks about meals or access, and the participation goes on."""
    return registration.is_live and not {Particular.DIET, Particular.ACCESS}.isdisjoint(registration.category.asks)


def is_asked_for_travel(registration: Registration) -> bool:
    """Whether the category asks for travel and visa, and the participation goes on."""
    return registration.is_live and Particular.TRAVEL in registration.category.asks


def is_asked_for_files(registration: Registration) -> bool:
    """Whether the category asks for a photograph or documents, and the participation goes on."""
    return registration.is_live and not {Particular.PHOTOGRAPH, Particular.DOCUMENTS}.isdisjoint(
        registration.category.asks
    )


def is_confirmed_anew(registration: Registration, user: User) -> bool:
    """Whether what is changed of name, function and the like is kept as a request, and nothing changes until then.

    So nobody who is registered loses the place, or the code for the entrance, by correcting a letter of the name. What
    the Secretariat has asked for is answered at once, and before the deadline so is all that nobody has looked at.
    """
    was_reviewed = registration.state == S.WAITLISTED and registration.track == Track.APPLICATION
    return registration.state in DECIDED_UPON or was_reviewed or asks_first(user, registration)

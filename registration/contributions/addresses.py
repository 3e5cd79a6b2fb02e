"""What is known of an address and of whom it belongs to."""

from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from conference.models import Conference, User
from registration.models import FocalPoint, Invitation, Participant, Registration, UnfinishedForm, Visibility
from registration.queries.own import CODES


def knows_address(address: str, conference: Conference | None = None) -> bool:
    """Whether the address is a participant's, a private office's, a focal point's or that of an unfinished form.

    One query, whoever it is: how long it takes tells nothing.
    """
    people = Participant.objects.of_address(address)
    focal_points = FocalPoint.objects.filter(email=address, ended_at__isnull=True)
    forms = UnfinishedForm.objects.live().filter(address=address)
    if conference:
        people = people.filter(conference=conference)
        focal_points = focal_points.filter(delegation__conference=conference)
        forms = forms.filter(conference=conference)
    return bool(people.values("pk").union(focal_points.values("pk"), forms.values("pk")).exists())


def languages_of_address(address: str) -> set[str]:
    """Those in which the people of an address, or its focal points at present, are written to; one query."""
    people = Participant.objects.of_address(address).values_list("language")
    focal_points = FocalPoint.objects.filter(email=address, ended_at__isnull=True).values_list("language")
    return {language for (language,) in people.union(focal_points)}


def about_participant(participant_id: UUID) -> QuerySet[Any]:
    """A participant's registrations, the participant, and the invitations to them."""
    registrations = Registration.objects.filter(participant=participant_id).values("pk")
    invitations = Invitation.objects.filter(participant=participant_id).values("pk")
    people = Participant.objects.filter(pk=participant_id).values("pk")
    return registrations.union(invitations, people)


def about_delegation(delegation_id: UUID) -> QuerySet[Any]:
    """A delegation's focal points, members and invitation; a registration's participant comes by its own page."""
    focal_points = FocalPoint.objects.filter(delegation=delegation_id).values("pk")
    members = Registration.objects.filter(delegation=delegation_id).values("pk")
    return focal_points.union(members, Invitation.objects.filter(delegation=delegation_id).values("pk"))


def concerns_protected(conference: Conference) -> Q:
    """The messages about hidden persons and the delegations that list them, and the codes with which they sign in."""
    hidden = Participant.objects.filter(conference=conference, visibility=Visibility.HIDDEN)
    theirs = Registration.objects.filter(participant__in=hidden)
    about = (
        hidden.values("pk"),
        theirs.values("pk"),
        theirs.filter(delegation__isnull=False).values("delegation"),
        Invitation.objects.filter(participant__in=hidden).values("pk"),
    )
    addresses = (hidden.exclude(**{field: ""}).values(field) for field in ("email", "office_email"))
    codes = (Q(purpose__in=(*CODES, "form_kept", "form_unfinished"), recipient__in=found) for found in addresses)
    return reduce(or_, (*codes, *(Q(about_id__in=ids) for ids in about)))


def has_registration(user: User, conference: Conference) -> bool:
    """Whether the user has a registration of their own in the conference, as the person or the private office."""
    people = Participant.objects.of_address(user.email)
    return Registration.objects.filter(conference=conference, participant__in=people).exists()


def has_delegation(user: User, conference: Conference) -> bool:
    """Whether the user is at present the focal point of a delegation."""
    return FocalPoint.objects.filter(
        delegation__conference=conference, email=user.email, ended_at__isnull=True
    ).exists()

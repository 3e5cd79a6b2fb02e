"""Who may know of a session, enter it, and have its hybrid link and its papers.

Public pages and feeds never ask: they show the sessions listed for everybody. What is beyond that is read live, for one
person at a time, and never kept where another could be shown it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from agenda.models import Appearance, Listing, Session
from agenda.states import AppearanceState
from conference.models import Conference, User
from conference.permissions import Actor, conferences_of
from registration.models import FocalPoint, Participant, Registration
from registration.states import TAKING_PART

Id = UUID | str


@dataclass(frozen=True)
class Entitlement:
    """What one address is entitled to in one conference, whichever of its principals it comes from.

    ``categories`` are those in which somebody of the address takes part; a focal point is of a delegation without
    taking part. Nobody is entitled to anything before signing in.
    """

    is_team: bool = False
    is_participant: bool = False
    is_of_delegation: bool = False
    categories: frozenset[UUID] = frozenset()
    speaks_in: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, user: Actor, conference: Conference) -> Self:
        """In three queries, and one more for an officer; nothing for who is not signed in or was put out of use."""
        if not isinstance(user, User) or not user.is_active:
            return cls()
        if user.is_staff and conferences_of(user).filter(pk=conference.pk).exists():
            return cls(is_team=True)
        if not user.email:  # an empty address would be everybody's who has given none
            return cls()
        taking_part = list(_taking_part(user, conference).values_list("category_id", "delegation_id"))
        in_delegation = any(delegation for _category, delegation in taking_part)
        return cls(
            is_participant=bool(taking_part),
            is_of_delegation=in_delegation or _answers_for(user, conference).exists(),
            categories=frozenset(category for category, _delegation in taking_part),
            speaks_in=frozenset(_appearances(user, conference).values_list("session_id", flat=True)),
        )

    @classmethod
    def of_participants(cls, participant_ids: Iterable[UUID], conference: Conference) -> "dict[UUID, Self]":
        """What each of these persons is entitled to by their own participation, whoever asks: in two queries.

        No focal point and no officer is meant: what is booked or starred is the person's.
        """
        wanted = set(participant_ids)
        taking_part: dict[UUID, set[UUID]] = defaultdict(set)
        delegated, speaks = set[UUID](), defaultdict[UUID, set[UUID]](set)
        registered = Registration.objects.filter(
            conference=conference, participant__in=wanted, state__in=TAKING_PART
        ).values_list("participant_id", "category_id", "delegation_id")
        for person, category, delegation in registered:
            taking_part[person].add(category)
            if delegation is not None:
                delegated.add(person)
        appearances = _appearances_of(Participant.objects.filter(pk__in=wanted), conference)
        for person, session in appearances.values_list("participant_id", "session_id"):
            speaks[person].add(session)
        return {
            person: cls(
                is_participant=person in taking_part,
                is_of_delegation=person in delegated,
                categories=frozenset(taking_part[person]) if person in taking_part else frozenset(),
                speaks_in=frozenset(speaks[person]) if person in speaks else frozenset(),
            )
            for person in wanted
        }

    @property
    def sees_more(self) -> bool:
        """Whether anything beyond the public agenda may be shown at all."""
        return self.is_team or self.is_participant or self.is_of_delegation or bool(self.speaks_in)

    def may_know(self, listing: str, entry_ids: Iterable[Id], session_id: Id) -> bool:
        """Whether the session exists for this person.

        A focal point may know what participants may know, since it plans their days; what is only for those entitled,
        only who may enter.
        """
        if listing == Listing.PUBLIC or self._is_at_home(session_id):
            return True
        if listing == Listing.PARTICIPANTS:
            return self.is_participant or self.is_of_delegation
        return self.may_enter(entry_ids, session_id)

    def may_enter(self, entry_ids: Iterable[Id], session_id: Id) -> bool:
        """Whether the person may be in the room: who speaks there, and who takes part in a category that may enter.

        Without categories (``entry_ids`` is empty) all participants may.
        """
        if self._is_at_home(session_id):
            return True
        wanted = {_uuid(pk) for pk in entry_ids}
        return bool(wanted & self.categories) if wanted else self.is_participant

    def may_have_link(self, session: Session) -> bool:
        """Whether the address at which the session is followed is shown: of a session as it stands now, not a release.

        Reads the session's categories; load them beforehand where there are many.
        """
        return self.may_enter([category.pk for category in session.entry.all()], session.pk)

    def _is_at_home(self, session_id: Id) -> bool:
        return self.is_team or _uuid(session_id) in self.speaks_in


def sees_more_than_the_public(user: User, conference: Conference) -> bool:
    """Whether there is anything for this address beyond the public agenda, its own sessions apart: in one query."""
    if not user.email or not user.is_active:
        return False
    entitled = Q(Exists(_taking_part(user, conference))) | Q(Exists(_answers_for(user, conference)))
    return User.objects.filter(entitled, pk=user.pk).exists()


def _taking_part(user: User, conference: Conference) -> QuerySet[Registration]:
    own = Participant.objects.filter(conference=conference).of_address(user.email)
    found: QuerySet[Registration] = Registration.objects.filter(
        conference=conference, participant__in=own, state__in=TAKING_PART
    )
    return found


def _answers_for(user: User, conference: Conference) -> QuerySet[FocalPoint]:
    return FocalPoint.objects.filter(delegation__conference=conference, email=user.email, ended_at__isnull=True)


def _appearances(user: User, conference: Conference) -> QuerySet[Appearance]:
    return _appearances_of(Participant.objects.filter(conference=conference).of_address(user.email), conference)


def _appearances_of(own: QuerySet[Participant], conference: Conference) -> QuerySet[Appearance]:
    """Where one of them speaks or is asked to, and has neither regretted nor left the conference.

    An invited speaker may have no registration yet; who had one that ended is entitled no more, past sessions included.
    """
    registrations = Registration.objects.filter(participant=OuterRef("participant"))
    speaking: QuerySet[Appearance] = (
        Appearance.objects.filter(session__conference=conference, participant__in=own)
        .exclude(state=AppearanceState.DECLINED)
        .filter(Q(Exists(registrations.live())) | ~Q(Exists(registrations)))
    )
    return speaking


def _uuid(pk: Id) -> UUID:
    return pk if isinstance(pk, UUID) else UUID(pk)

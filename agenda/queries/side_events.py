"""When side events may be proposed, in whose name, and whether what is proposed keeps to the rules."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, QuerySet
from django.utils.translation import gettext as _

from agenda.models import SideEventCall, SideEventEquipment, SideEventProposal
from agenda.models.session import LONGEST_TITLE
from agenda.states import SIDE_EVENT_COUNTED, SideEventState
from conference.clock import conference_now
from conference.formats import language_name, moment_text, zone_text
from conference.models import Conference, TranslatedText, User
from registration.models import Delegation, Participant, Registration
from registration.states import LIVE
from registration.states import RegistrationState as S

#: Whoever has not sent a form yet is not known to answer for anybody.
PROPOSING = LIVE - {S.DRAFT}


@dataclass(frozen=True)
class CallWindow:
    """Whether proposals are taken at this moment, and a sentence that says from when or until when."""

    is_open: bool
    has_closed: bool
    sentence: str


def call_of(conference: Conference) -> SideEventCall | None:
    """What the conference says of side events, where it offers any."""
    found: SideEventCall | None = SideEventCall.objects.filter(conference=conference, is_offered=True).first()
    if found is not None:
        found.conference = conference
    return found


def window_of(call: SideEventCall) -> CallWindow:
    """By the conference's clock. The moment of opening is within, the moment of closing is not."""
    conference, opens_at, closes_at = call.conference, call.opens_at, call.closes_at
    if opens_at is None or closes_at is None:
        return CallWindow(is_open=False, has_closed=False, sentence="")
    now = conference_now(conference)
    if now < opens_at:
        sentence, moment = _("Proposals open on %(moment)s, %(zone)s."), opens_at
    elif now < closes_at:
        sentence, moment = _("Proposals are taken until %(moment)s, %(zone)s."), closes_at
    else:
        sentence, moment = _("Proposals closed on %(moment)s, %(zone)s."), closes_at
    return CallWindow(
        is_open=opens_at <= now < closes_at,
        has_closed=now >= closes_at,
        sentence=sentence % _when(conference, moment),
    )


def _when(conference: Conference, moment: datetime.datetime) -> dict[str, str]:
    zone = conference.zone
    return {"moment": moment_text(moment, zone), "zone": zone_text(zone, moment)}


def may_be_changed(proposal: SideEventProposal, call: SideEventCall | None) -> bool:
    """By the proposer: while it is undecided and proposals are taken, or until the moment that changes are asked by."""
    if not proposal.is_undecided:
        return False
    until = proposal.changes_until
    if until is not None and conference_now(proposal.conference) < until:
        return True
    return call is not None and window_of(call).is_open


@dataclass(frozen=True)
class Proposer:
    """An organisation in whose name somebody may propose: a delegation, or what a person named."""

    names: TranslatedText
    delegation: Delegation | None = None
    participant: Participant | None = None

    @property
    def pk(self) -> UUID:
        """Of the delegation or the person; it stands in addresses."""
        owner = self.delegation or self.participant
        if owner is None:
            raise ValueError(self.names)
        found: UUID = owner.pk
        return found

    @property
    def name(self) -> str:
        """As it is kept: in the conference's common language."""
        return self.names.in_language("en")

    def owns(self, proposal: SideEventProposal) -> bool:
        return self.pk in {proposal.delegation_id, proposal.participant_id}


def proposers_of(user: User, conference: Conference, call: SideEventCall | None) -> list[Proposer]:
    """The delegations whose focal point somebody is; of persons without one the organisation that they named.

    Officers have none by their duty. Who belongs to a delegation leaves it to the focal point.
    """
    if not user.email:
        return []
    invited = set(call.categories.values_list("pk", flat=True)) if call else set()
    found = [
        Proposer(names=_name_of(delegation), delegation=delegation)
        for delegation in _delegations_of(user, conference)
        if not invited or delegation.category_id in invited
    ]
    for registration in _registrations_of(user, conference):
        if invited and registration.category_id not in invited:
            continue
        name = organisation_of(registration)
        if name:
            person = registration.participant
            person.conference = conference
            found.append(Proposer(names=TranslatedText({"en": name}), participant=person))
    return found


def organisation_of(registration: Registration) -> str:
    """What an applicant said the organisation is called; of who was invited in person the institution."""
    application = getattr(registration, "application", None)
    named = application.organisation if application else ""
    return " ".join((named or registration.participant.institution).split())


def _delegations_of(user: User, conference: Conference) -> QuerySet[Delegation]:
    mine = Delegation.objects.filter(
        conference=conference, focal_points__email=user.email, focal_points__ended_at__isnull=True
    )
    return (
        mine.distinct()
        .select_related("state", "organisation", "conference")
        .prefetch_related("state__names", "organisation__names")
        .order_by("created_at", "pk")
    )


def _name_of(delegation: Delegation) -> TranslatedText:
    languages = delegation.conference.languages
    return TranslatedText({code: delegation.name_in(code) for code in dict.fromkeys(["en", *languages])})


def _registrations_of(user: User, conference: Conference) -> QuerySet[Registration]:
    people = Participant.objects.filter(conference=conference).of_address(user.email)
    found: QuerySet[Registration] = Registration.objects.filter(
        conference=conference, participant__in=people, delegation__isnull=True, state__in=PROPOSING
    )
    return found.select_related("participant", "application").order_by("created_at", "pk")


@dataclass(frozen=True, kw_only=True)
class SideEventText:
    """What a proposal says, as its form gives it."""

    title: TranslatedText
    description: TranslatedText
    languages: Sequence[str]
    minutes: int
    speakers: str = ""
    expected: int | None = None
    equipment: Sequence[SideEventEquipment] = field(default=())
    wishes: str = ""


#: Of these what is proposed is made; equipment stands in rows of its own.
TEXT_FIELDS = ("title", "description", "languages", "minutes", "speakers", "expected", "wishes")


def text_faults(given: Mapping[str, Any], call: SideEventCall) -> dict[str, str]:
    """By field a sentence for what does not keep to the rules; what was not given at all is told by the form."""
    faults = {
        "title": _too_long(
            given.get("title"),
            LONGEST_TITLE,
            _("The title in %(language)s has %(count)d characters; %(longest)d are the most."),
        ),
        "description": _too_long(
            given.get("description"),
            call.longest_text,
            _("The description in %(language)s has %(count)d characters; %(longest)d are the most."),
        ),
        "languages": _language_fault(given.get("languages"), call),
        "minutes": _length_fault(given.get("minutes"), call),
    }
    return {name: sentence for name, sentence in faults.items() if sentence}


def _too_long(texts: Any, longest: int, sentence: str) -> str:
    long = {code: len(text) for code, text in (texts or {}).items() if len(text) > longest}
    return " ".join(
        sentence % {"language": language_name(code), "count": count, "longest": longest} for code, count in long.items()
    )


def _language_fault(languages: Any, call: SideEventCall) -> str:
    if languages is None or set(languages) <= set(call.languages_offered):
        return ""
    return _("Side events are not held in one of these languages.")


def _length_fault(minutes: Any, call: SideEventCall) -> str:
    if minutes is None or 0 < minutes <= call.longest_minutes:
        return ""
    return _("A side event takes at most %(longest)d min.") % {"longest": call.longest_minutes}


def counted_of(conference: Conference, key: str) -> SideEventProposal | None:
    """The one proposal of an organisation that was not withdrawn."""
    found: SideEventProposal | None = SideEventProposal.objects.filter(
        conference=conference, organisation_key=key, state__in=SIDE_EVENT_COUNTED
    ).first()
    return found


def own_side_events(user: User, conference: Conference) -> list[SideEventProposal]:
    """Of all for whom somebody answers; withdrawn ones last."""
    found = SideEventProposal.objects.own(user, conference).select_related("conference", "session")
    return sorted(found, key=lambda one: one.state == SideEventState.WITHDRAWN)


def has_side_event_page(user: User, conference: Conference) -> bool:
    """Whether somebody has proposed one, or may before proposals close. No names are built, for each page asks it.

    One query where side events are not offered: nothing is proposed without a call, which is switched off and never
    deleted.
    """
    proposed = Exists(SideEventProposal.objects.own(user, conference))
    call = SideEventCall.objects.filter(conference=conference).annotate(has_own=proposed).first()
    if call is None:
        return False
    call.conference = conference
    if call.has_own:
        return True
    if not call.is_offered or not user.email or window_of(call).has_closed:
        return False
    answering = (_delegations_of(user, conference), _registrations_of(user, conference))
    invited = list(call.categories.values_list("pk", flat=True))
    return any((rows.filter(category__in=invited) if invited else rows).exists() for rows in answering)

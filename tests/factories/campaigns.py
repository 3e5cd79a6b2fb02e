"""Campaigns to registrations, as an officer begins and words them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from conference.correspondence.campaigns.drafting import begin_campaign, word_campaign
from conference.correspondence.campaigns.sending import schedule_campaign
from conference.correspondence.campaigns.writing import begin_due
from conference.correspondence.models import Campaign
from conference.models import Conference, TeamRole, User
from registration.models import Participant, Registration
from registration.states import RegistrationState
from tests.factories.conference import make_officer
from tests.factories.registration import make_category, make_registration

WORDS = {"en": ("Practical information, {participant_name}", "{salutation},\n\nThe bus leaves at 8.\n\n{status_link}")}


def make_campaign(
    conference: Conference,
    ids: Iterable[Any] | None = None,
    *,
    by: User | None = None,
    audience: str = "registrations",
    words: Mapping[str, tuple[str, str]] = WORDS,
    condition: str = "",
    name: str = "Practical information",
) -> Campaign:
    """A draft, worded in English, to all registrations unless others are named."""
    by = by or make_officer(conference, TeamRole.CORRESPONDENCE)
    rows = Registration.objects.filter(conference=conference).order_by("participant__email", "pk")
    chosen = list(rows.values_list("pk", flat=True)) if ids is None else ids
    draft = begin_campaign(conference, audience, chosen, name=name, cut_by="Status: registered", by=by)
    return word_campaign(draft.pk, name=name, condition=condition, words=words, seen_version=draft.version, by=by)


def begin(campaign: Campaign, *, by: User | None = None) -> Campaign:
    """Sends a draft off at once, and begins it; no letter is written yet."""
    by = by or make_officer(campaign.conference, TeamRole.CORRESPONDENCE)
    schedule_campaign(campaign.pk, at=None, seen_version=campaign.version, by=by)
    begin_due()
    campaign.refresh_from_db()
    return campaign


def make_crowd(conference: Conference, count: int) -> list[Registration]:
    """Registered participants in one go: p0000@people.example and so on."""
    category = make_category(conference)
    people = Participant.objects.bulk_create(
        _ready(Participant(conference=conference, given_names="P", family_name=f"N{n}", email=address_of(n)))
        for n in range(count)
    )
    return Registration.objects.bulk_create(
        Registration(
            conference=conference,
            participant=person,
            category=category,
            track="application",
            state=RegistrationState.REGISTERED,
        )
        for person in people
    )


def make_registered(conference: Conference, address: str = "alice@people.example", **person: Any) -> Registration:
    return make_registration(RegistrationState.REGISTERED, conference, person={"email": address} | person)


def address_of(number: int) -> str:
    return f"p{number:05}@people.example"


def _ready(person: Participant) -> Participant:
    person.make_ready()
    return person

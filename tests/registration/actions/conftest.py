"""Alice co-ordinates, Oscar observes, Ruth and Saran read; what was written and what was announced.

Imported before Django is ready.
"""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conference.models import Conference, User
    from registration.models import ParticipantCategory, PrivacyNotice, Registration


@pytest.fixture
def conference(db: None) -> Conference:
    from tests.factories.conference import make_conference

    return make_conference()


@pytest.fixture
def closed(conference: Conference) -> Conference:
    """The deadline was an hour ago."""
    from conference.clock import conference_now

    conference.registration_closes_at = conference_now(conference) - datetime.timedelta(hours=1)
    conference.registration_opens_at = conference.registration_closes_at - datetime.timedelta(days=30)
    conference.save()
    return conference


@pytest.fixture
def officer(conference: Conference) -> User:
    """Alice co-ordinates, so every act of the Secretariat is hers to do."""
    from tests.factories.conference import make_officer

    return make_officer(conference, email="alice@secretariat.example")


@pytest.fixture
def observer(conference: Conference) -> User:
    """Oscar sees everything and does nothing."""
    from conference.models import TeamRole
    from tests.factories.conference import make_officer

    return make_officer(conference, TeamRole.OBSERVER, email="oscar@secretariat.example")


@pytest.fixture
def ended():
    """What was announced as ended, with who did it."""
    from registration.signals import registration_ended

    announced: list[tuple[Any, Any]] = []

    def hear(registration, by, **_more):
        announced.append((registration.pk, by))

    registration_ended.connect(hear)
    yield announced
    registration_ended.disconnect(hear)


@pytest.fixture
def letters(conference):
    """The purposes and recipients of what was written, in order."""
    from conference.correspondence.models import OutgoingMessage

    def written() -> list[tuple[str, str]]:
        messages = OutgoingMessage.objects.filter(conference=conference).order_by("created_at")
        return list(messages.values_list("purpose", "recipient"))

    return written


@pytest.fixture
def token() -> uuid.UUID:
    return uuid.UUID("6b1f5c9e-5c1a-4d5e-9c61-0d6f5f4d2a11")


@pytest.fixture
def pair(conference: Conference) -> tuple[Registration, Registration]:
    """A nomination that is complete, and an application of the same person, who wrote themselves otherwise."""
    from registration.states import RegistrationState as S
    from tests.factories.registration import make_registration

    kept = make_registration(
        S.COMPLETE, conference, person={"given_names": "Ganbaatar", "family_name": "Olzii", "phone": ""}
    )
    merged = make_registration(
        S.UNDER_REVIEW,
        conference,
        person={"given_names": "Ганбаатар", "family_name": "Өлзий", "function": "Director", "phone": "+976 99 112233"},
    )
    return kept, merged


@pytest.fixture
def category(conference: Conference) -> ParticipantCategory:
    """Civil society applies, for two places."""
    from registration.models import Route
    from tests.factories.registration import make_category

    return make_category(conference, Route.APPLICATION, places=2)


@pytest.fixture
def row(category: ParticipantCategory) -> Registration:
    """An application under review."""
    from registration.states import RegistrationState as S
    from tests.factories.registration import make_registration

    return make_registration(S.UNDER_REVIEW, category.conference, category=category)


@pytest.fixture
def ruth(conference: Conference) -> User:
    from conference.models import TeamRole
    from tests.factories.conference import make_officer

    return make_officer(conference, TeamRole.VETTING, email="ruth@secretariat.example", name="Ruth")


@pytest.fixture
def saran(conference: Conference) -> User:
    from conference.models import TeamRole
    from tests.factories.conference import make_officer

    return make_officer(conference, TeamRole.VETTING, email="saran@secretariat.example", name="Saran")


@pytest.fixture
def published(conference: Conference, officer: User) -> PrivacyNotice:
    """The first version of the conference's own privacy notice, in force."""
    from registration.actions.privacy_notice import publish_notice
    from tests.factories.registration import make_notice

    notice = publish_notice(make_notice(conference).pk, seen_version=1, by=officer)
    conference.refresh_from_db()
    return notice

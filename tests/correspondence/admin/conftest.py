"""Officers at the pages of correspondence. Imported before Django is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils.translation import override

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conference.correspondence.models import OutgoingMessage
    from conference.models import Conference, TeamRole


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A letter worded in Russian leaves nothing active in the thread."""
    with override("en"):
        yield


@pytest.fixture
def conference(db: None) -> Conference:
    from tests.factories.conference import make_conference

    return make_conference()


@pytest.fixture
def other_conference(conference: Conference) -> Conference:
    from tests.factories.conference import make_conference

    return make_conference()


@pytest.fixture
def desk_of(conference: Conference) -> Callable[..., Client]:
    """The browser of an officer with the given roles, in the conference unless another is named."""
    from tests.factories.conference import make_officer

    def signed_in(*roles: TeamRole, of: Conference = conference) -> Client:
        client = Client()
        client.force_login(make_officer(of, *roles, name="Bolormaa"))
        return client

    return signed_in


@pytest.fixture
def desk(desk_of: Callable[..., Client]) -> Client:
    """The correspondence officer's browser."""
    from conference.models import TeamRole

    return desk_of(TeamRole.CORRESPONDENCE)


@pytest.fixture
def write(conference: Conference) -> Callable[..., OutgoingMessage]:
    """A message of the ledger in a state."""
    from django.utils import timezone

    from conference.correspondence import outbox
    from conference.correspondence.letter import Letter
    from conference.correspondence.models import OutgoingMessage

    def written(state: str = "queued", to: str = "bob@missions.example", **fields: Any) -> OutgoingMessage:
        letter = Letter(
            conference=fields.pop("conference", conference),
            purpose="sign_in_code",
            recipient=to,
            recipient_name=fields.pop("recipient_name", ""),
            about=fields.pop("about", None),
            language="en",
            secrets={"code": "123456"},
            version=str(OutgoingMessage.objects.count()),
        )
        message = outbox.enqueue(letter)
        fields |= {"sent_at": timezone.now()} if state == "sent" else {}
        fields |= {"lease_until": timezone.now()} if state == "sending" else {}
        OutgoingMessage.objects.filter(pk=message.pk).update(state=state, **fields)
        message.refresh_from_db()
        return message

    return written


@pytest.fixture
def about_a_protected_person(conference: Conference, write: Callable[..., OutgoingMessage]) -> OutgoingMessage:
    """Named, with the address, in every field that has words."""
    from registration.models import Visibility
    from tests.factories.registration import make_registration

    registration = make_registration(
        conference=conference,
        person={"family_name": "Hidden", "visibility": Visibility.HIDDEN, "email": "hidden@people.example"},
    )
    return write(
        "failed",
        "hidden@people.example",
        recipient_name="Ms. HIDDEN",
        subject="Dear Ms. Hidden",
        about=registration,
        answer="550 hidden@people.example",
    )

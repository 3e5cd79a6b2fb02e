"""Officers at the pages of the programme. Imported before Django is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from collections.abc import Callable

    from conference.models import Conference, Room, TeamRole


@pytest.fixture
def other_conference(conference: Conference) -> Conference:
    from tests.factories.conference import make_conference

    return make_conference()


@pytest.fixture
def hall(conference: Conference) -> Room:
    from tests.factories.agenda import make_hall

    return make_hall(conference, name={"en": "Conference Hall"})


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
    """The agenda officer's browser."""
    from conference.models import TeamRole

    return desk_of(TeamRole.AGENDA)

"""Officers at their desk, each signed in with a password as the admin asks. Imported before Django is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from collections.abc import Callable

    from conference.models import Conference, User

    SignIn = Callable[[User], Client]


@pytest.fixture
def conference(db: None) -> Conference:
    from tests.factories.conference import make_conference

    return make_conference()


@pytest.fixture
def other_conference(conference: Conference) -> Conference:
    from tests.factories.conference import make_conference

    return make_conference()


@pytest.fixture
def sign_in() -> SignIn:
    """The browser of an officer."""

    def signed_in(officer: User) -> Client:
        client = Client()
        client.force_login(officer)
        return client

    return signed_in


@pytest.fixture
def registration_officer(conference: Conference) -> User:
    from conference.models import TeamRole
    from tests.factories.conference import make_officer

    return make_officer(conference, TeamRole.REGISTRATION, name="Bolormaa")


@pytest.fixture
def coordinator(conference: Conference) -> User:
    from conference.models import TeamRole
    from tests.factories.conference import make_officer

    return make_officer(conference, TeamRole.COORDINATOR, name="Chuluun")


@pytest.fixture
def desk(registration_officer: User, sign_in: SignIn) -> Client:
    """The registration officer's browser: she decides on both tracks and sees protected persons."""
    return sign_in(registration_officer)


@pytest.fixture
def coordinator_desk(coordinator: User, sign_in: SignIn) -> Client:
    """The co-ordinator's browser: he invites and decides, but protected persons are not named to him."""
    return sign_in(coordinator)

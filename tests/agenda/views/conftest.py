"""Readers of the agenda's pages. Imported before Django is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conference.models import Conference, User


@pytest.fixture
def participant(conference: Conference) -> User:
    """The account of somebody who takes part."""
    from registration.states import RegistrationState
    from tests.factories.conference import make_user
    from tests.factories.registration import make_registration

    registration = make_registration(RegistrationState.REGISTERED, conference)
    return make_user(registration.participant.email)

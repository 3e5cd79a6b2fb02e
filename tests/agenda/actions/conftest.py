"""Common to the tests of acts on the programme. Imported before Django is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from agenda.models import Appearance, Session
    from conference.models import Conference, User


@pytest.fixture
def officer(conference: Conference) -> User:
    """A co-ordinator."""
    from tests.factories.conference import make_officer

    return make_officer(conference)


@pytest.fixture
def session(conference: Conference) -> Session:
    from tests.factories.agenda import make_session

    return make_session(conference, "14:00–15:00", title={"en": "Youth"})


@pytest.fixture
def speaker(session: Session) -> Appearance:
    """Has confirmed."""
    from agenda.states import AppearanceState
    from tests.factories.agenda import make_appearance

    return make_appearance(session, state=AppearanceState.CONFIRMED)

"""A conference with registrations, its officers, and a folder of files of its own. Imported before Django is ready."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conference.models import Conference, User


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def conference(db: None) -> Conference:
    from tests.factories.conference import make_conference

    return make_conference()


@pytest.fixture
def registrar(conference: Conference) -> User:
    """She sees protected persons."""
    from conference.models import TeamRole
    from tests.factories.conference import make_officer

    return make_officer(conference, TeamRole.REGISTRATION, email="bolormaa@secretariat.example")


@pytest.fixture
def protocol_officer(conference: Conference) -> User:
    """He does not."""
    from conference.models import TeamRole
    from tests.factories.conference import make_officer

    return make_officer(conference, TeamRole.PROTOCOL)

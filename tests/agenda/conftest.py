"""Common to the tests of the agenda. Imported before Django is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django import Settings

    from conference.models import Conference


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A page read in Mongolian leaves its language active in the thread; each test begins in English."""
    with override("en"):
        yield


@pytest.fixture
def conference(db: None) -> Conference:
    from tests.factories.conference import make_conference

    return make_conference()


@pytest.fixture
def own_files(settings: Settings, tmp_path: Path) -> Path:
    """The folder in which the files of this test alone are kept."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path

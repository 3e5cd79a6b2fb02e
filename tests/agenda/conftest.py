"""Common to the tests of the agenda."""

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def _english():
    """A page read in Mongolian leaves its language active in the thread; each test begins in English."""
    with override("en"):
        yield

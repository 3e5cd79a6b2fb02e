"""One data folder for all the sites of these tests, so that the demonstration is loaded once."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data() -> Iterator[Path]:
    """A path with a space; whoever runs a site in it has stopped it before the next begins."""
    with tempfile.TemporaryDirectory(prefix="plenary site ") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / ".data"

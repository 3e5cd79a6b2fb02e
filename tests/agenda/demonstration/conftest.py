"""Loading the demonstration once for a module. Imported before Django is ready."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from agenda.demonstration.identity import Demonstration

    Loading = Callable[..., AbstractContextManager[None]]


@pytest.fixture(scope="module")
def loading(django_db_setup: None, django_db_blocker: Any) -> Loading:
    """Loads conferences in a transaction that is undone when the module is over; each test has a savepoint in it."""
    from agenda.demonstration.load import load_demonstrations

    @contextmanager
    def load(*wanted: Demonstration) -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            load_demonstrations(wanted)
            yield
            transaction.set_rollback(True)

    return load

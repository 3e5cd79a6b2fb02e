"""Files of the agenda as programs fetch them. Imported before Django is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from conference.models import Conference


@pytest.fixture
def fetch(client: Client, conference: Conference) -> Callable[..., bytes]:
    """The content of a feed of the conference, with what is asked of it."""

    def fetch(name: str, **asked: str) -> bytes:
        response = client.get(reverse(f"agenda-files:{name}", args=[conference.slug]), asked)
        assert response.status_code == 200
        return response.content

    return fetch

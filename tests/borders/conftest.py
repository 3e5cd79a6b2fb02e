"""The world of two hosts, made once for a module and undone after it. Imported before Django is ready."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

    from tests.borders.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Both hosts, with everything in them: a thousand requests are made of a world that is made once."""
    from django.db import transaction

    from tests.borders.world import make_world

    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def db(world: World, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """In place of pytest-django's: what a test changes in the world is undone. What is refused fills no log.

    Time stands still, so that two answers differ in nothing but what was asked. Thousands of pages are read: templates
    keep no copy of what they were rendered with, and whether public pages show another edition is looked up once.
    """
    from django.db import transaction
    from django.template.base import Template
    from django.utils import timezone

    from conference.views.rendered_once import editions

    logging.disable(logging.ERROR)
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))
    monkeypatch.setattr(editions, "_seen", {})
    settings.PUBLIC_EDITION_SECONDS = 3600.0
    with time_machine.travel(timezone.now(), tick=False), transaction.atomic():
        yield
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)

"""One throw-away PostgreSQL, Valkey and data folder for each test run; each worker process has its own databases.

DATABASE_URL and REDIS_URL, when they are set, name servers to use instead; there only databases test_… are touched.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, NoReturn

import django
import pytest
from django.conf import settings
from django.utils import translation

from tests.servers.addresses import with_redis_database
from tests.servers.browser import browser, chromium
from tests.servers.database import drop_template_database, template_database
from tests.servers.emptying import delete_what_was_written
from tests.servers.mail import smtp_server
from tests.servers.worker import celery_worker_process

if TYPE_CHECKING:
    from collections.abc import Sequence

    import execnet
    from pytest_django import DjangoDbBlocker

__all__ = ["browser", "celery_worker_process", "chromium", "smtp_server"]

# Set here and not in pyproject.toml: pytest-django would load the settings before the servers have their addresses.
os.environ["DJANGO_SETTINGS_MODULE"] = "conference.settings.test"


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the servers in the controlling process, whose workers inherit the addresses; then load Django."""
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        if settings.configured:
            message = (
                "Django's settings are loaded before the test servers have addresses: unset DJANGO_SETTINGS_MODULE"
            )
            raise pytest.UsageError(message)
        signal.signal(signal.SIGTERM, _interrupt)
        stack = ExitStack()
        config.add_cleanup(stack.close)
        start_servers(stack)
    django.setup()
    delete_what_was_written()
    # A fifth of the processor's time went into looking for garbage among what Django keeps for good.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def start_servers(stack: ExitStack) -> None:
    """Start what the run needs and put the addresses into the environment."""
    from conference.embedded.servers import throw_away_servers
    from conference.embedded.translations import LOCALE, compile_translations

    compile_translations(LOCALE)
    data = tempfile.mkdtemp(prefix="plenary-data-")
    stack.callback(shutil.rmtree, data, ignore_errors=True)
    database_given = bool(os.environ.get("DATABASE_URL"))
    os.environ.update(stack.enter_context(throw_away_servers()))
    os.environ["TEST_RUN"] = token_hex(4)
    if database_given:
        stack.callback(drop_template_database)
    Path(data, "static").mkdir()
    os.environ["DATA_DIR"] = data
    # Nothing listens there: a test that sends for real asks for smtp_server.
    os.environ["EMAIL_URL"] = "smtp://127.0.0.1:9"


def _interrupt(signum: int, frame: Any) -> NoReturn:
    raise KeyboardInterrupt


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a fifth of a run on as many was spent waiting for browsers and workers."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: Sequence[execnet.XSpec]) -> None:
    """Give each worker process a Redis database of its own."""
    for number, spec in enumerate(specs, start=1):
        spec.env["REDIS_URL"] = with_redis_database(os.environ["REDIS_URL"], number)


#: These try no branch of the rules that others do not; to measure them would cost half as much again.
WALKS = (
    "agenda/admin",
    "agenda/demonstration",
    "agenda/feeds",
    "agenda/queries",
    "agenda/views",
    "bench",
    "borders",
    "browser",
    "correspondence/admin",
    "embedded",
    "hostile",
    "languages",
    "mailbox",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage where the rules are tried, not on the walks; begin with what takes long.

    A walk of minutes that is begun last leaves the other worker processes nothing to do beside it.
    """
    folders = {Path(__file__).parent / name for name in WALKS}
    for item in items:
        if folders.intersection(item.path.parents):
            item.add_marker(pytest.mark.no_cover)
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def in_english() -> None:
    """Begin each test in English: who was asked for a page in another language leaves that one active."""
    translation.activate("en")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> None:
    """Migrate once a run: the first worker makes a template, the others copy it."""
    from django.db import connection

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        template = template_database()
    connection.settings_dict["TEST"] |= {
        "NAME": f"{template}_{worker}",
        "TEMPLATE": template,
    }

"""``make run`` that is up: what it serves, and who comes back when it is killed."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from conference.embedded.processes import PROC, wait_until
from tests.servers.supervised import PATIENCE, STARTED, SupervisedSite, command_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("commands"),  # they share one running site
    pytest.mark.skipif(not PROC.exists(), reason="processes are counted in /proc"),
]


@pytest.fixture(scope="module")
def site(data: Path) -> Iterator[SupervisedSite]:
    """A running site that has said where it is."""
    running = SupervisedSite(data)
    try:
        running.says(STARTED)
        yield running
    finally:
        running.stop(signal.SIGTERM)
    assert running.processes() == []


def test_it_says_where_it_is_and_serves(site: SupervisedSite) -> None:
    assert site.get("/healthz")[0] == 200
    assert wait_until(lambda: site.get("/readyz")[0] == 200, patience=PATIENCE), site.get("/readyz")[1]
    assert site.get("/mailbox/")[0] == 200
    assert site.get("/admin/")[0] in {200, 302}
    assert f"http://localhost:{site.port}/admin/" in site.output
    assert f"http://localhost:{site.port}/mailbox/" in site.output
    assert "@" in site.output.split("/mailbox/")[1], "the demonstration accounts"


@pytest.mark.parametrize(
    ("words", "name"),
    [("--queues mail", "worker for letters"), ("celery -A conference beat", "beat"), ("conference.mailbox", "mailbox")],
)
def test_a_child_that_dies_is_named_and_started_again(site: SupervisedSite, words: str, name: str) -> None:
    killed = site.child(words)
    os.kill(killed, signal.SIGKILL)
    site.says(f"The {name} is started again.")
    assert f"The {name} ended by itself (status -9)." in site.output
    assert wait_until(lambda: any(words in command_of(pid) for pid in site.processes()), patience=PATIENCE)


def test_the_site_answers_again_after_its_web_server_was_killed(site: SupervisedSite) -> None:
    os.kill(site.child("gunicorn"), signal.SIGKILL)
    site.says("The web is started again.")
    assert wait_until(lambda: site.get("/healthz")[0] == 200, patience=PATIENCE)


@pytest.mark.parametrize("server", ["bin/postgres", "valkey-server"])
def test_a_server_that_dies_comes_back(site: SupervisedSite, server: str) -> None:
    killed = site.child(server)
    os.kill(killed, signal.SIGKILL)
    pids = site.processes
    assert wait_until(lambda: any(server in command_of(pid) for pid in pids() if pid != killed), patience=PATIENCE)
    assert site.get("/mailbox/")[0] == 200

"""The commands, run as somebody runs them: started, stopped, killed, started again."""

import re
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conference.embedded.processes import PROC, is_alive, wait_until
from tests.servers.supervised import PATIENCE, STARTED, SupervisedSite, command_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("commands"),  # one site at a time runs in the data folder
    pytest.mark.skipif(not PROC.exists(), reason="processes are counted in /proc"),
]

Start = Callable[..., SupervisedSite]


@pytest.fixture
def start(data: Path) -> Iterator[Start]:
    """Starts sites of the test's own and stops what it forgets."""
    started: list[SupervisedSite] = []

    def start_site(**environment: str) -> SupervisedSite:
        started.append(SupervisedSite(data, **environment))
        return started[-1]

    yield start_site
    for one in started:
        one.stop(signal.SIGTERM)


def test_twice_in_a_row_it_starts_quickly_and_leaves_no_process(start: Start) -> None:
    first = start()
    first.says(STARTED)
    running = first.processes()
    assert len(running) > 8
    assert first.stop(signal.SIGINT) == 0
    assert [pid for pid in running if is_alive(pid)] == first.processes() == []

    second = start()
    second.says(STARTED)
    # Seventeen seconds of all its processes; the clock would tell what else the machine does.
    assert second.processor_seconds() < 30
    assert "Loading the demonstration" not in second.output
    assert "Collecting" not in second.output
    assert second.stop(signal.SIGTERM) == 0
    assert second.processes() == []


def test_when_the_supervisor_is_killed_its_children_end_and_the_next_start_succeeds(start: Start) -> None:
    killed = start()
    killed.says(STARTED)
    killed.stop(signal.SIGKILL)
    ours = ("gunicorn", "celery", "conference.mailbox")

    def left() -> list[int]:
        return [pid for pid in killed.processes() if any(word in command_of(pid) for word in ours)]

    assert wait_until(lambda: not left(), patience=PATIENCE)
    after = start()
    after.says(STARTED)
    assert after.stop(signal.SIGINT) == 0
    assert after.processes() == []


def test_stopped_while_it_starts_it_leaves_nothing(start: Start) -> None:
    site = start()
    site.says("Bringing the database up to date")
    assert site.stop(signal.SIGINT) == 0
    assert site.processes() == []


def test_a_taken_port_is_told_in_one_line(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        site = start(PORT=str(port))
        assert site.wait() == 1
    assert re.fullmatch(rf"Port {port} is taken by another program. Choose another: make run PORT=\d+\n", site.output)


@pytest.mark.parametrize("port", ["eighty", "99999", "-1"])
def test_a_port_that_is_none_is_told_in_one_line(start: Start, port: str) -> None:
    site = start(PORT=port)
    assert site.wait() == 1
    assert site.output == f"PORT={port} is not a port: choose a number, for example make run PORT=8010\n"


def test_with_a_mail_server_given_no_mailbox_starts(start: Start) -> None:
    site = start(EMAIL_URL="smtp://127.0.0.1:9")
    site.says(STARTED)
    assert "/mailbox/" not in site.output
    assert not [pid for pid in site.processes() if "conference.mailbox" in command_of(pid)]

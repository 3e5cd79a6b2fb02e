"""The server that keeps the letters is a real one, in a process of its own."""

import signal
import smtplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conference.mailbox.store import Mailbox

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        yield opened


def start(folder: Path, listener: socket.socket) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "conference.mailbox", "--folder", str(folder), "--fd", str(listener.fileno())]
    return subprocess.Popen(command, cwd=ROOT, pass_fds=[listener.fileno()])


def send(listener: socket.socket, subject: str) -> None:
    letter = f"Subject: {subject}\r\n\r\nThe text.".encode()
    host, port = listener.getsockname()
    with smtplib.SMTP(host, port, timeout=10) as client:
        client.sendmail("secretariat@plenary.example", ["head@state.example"], letter)


def test_what_it_has_taken_is_kept_whatever_happens_to_it(tmp_path: Path, listener: socket.socket) -> None:
    first = start(tmp_path, listener)
    try:
        send(listener, "before")
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait(10)
    second = start(tmp_path, listener)
    try:
        send(listener, "after")
    finally:
        second.send_signal(signal.SIGTERM)
        assert second.wait(10) == 0
    entries = Mailbox(tmp_path).entries()
    assert [(entry.subject, entry.recipients) for entry in entries] == [
        ("after", "head@state.example"),
        ("before", "head@state.example"),
    ]

"""Head and body of an answer go out together; what arrives is what gunicorn itself would have sent."""

import datetime
import socket
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.http import wsgi
from gunicorn.http.parser import RequestParser

from conference.web_server import SHORT, Answer, MaskingLogger

PLAIN_HEADERS = [("Content-Type", "text/plain")]
FORMER = Answer.__mro__[1]


class CountingSocket:
    """A socket that counts what it is asked to send."""

    def __init__(self, real: socket.socket) -> None:
        self.real, self.sent = real, 0

    def sendall(self, data: bytes) -> None:
        self.sent += 1
        self.real.sendall(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


def answered(kind, pieces, *, method="GET", version="1.1", status="200 OK", length=None, file=None):
    """What arrives at a visitor, and in how many calls it was sent."""
    ours, visitor = socket.socketpair()
    visitor.sendall(f"{method} /page HTTP/{version}\r\nHost: example\r\nConnection: close\r\n\r\n".encode())
    arrived: list[bytes] = []
    reading = threading.Thread(target=lambda: arrived.extend(iter(lambda: visitor.recv(65536), b"")))
    reading.start()
    cfg, counting = Config(), CountingSocket(ours)
    request = next(RequestParser(cfg, ours, ("127.0.0.1", 1)))
    response, _environ = wsgi.create(request, counting, ("127.0.0.1", 1), ("127.0.0.1", 80), cfg, kind)
    headers = [*PLAIN_HEADERS, *([("Content-Length", str(length))] if length is not None else [])]
    response.start_response(status, headers)
    if file:
        response.write_file(wsgi.FileWrapper(file))
    for piece in pieces:
        response.write(piece)
    response.close()
    ours.close()
    reading.join(10)
    visitor.close()
    return b"".join(arrived), counting.sent


ANSWERS = {
    "a page": {"pieces": [b"page"], "length": 4},
    "nothing": {"pieces": [b""], "length": 0},
    "no piece at all": {"pieces": [], "length": 0},
    "pieces": {"pieces": [b"one", b"two"], "length": 6},
    "as it comes": {"pieces": [b"one", b"two"]},
    "as it comes, to an old browser": {"pieces": [b"one", b"two"], "version": "1.0"},
    "the head alone": {"pieces": [b"page"], "method": "HEAD", "length": 4},
    "not modified": {"pieces": [], "status": "304 Not Modified"},
    "more than was said": {"pieces": [b"page and more"], "length": 4},
    "a long page": {"pieces": [b"x" * (SHORT + 1)], "length": SHORT + 1},
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_what_arrives_is_what_would_have_been_sent_in_pieces(answer, monkeypatch):
    monkeypatch.setattr("gunicorn.util.http_date", lambda: "Thu, 20 Jun 2019 01:00:00 GMT")

    text, calls = answered(Answer, **answer)
    expected, former_calls = answered(FORMER, **answer)

    assert text == expected
    assert text.startswith(b"HTTP/1.")
    assert calls <= former_calls


def test_a_page_is_sent_in_one_call():
    assert answered(Answer, [b"page"], length=4)[1] == 1
    assert answered(FORMER, [b"page"], length=4)[1] == 2


def test_a_file_follows_its_head(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"of a file")
    with path.open("rb") as file:
        text, _calls = answered(Answer, [], length=9, file=file)
    head, _, body = text.partition(b"\r\n\r\n")
    assert head.endswith(b"Content-Length: 9")
    assert body == b"of a file"


def test_the_server_answers_so_and_its_log_has_every_word_of_its_format():
    assert wsgi.Response is Answer
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": "/page", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_USER_AGENT": "Reader"}
    response = SimpleNamespace(status="200 OK", sent=4, headers=[])
    logger = MaskingLogger(Config())
    atoms = logger.atoms(response, SimpleNamespace(headers=[]), environ, datetime.timedelta(microseconds=900))
    former = super(MaskingLogger, logger).atoms(response, SimpleNamespace(headers=[]), environ, datetime.timedelta(0))
    line = Config().access_log_format
    shown = [line % logger.atoms_wrapper_class(known | {"t": "now"}) for known in (atoms, former)]
    assert shown[0] == shown[1] == '- - - now "GET /page HTTP/1.1" 200 4 "-" "Reader"'
    assert atoms.keys() <= former.keys()

"""How gunicorn runs the site: ``gunicorn --config python:conference.web_server …``, with addresses and numbers.

It stands before Django: only what the server itself does belongs here.
"""

import datetime
from typing import Any

import gunicorn.http.wsgi
from gunicorn import util
from gunicorn.config import Config
from gunicorn.glogging import Logger

from conference.logs import MaskTokens

#: Bytes: what is longer is not copied to stand behind its head.
SHORT = 128 * 1024


class Answer(gunicorn.http.wsgi.Response):  # type: ignore[misc]  # it carries no types
    """Sends head and body together.

    Each call of the system lets another thread in, which a page that is only copied waits longer for than for anything
    it does itself: one call in place of two is a tenth of its processor time.
    """

    head = b""
    headers_sent: bool

    def send_headers(self) -> None:
        """Keeps the head back until there is a body, or none."""
        if not self.headers_sent:
            lines = [*self.default_headers(), *(f"{name}: {value}\r\n" for name, value in self.headers), "\r\n"]
            self.head = "".join(lines).encode("latin-1")
            self.headers_sent = True

    def _emit_body(self, data: bytes) -> None:
        if self.chunked or len(data) > SHORT:
            self._send_head()
            super()._emit_body(data)
        else:
            head, self.head = self.head, b""
            self.sock.sendall(head + data)

    def sendfile(self, respiter: Any) -> bool:
        """Files go out by the system itself, behind their head."""
        self.send_headers()
        self._send_head()
        return bool(super().sendfile(respiter))

    def close(self) -> None:
        """Sends what is left: an answer without a body has its head alone."""
        self.send_headers()
        self._send_head()
        super().close()

    def _send_head(self) -> None:
        if self.head:
            head, self.head = self.head, b""
            util.write(self.sock, head)


# With what the site is served concerns nobody.
gunicorn.http.wsgi.SERVER = "Plenary"
gunicorn.http.wsgi.Response = Answer


class MaskingLogger(Logger):  # type: ignore[misc]  # it carries no types
    """Gunicorn's own, which keeps no token and no query."""

    def atoms(self, resp: Any, _req: Any, environ: dict[str, Any], request_time: datetime.timedelta) -> dict[str, Any]:
        """What the format of the log asks for, in place of a copy of every header and variable for each request."""
        return {
            "h": environ.get("REMOTE_ADDR", "-"),
            "l": "-",
            "u": "-",
            "t": self.now(),
            "r": f"{environ['REQUEST_METHOD']} {environ['RAW_URI']} {environ['SERVER_PROTOCOL']}",
            "s": str(resp.status).partition(" ")[0],
            "b": str(resp.sent),
            "f": environ.get("HTTP_REFERER", "-"),
            "a": environ.get("HTTP_USER_AGENT", "-"),
            "D": request_time // datetime.timedelta(microseconds=1),
        }

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            for handler in log.handlers:
                handler.addFilter(MaskTokens())


logger_class = MaskingLogger

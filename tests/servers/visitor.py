"""Somebody at a browser without scripts: opens a page, fills in its form, sends it; how long that took is told."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Stay(urllib.request.HTTPRedirectHandler):
    """The answer to the form is what is timed, not the page after it."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


class Visitor:
    """One session."""

    def __init__(self, site: str) -> None:
        self._site = site
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies, Stay())

    def seconds_to_send(self, path: str, answers: Mapping[str, str]) -> float:
        """Opens the page's form, then sends it; gives the seconds until it was taken with a redirect."""
        with self._opener.open(f"{self._site}{path}", timeout=30) as page:
            [token, *_more] = TOKEN.findall(page.read().decode())
        body = urlencode({**answers, "csrfmiddlewaretoken": token}).encode()
        began = time.monotonic()
        status, text = self._send(path, body)
        seconds = time.monotonic() - began
        assert status == 302, f"{path} answered {status}: {text[-3000:]}"
        return seconds

    def _send(self, path: str, body: bytes) -> tuple[int, str]:
        try:
            with self._opener.open(f"{self._site}{path}", body, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

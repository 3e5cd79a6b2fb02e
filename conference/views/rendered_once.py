"""Public pages and files: rendered at the first reading of an edition, kept compressed, served without a query.

They are the same for everybody, so each process keeps them in memory. Once a second it looks whether the conference
shows another edition; only then is a page rendered again, by one thread while the others wait for it.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from conference.models import Conference
from conference.queries.edition import Edition, Mark, edition_of
from conference.views.rendering import Rendering

View = Callable[..., HttpResponse]
Key = tuple[str, str, str]
logger = logging.getLogger(__name__)
#: Without the database the last edition is shown for so long; then nobody can say whether it still holds. Seconds.
KEPT_WITHOUT_DATABASE = 300.0
AWAY = "The database has been away for so long that nobody can say what holds."
#: Who finds an old edition waits so long for whoever is looking; then the database hangs. Seconds.
PATIENCE = 2.0
#: Longer than any day, topic, room or language that a page is asked for.
LONGEST_ANSWER = 64
#: Bytes of pages that one process keeps.
ROOM = 48 * 1024 * 1024


@dataclass
class Seen:
    """The edition of a conference that a process last saw, when, and when it last tried to look (monotonic seconds)."""

    edition: Edition
    at: float
    tried_at: float
    lock: Lock = field(default_factory=Lock)

    @property
    def age(self) -> float:
        return time.monotonic() - self.at


class Editions:
    """The editions that one process saw: each is looked up once a second while it is read, by one thread at a time.

    Who comes while another looks takes the one before, but only if it was seen a moment ago: else they wait.
    """

    def __init__(self) -> None:
        self._seen: dict[str, Seen] = {}

    def current(self, slug: str) -> Edition:
        """The edition at an address; raises ``Conference.DoesNotExist``, and leaves nothing behind then.

        Raises ``OperationalError`` where the database has been away for ``KEPT_WITHOUT_DATABASE``.
        """
        seen = self._seen.get(slug)
        if seen is None:
            now = time.monotonic()
            seen = self._seen[slug] = Seen(edition_of(slug), now, now)
        elif seen.age >= settings.PUBLIC_EDITION_SECONDS:
            self._renew(slug, seen)
        if seen.age > KEPT_WITHOUT_DATABASE:
            raise OperationalError(AWAY)
        return seen.edition

    def _renew(self, slug: str, seen: Seen) -> None:
        period = settings.PUBLIC_EDITION_SECONDS
        if seen.lock.acquire(timeout=0 if seen.age < 2 * period else PATIENCE):
            try:
                if time.monotonic() - seen.tried_at >= period:
                    self._look_again(slug, seen)
            finally:
                seen.lock.release()

    def _look_again(self, slug: str, seen: Seen) -> None:
        seen.tried_at = time.monotonic()
        try:
            seen.edition, seen.at = edition_of(slug), seen.tried_at
        except Conference.DoesNotExist:
            self._seen.pop(slug, None)
            raise
        except (OperationalError, InterfaceError) as error:
            logger.warning("The database does not answer (%s); the last edition is shown.", type(error).__name__)


class Shelf:
    """The pages that one process keeps, up to ``ROOM`` bytes; what was not read for longest goes first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, Rendering] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        self._renderers = [Lock() for _ in range(64)]

    def page(self, key: Key, mark: Mark, render: Callable[[], Rendering]) -> Rendering:
        """The page of this edition, rendered now unless it is kept."""
        kept = self._find(key, mark)
        if kept is not None:
            return kept
        with self._renderers[hash(key) % len(self._renderers)]:  # a few pages share one renderer
            page = self._find(key, mark) or render()
            if page.is_kept:
                self._keep(key, page)
            return page

    def _find(self, key: Key, mark: Mark) -> Rendering | None:
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.mark != mark:
                return None
            self._pages.move_to_end(key)
            return page

    def _keep(self, key: Key, page: Rendering) -> None:
        with self._lock:
            former = self._pages.pop(key, None)
            self._pages[key] = page
            self._size += _size(key, page) - (_size(key, former) if former else 0)
            while self._size > ROOM:
                self._size -= _size(*self._pages.popitem(last=False))


def _size(key: Key, page: Rendering) -> int:
    return page.size + sum(map(len, key))


editions = Editions()
shelf = Shelf()


class BareRequest(HttpRequest):
    """A request that everybody could have made, and the mark of the edition that it is answered from."""

    mark: Mark


class AnsweredOnce(HttpResponse):
    """A page that is not kept: what visitors type has no end, and would push out what many read."""


def rendered_once(*asked: str, seconds: int = 0) -> Callable[[View], View]:
    """Makes a view one of the public ones, rendered once for each edition, language and what is ``asked`` of it.

    The view is given the conference in place of its slug, and a request without cookie, account or header, whose query
    holds nothing but what is ``asked``: so what it renders is the same for everybody. With 0 ``seconds`` a browser
    asks each time whether its copy (by ETag) still holds.
    """
    cache_control = f"public, max-age={seconds}" if seconds else "public, no-cache"

    def decorate(view: View) -> View:
        @require_safe
        @wraps(view)
        def wrapped(request: HttpRequest, /, conference: str, **kwargs: Any) -> HttpResponse:
            try:
                edition = editions.current(conference)
            except Conference.DoesNotExist as error:
                raise Http404 from error
            values = {name: value for name in asked if 0 < len(value := request.GET.get(name, "")) <= LONGEST_ANSWER}
            if "lang" in asked:  # a file in no language of the conference is that in its own, not one more to be made
                values["lang"] = edition.conference.language_or_default(values.get("lang"))
            query = urlencode(values)
            key = (request.path, query, "" if "lang" in asked else get_language() or "")

            def render() -> Rendering:
                response = view(bare(request.path, query, edition.mark), edition.conference, **kwargs)
                once_for = request if isinstance(response, AnsweredOnce) else None
                return Rendering.of(response, edition.mark, cache_control=cache_control, once_for=once_for)

            return shelf.page(key, edition.mark, render).answer(request)

        # By this its addresses are known again (conference.known_addresses).
        wrapped.is_rendered_once = True  # type: ignore[attr-defined]
        return wrapped

    return decorate


def bare(path: str, query: str, mark: Mark) -> BareRequest:
    request = BareRequest()
    request.mark = mark
    request.method = "GET"
    request.path = request.path_info = path
    request.META = {"QUERY_STRING": query}
    request.GET = QueryDict(query)
    return request

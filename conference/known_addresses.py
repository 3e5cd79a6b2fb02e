"""Addresses of kept pages, found once: to try each pattern in turn takes longer than to answer with what is kept."""

from collections.abc import Sequence
from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.translation import get_language

#: Addresses that one resolver of a process remembers; then it begins anew. A few hundred bytes each.
ROOM = 10_000


class KnownAddresses(URLResolver):
    """Resolves as Django does, and remembers which view an address led to, where its pages are kept.

    Only addresses of views made by ``rendered_once`` are remembered: no other one, which may carry somebody's token.
    """

    def __init__(
        self, pattern: LocalePrefixPattern | RoutePattern, addresses: Sequence[URLPattern | URLResolver], **kwargs: Any
    ) -> None:
        super().__init__(pattern, addresses, **kwargs)
        self._known: dict[tuple[str, str | None], ResolverMatch] = {}

    def resolve(self, path: str) -> ResolverMatch:
        """The view at an address in the active language; raises ``Resolver404``."""
        key = (path, get_language())
        match = self._known.get(key)
        if match is None:
            match = super().resolve(path)
            if getattr(match.func, "is_rendered_once", False):
                if len(self._known) >= ROOM:
                    self._known.clear()
                self._known[key] = match
        return match

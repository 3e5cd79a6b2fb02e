"""What a visitor asked the agenda to show: plain addresses, which need no script."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from agenda.queries.published import PublishedSession
from agenda.queries.words import is_found, wanted
from agenda.views.offers import Offer
from agenda.views.programme import Programme


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """An offer, and what was chosen of it if anything."""

    offer: Offer
    chosen: Choice | None

    @classmethod
    def of(cls, offer: Offer, asked: Mapping[str, str]) -> Self:
        value = asked.get(offer.name, "")
        return cls(offer, Choice(value, offer.labels[value], is_chosen=True) if value in offer.labels else None)

    @property
    def choices(self) -> list[Choice]:
        value = self.chosen.value if self.chosen else ""
        return [Choice(one, label, one == value) for one, label in self.offer.labels.items()]

    def leaves(self, session: PublishedSession) -> bool:
        """Whether a session is what was chosen; every one is when nothing was."""
        return self.chosen is None or session.id in self.offer.held[self.chosen.value]


@dataclass(frozen=True)
class Taken:
    """What was chosen, and the address without it."""

    text: str
    url: str


@dataclass(frozen=True)
class AgendaFilter:
    """``sessions`` are those that were asked for.

    What the agenda does not know is as if it had not been asked, except a day, of which the page says that there is
    none (``is_day_unknown``). ``is_boundless``: nobody could foresee the question, so its answer is not kept.
    """

    sessions: Sequence[PublishedSession]
    day: datetime.date | None
    is_day_unknown: bool
    facets: Sequence[Facet]
    words: str
    is_boundless: bool
    #: What else an address of the page says, whatever is chosen.
    kept: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: Mapping[str, str], programme: Programme, kept: Mapping[str, str] | None = None) -> Self:
        sessions = programme.agenda.sessions
        days = {day.date.isoformat(): day.date for day in programme.days}
        day = days.get(asked.get("day", ""))
        words = " ".join(asked.get("q", "").split())
        facets = [Facet.of(offer, asked) for offer in programme.offers]
        searched = wanted(words)
        shown = [
            session
            for session in sessions
            if (day is None or session.day == day)
            and all(facet.leaves(session) for facet in facets)
            and (not searched or is_found(programme.words[session.id], searched))
        ]
        known = {facet.offer.name for facet in facets if facet.chosen} | ({"day"} if day else set())
        is_day_unknown = bool(asked.get("day")) and day is None and bool(days)
        return cls(shown, day, is_day_unknown, facets, words, bool(set(asked) - known), kept or {})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words) or any(facet.chosen for facet in self.facets)

    @property
    def taken(self) -> list[Taken]:
        """Each choice in words, with the address that takes it back."""
        found = [
            Taken(f"{facet.offer.label}: {facet.chosen.label}", self.url(**{facet.offer.name: ""}))
            for facet in self.facets
            if facet.chosen
        ]
        searched = Taken(_("Search: %(words)s") % {"words": self.words}, self.url(q=""))
        return [*found, searched] if self.words else found

    @property
    def whole_url(self) -> str:
        """The same day without any choice."""
        return "?" + urlencode({**self.kept, **({"day": self.day.isoformat()} if self.day else {})})

    def url(self, **changes: str) -> str:
        """The same choice but for what is named."""
        asked = {**self.kept, "day": self.day.isoformat() if self.day else ""}
        asked |= {facet.offer.name: facet.chosen.value for facet in self.facets if facet.chosen}
        asked |= {"q": self.words} | changes
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"

"""What a participant's own pages say of their stars and seats, session by session, and what can be done there."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.emails.changes import zone_of
from agenda.queries.known_agenda import KnownAgenda
from agenda.queries.own_choices import Clash, OwnChoices, clashes_of, counts_of, own_choices
from agenda.queries.published import PublishedSession
from agenda.queries.seats import SeatCount
from conference.clock import conference_now
from conference.formats import day_text, time_range_text
from conference.models import Conference
from registration.models import Participant

#: Of more than these the page says how many there are.
MOST_CLASHES = 8


@dataclass(frozen=True)
class Choices:
    """Of one participant, on one agenda; ``counts`` are of this moment."""

    own: OwnChoices
    known: KnownAgenda
    counts: Mapping[UUID, SeatCount]
    now: datetime.datetime

    @classmethod
    def of(cls, participant: Participant, known: KnownAgenda, held: Conference) -> Self:
        """In five queries, whatever the agenda's size."""
        counts = counts_of(known.published.sessions)
        return cls(own_choices(participant, held), known, counts, conference_now(held))

    def is_mine(self, session: PublishedSession) -> bool:
        return session.id in self.own.chosen

    def of_session(self, session: PublishedSession) -> dict[str, Any]:
        """What stands with one session; nothing for a break."""
        if session.is_break:
            return {}
        return {
            "id": str(session.id),
            "title": str(session.title),
            "is_starred": session.id in self.own.starred,
            "marks": self._marks(session),
            "seats": self._seats_text(session),
            "book": self._book_label(session),
            "give_back": self._give_back_label(session),
        }

    @property
    def clashes(self) -> list[str]:
        """Each in a sentence, at most :data:`MOST_CLASHES`; the last one says how many more there are."""
        found = clashes_of(self.known.published.sessions, self.own.chosen)
        shown = [clash_text(clash) for clash in found[:MOST_CLASHES]]
        more = len(found) - len(shown)
        if more:
            shown.append(ngettext("%(count)d more overlap.", "%(count)d more overlaps.", more) % {"count": more})
        return shown

    def clashes_with(self, session: PublishedSession) -> list[str]:
        """What else of the person's own is held at that time, whether or not this one is theirs."""
        found = clashes_of(self.known.published.sessions, {*self.own.chosen, session.id})
        return [clash_text(clash) for clash in found if session.id in {clash.first.id, clash.second.id}]

    def _marks(self, session: PublishedSession) -> list[dict[str, str]]:
        marks = []
        if session.id in self.own.entitled.speaks_in:
            marks.append({"tone": "accent", "text": _("You speak here")})
        if self.own.has_seat(session.id):
            marks.append({"tone": "good", "text": _("Your seat is booked")})
        if self.own.waits(session.id):
            place = {"place": self.own.places[session.id]}
            marks.append({"tone": "waiting", "text": _("Waiting list, number %(place)d") % place})
        return marks

    def _seats_text(self, session: PublishedSession) -> str:
        """How many are left, while any can be booked and one has none."""
        count = self.counts.get(session.id)
        if count is None or count.left is None or not self._is_to_come(session) or self.own.has_seat(session.id):
            return ""
        if count.left:
            return ngettext("%(count)d seat is left.", "%(count)d seats are left.", count.left) % {"count": count.left}
        if self.own.waits(session.id):
            return ""
        if not count.waiting:
            return _("All seats are booked.")
        sentence = ngettext(
            "All seats are booked; %(count)d person waits.",
            "All seats are booked; %(count)d persons wait.",
            count.waiting,
        )
        return sentence % {"count": count.waiting}

    def _book_label(self, session: PublishedSession) -> str:
        """Of the button; nothing where this person has no seat to book.

        Who waited, and may enter only now, books a seat that is left: nobody else's act may ever give it.
        """
        count = self.counts.get(session.id)
        if count is None or count.left is None or not self._is_to_come(session) or self.own.has_seat(session.id):
            return ""
        if self.own.waits(session.id) and not count.left:
            return ""
        entry = [category["id"] for category in self.known.entries[session.id]["entry"]]
        entitled = self.own.entitled
        may = entitled.is_participant and entitled.may_enter(entry, session.id)
        if not may or session.id in entitled.speaks_in:
            return ""
        return _("Book a seat") if count.left else _("Join the waiting list")

    def _give_back_label(self, session: PublishedSession) -> str:
        if session.id not in self.own.seats or session.ends_at <= self.now:
            return ""
        return _("Give the seat back") if self.own.has_seat(session.id) else _("Leave the waiting list")

    def _is_to_come(self, session: PublishedSession) -> bool:
        return not session.is_cancelled and session.starts_at > self.now


def clash_text(clash: Clash) -> str:
    """“A” and “B” overlap: Thursday, 20 June, 10:00–10:30."""
    first, second = clash.first, clash.second
    begins, ends = second.starts_at, min(first.ends_at, second.ends_at)
    return _("“%(first)s” and “%(second)s” overlap: %(day)s, %(times)s.") % {
        "first": first.title,
        "second": second.title,
        "day": day_text(begins.date()),
        "times": time_range_text(begins, ends, zone_of(second)),
    }

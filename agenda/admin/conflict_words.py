"""Conflicts in an officer's words, each with the ways to mend it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.conflicts import Conflict
from agenda.models import Appearance, ConflictKind, InterpreterTeam, Session, Unavailability
from agenda.queries.labels import language_name
from agenda.states import AppearanceState
from conference.admin.current import required_conference
from conference.admin.markup import shortened
from conference.formats import moment_text, time_range_text
from registration.admin.naming import PersonLine, person_line
from registration.models import Participant

#: A title stands whole on the page of its session; here it is told from the others.
LONGEST_TITLE, LONGEST_LINK = 120, 50


@dataclass(frozen=True)
class Way:
    """A way to mend a conflict: a page, and what it is."""

    text: str
    url: str


@dataclass(frozen=True)
class ConflictLine:
    """``is_withheld``: it is of a person whom this officer may not know, and so is what was said of it."""

    conflict: Conflict
    label: str
    tone: str
    sentence: str
    detail: str
    ways: tuple[Way, ...]
    is_withheld: bool


class ConflictWords:
    """All that the sentences name is loaded in a constant number of queries; ``has_ways``: with the pages that mend."""

    def __init__(self, request: HttpRequest, conflicts: Iterable[Conflict], *, has_ways: bool = True) -> None:
        self.request, self.conference, self.has_ways = request, required_conference(request), has_ways
        conflicts = list(conflicts)
        ids = {pk for each in conflicts for pk in each.sessions}
        sessions = Session.objects.filter(conference=self.conference, pk__in=ids)
        self.sessions: dict[UUID, Session] = {each.pk: each for each in sessions.prefetch_related("bookings__room")}
        people = {each.participant for each in conflicts if each.participant}
        found = Participant.objects.filter(conference=self.conference, pk__in=people)
        self.people: dict[UUID, PersonLine] = {each.pk: person_line(request, each) for each in found}
        self.teams = InterpreterTeam.objects.in_bulk({each.team for each in conflicts if each.team})
        self.absences = Unavailability.objects.in_bulk({each.absence for each in conflicts if each.absence})
        self.asked = _asked(people, ids) if has_ways else {}

    def lines(self, conflicts: Iterable[Conflict]) -> list[ConflictLine]:
        return [self.line(each) for each in conflicts]

    def line(self, conflict: Conflict) -> ConflictLine:
        kind = ConflictKind(conflict.kind)
        person = self.people.get(conflict.participant) if conflict.participant else None
        is_withheld = person is not None and person.is_withheld
        return ConflictLine(
            conflict=conflict,
            label=capfirst(str(kind.label)),
            tone="trouble" if conflict.is_blocking else "waiting",
            sentence=SENTENCES[kind](self, conflict),
            detail="" if is_withheld else self._note(conflict),
            ways=tuple(self._ways(conflict)) if self.has_ways else (),
            is_withheld=is_withheld,
        )

    def name(self, conflict: Conflict) -> str:
        if conflict.participant is None:
            return conflict.name
        person = self.people.get(conflict.participant)
        return person.name if person else _("erased")

    def title(self, pk: UUID) -> str:
        """“Panel 3” (14:00–15:30)."""
        session = self.sessions[pk]
        title = shortened(str(session.title), LONGEST_TITLE)
        return _("“%(session)s” (%(times)s)") % {"session": title, "times": self.times(session)}

    def shortly(self, pk: UUID) -> str:
        return shortened(str(self.sessions[pk].title), LONGEST_LINK)

    def times(self, session: Session) -> str:
        if session.starts_at is None or session.ends_at is None:
            raise ValueError(session.pk)
        return time_range_text(session.starts_at, session.ends_at, self.conference.zone)

    def moment(self, moment: Any) -> str:
        return moment_text(moment, self.conference.zone)

    def rooms(self, pk: UUID) -> str:
        return ", ".join(str(booking.room) for booking in self.sessions[pk].bookings.all())

    def _note(self, conflict: Conflict) -> str:
        return self.absences[conflict.absence].note if conflict.absence in self.absences else ""

    def _ways(self, conflict: Conflict) -> Iterator[Way]:
        for pk in conflict.sessions:
            yield Way(self.shortly(pk), reverse("admin:agenda_session_change", args=[pk]))
        for pk in conflict.sessions:
            for appearance in self.asked.get((conflict.participant, pk), ()):
                url = reverse("admin:agenda_session_answer", args=[appearance])
                yield Way(_("Answer for “%(session)s”") % {"session": self.shortly(pk)}, url)
        if conflict.absence:
            yield Way(_("Time of absence"), reverse("admin:agenda_unavailability_change", args=[conflict.absence]))
        if conflict.team:
            yield Way(_("Interpreters"), reverse("admin:agenda_interpreterteam_change", args=[conflict.team]))
        if conflict.kind == ConflictKind.WAY_TOO_LONG:
            yield Way(_("Walking times"), reverse("admin:agenda_walkingtime_changelist"))


def _asked(people: Iterable[UUID], sessions: Iterable[UUID]) -> Mapping[tuple[Any, UUID], list[UUID]]:
    """On which page each person's answer for each session is recorded."""
    rows = Appearance.objects.filter(participant__in=people, session__in=sessions)
    asked: dict[tuple[Any, UUID], list[UUID]] = defaultdict(list)
    for participant, session, pk in (
        rows.exclude(state=AppearanceState.DECLINED).order_by().values_list("participant_id", "session_id", "pk")
    ):
        asked[participant, session] = [pk]
    return asked


def hours_text(minutes: int) -> str:
    """“6 h 30 min”, “45 min”."""
    hours, rest = divmod(minutes, 60)
    parts = [_("%(hours)d h") % {"hours": hours}] if hours else []
    if rest or not hours:
        parts.append(_("%(minutes)d min") % {"minutes": rest})
    return " ".join(parts)


def languages_text(codes: Iterable[str]) -> str:
    """Within a sentence: “English, Russian”, «английский, русский»."""
    names = ", ".join(language_name(code) for code in codes)
    return names if (get_language() or "en").startswith("en") else names.lower()


def _pair(words: ConflictWords, conflict: Conflict) -> dict[str, str]:
    first, second = (words.title(pk) for pk in conflict.sessions[:2])
    return {"first": first, "second": second, "name": words.name(conflict)}


def _chair_twice(words: ConflictWords, conflict: Conflict) -> str:
    return _("%(name)s leads %(first)s and %(second)s at the same time.") % _pair(words, conflict)


def _person_twice(words: ConflictWords, conflict: Conflict) -> str:
    return _("%(name)s is in %(first)s and in %(second)s at the same time.") % _pair(words, conflict)


def _name_twice(words: ConflictWords, conflict: Conflict) -> str:
    sentence = _("A static line names %(name)s both in %(first)s and in %(second)s, which is held at the same time.")
    return sentence % _pair(words, conflict)


def _unavailable(words: ConflictWords, conflict: Conflict) -> str:
    sentence = _("%(name)s is in %(session)s, but is not available from %(begins)s to %(ends)s.")
    absence = words.absences.get(conflict.absence)
    return sentence % {
        "name": words.name(conflict),
        "session": words.title(conflict.sessions[0]),
        "begins": words.moment(absence.starts_at) if absence else "–",
        "ends": words.moment(absence.ends_at) if absence else "–",
    }


def _way_too_long(words: ConflictWords, conflict: Conflict) -> str:
    sentence = _(
        "%(name)s has %(there)s from the end of %(first)s in %(from)s to the beginning of %(second)s in %(to)s; "
        "the way takes %(needed)s."
    )
    first, second = conflict.sessions
    places = {"from": words.rooms(first), "to": words.rooms(second)}
    times = {"there": hours_text(conflict.minutes), "needed": hours_text(conflict.limit)}
    return sentence % {**_pair(words, conflict), **places, **times}


def _no_common_language(words: ConflictWords, conflict: Conflict) -> str:
    sentence = _(
        "%(session)s is held in %(spoken)s, but of %(name)s we know only: %(known)s; nobody interprets from there."
    )
    session = words.sessions[conflict.sessions[0]]
    return sentence % {
        "session": words.title(session.pk),
        "spoken": languages_text(dict.fromkeys([*session.languages, *session.channels])),
        "name": words.name(conflict),
        "known": languages_text(conflict.languages),
    }


def _team(words: ConflictWords, conflict: Conflict) -> str:
    return str(words.teams[conflict.team]) if conflict.team in words.teams else ""


def _team_twice(words: ConflictWords, conflict: Conflict) -> str:
    sentence = _("The interpreters “%(team)s” work in %(first)s and in %(second)s at the same time.")
    return sentence % {"team": _team(words, conflict), **_pair(words, conflict)}


def _team_over_hours(words: ConflictWords, conflict: Conflict) -> str:
    sentence = _("The interpreters “%(team)s” work for %(worked)s on this day; at most %(limit)s are agreed.")
    return sentence % _hours(words, conflict)


def _team_without_rest(words: ConflictWords, conflict: Conflict) -> str:
    sentence = _("The interpreters “%(team)s” work for %(worked)s without a rest; at most %(limit)s are agreed.")
    return sentence % _hours(words, conflict)


def _hours(words: ConflictWords, conflict: Conflict) -> dict[str, str]:
    return {
        "team": _team(words, conflict),
        "worked": hours_text(conflict.minutes),
        "limit": hours_text(conflict.limit),
    }


def _team_languages(words: ConflictWords, conflict: Conflict) -> str:
    sentence = _("None of the interpreters of %(session)s works in: %(languages)s.")
    return sentence % {
        "session": words.title(conflict.sessions[0]),
        "languages": languages_text(conflict.languages),
    }


def _no_chair(words: ConflictWords, conflict: Conflict) -> str:
    return _("%(session)s has neither chair nor moderator.") % {"session": words.title(conflict.sessions[0])}


def _room_too_small(words: ConflictWords, conflict: Conflict) -> str:
    sentence = _("%(capacity)d may enter %(session)s, but %(room)s seats %(seats)d.")
    pk = conflict.sessions[0]
    places = {"session": words.title(pk), "room": words.rooms(pk)}
    return sentence % {"capacity": conflict.limit, "seats": conflict.minutes, **places}


def _whole_conference(words: ConflictWords, conflict: Conflict) -> str:
    sentence = _("%(first)s is for the whole conference; %(second)s is held beside it.")
    return sentence % _pair(words, conflict)


SENTENCES: Mapping[ConflictKind, Callable[[ConflictWords, Conflict], str]] = {
    ConflictKind.CHAIR_TWICE: _chair_twice,
    ConflictKind.PERSON_TWICE: _person_twice,
    ConflictKind.UNAVAILABLE: _unavailable,
    ConflictKind.TEAM_TWICE: _team_twice,
    ConflictKind.TEAM_OVER_HOURS: _team_over_hours,
    ConflictKind.TEAM_WITHOUT_REST: _team_without_rest,
    ConflictKind.TEAM_LANGUAGES: _team_languages,
    ConflictKind.NO_COMMON_LANGUAGE: _no_common_language,
    ConflictKind.WAY_TOO_LONG: _way_too_long,
    ConflictKind.WHOLE_CONFERENCE: _whole_conference,
    ConflictKind.ROOM_TOO_SMALL: _room_too_small,
    ConflictKind.NO_CHAIR: _no_chair,
    ConflictKind.NAME_TWICE: _name_twice,
}

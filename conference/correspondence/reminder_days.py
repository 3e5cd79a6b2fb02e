"""When a rule comes due: N days before a date, on no day to avoid; for some States on a day of their own."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from conference.correspondence.models import DayToAvoid, ReminderOccurrence, ReminderRule
from conference.models import Conference
from conference.registry import ReminderCondition

#: Longer than any row of holidays and weekends; then the reminder goes on the day it would have gone.
FARTHEST_SHIFT = 31
SATURDAY = 5
BACK, ON = -1, 1

Entered = Mapping[datetime.date, datetime.datetime]


@dataclass(frozen=True)
class DaysAvoided:
    """Each with the moment, by the conference's clock, at which it was entered: those of all, and those of States."""

    of_all: Entered
    of_states: Mapping[UUID, Entered]
    names: Mapping[tuple[UUID, datetime.date], str]

    def of(self, state: UUID | None) -> Entered:
        """Those of all, and of a State its own beside them."""
        return {**self.of_all, **self.of_states.get(state, {})} if state else self.of_all


@dataclass(frozen=True)
class Wave:
    """One going of a rule for one date: to all but the States that are ``apart``, or to those of one State."""

    anchor: datetime.date
    due_at: datetime.datetime
    state: UUID | None = None
    apart: frozenset[UUID] = frozenset()

    @property
    def key(self) -> tuple[datetime.date, UUID | None]:
        """By which its occurrence is known."""
        return self.anchor, self.state


def days_avoided(conference: Conference) -> DaysAvoided:
    """What the Secretariat has entered; one query."""
    offset = conference.demonstration_offset or datetime.timedelta()
    of_all: dict[datetime.date, datetime.datetime] = {}
    of_states: dict[UUID, dict[datetime.date, datetime.datetime]] = defaultdict(dict)
    names = {}
    for day in DayToAvoid.objects.filter(conference=conference):
        days = of_states[day.state_id] if day.state_id else of_all
        days[day.on] = day.created_at + offset
        if day.state_id:
            names[day.state_id, day.on] = day.name
    return DaysAvoided(of_all, of_states, names)


def waves(
    rule: ReminderRule,
    condition: ReminderCondition,
    anchors: Iterable[datetime.date],
    occurrences: Iterable[ReminderOccurrence],
    avoided: DaysAvoided,
) -> Iterator[Wave]:
    """Of each date what is not on record yet, past or to come.

    Once the letters to all have gone, only the States that were left out then have a going of their own: a holiday that
    is entered later reminds nobody again.
    """
    known = {(each.anchor_on, each.state_id): each for each in occurrences}
    for anchor in sorted(set(anchors)):
        due_at = due(rule, anchor, avoided.of_all)
        own = _own_days(rule, anchor, avoided, due_at) if condition.by_state else {}
        to_all = known.get((anchor, None))
        if to_all is None:
            gone = {state for on, state in known if on == anchor and state}
            yield Wave(anchor, due_at, apart=frozenset(own.keys() | gone))
        else:
            own = {state: own.get(state, due_at) for state in to_all.apart}
        for state, due_of_state in own.items():
            if (anchor, state) not in known:
                yield Wave(anchor, due_of_state, state)


def _own_days(
    rule: ReminderRule, anchor: datetime.date, avoided: DaysAvoided, due_at: datetime.datetime
) -> dict[UUID, datetime.datetime]:
    """The States whose holidays shift it, and to when."""
    found = {state: due(rule, anchor, avoided.of(state)) for state in avoided.of_states}
    return {state: moment for state, moment in found.items() if moment != due_at}


def due(rule: ReminderRule, anchor: datetime.date, avoided: Entered) -> datetime.datetime:
    """The local moment of :func:`due_moment`; where that had passed before anybody knew of the day, the one after.

    So it is where a holiday is entered, or the rule made, after the working day before; but not past the date itself.
    """
    moment, wanted = due_moment(rule, anchor, avoided), _at_the_hour(rule, _wanted(rule, anchor))
    if moment >= wanted:
        return moment
    skipped = (at for day, at in avoided.items() if moment.date() < day <= wanted.date())
    known_since = max([made_at(rule), *skipped])
    after = _working_day(rule, wanted.date(), avoided, ON)
    if moment < known_since <= wanted and after <= anchor:
        return _at_the_hour(rule, after)
    return moment


def made_at(rule: ReminderRule) -> datetime.datetime:
    """By the conference's clock: what was due before is not missed."""
    return rule.created_at + (rule.conference.demonstration_offset or datetime.timedelta())


def due_moment(rule: ReminderRule, anchor: datetime.date, avoided: Collection[datetime.date]) -> datetime.datetime:
    """The local moment N days before the date, as an aware one; on no day that is to be avoided.

    It is the working day before; of what is counted after the date, the one after: it is never nearer to the date.
    """
    step = BACK if rule.days_before >= 0 else ON
    return _at_the_hour(rule, _working_day(rule, _wanted(rule, anchor), avoided, step))


def _wanted(rule: ReminderRule, anchor: datetime.date) -> datetime.date:
    return anchor - datetime.timedelta(days=rule.days_before)


def _at_the_hour(rule: ReminderRule, day: datetime.date) -> datetime.datetime:
    zone: ZoneInfo = rule.conference.zone
    return datetime.datetime.combine(day, rule.local_time, zone)


def _working_day(
    rule: ReminderRule, wanted: datetime.date, avoided: Collection[datetime.date], step: int
) -> datetime.date:
    days = (wanted + datetime.timedelta(days=step * shift) for shift in range(FARTHEST_SHIFT))
    return next((day for day in days if not _is_avoided(rule, day, avoided)), wanted)


def _is_avoided(rule: ReminderRule, day: datetime.date, avoided: Collection[datetime.date]) -> bool:
    return day in avoided or (rule.avoids_weekends and day.weekday() >= SATURDAY)

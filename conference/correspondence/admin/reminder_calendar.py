"""When the rules come due next and for how many, as things stand now; what went, and what was missed."""

import datetime
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.clock import conference_now
from conference.correspondence.models import OccurrenceOutcome, ReminderOccurrence, ReminderRule
from conference.correspondence.reminder_days import DaysAvoided, Wave, days_avoided, waves
from conference.correspondence.reminders import Counts
from conference.formats import day_text, moment_text
from conference.models import Conference, State
from conference.reference.sort_keys import sort_key
from conference.registry import ReminderCondition, registry

Row = dict[str, Any]
PAST_SHOWN = 50


def calendar_of(conference: Conference) -> dict[str, list[Row]]:
    """``coming``: what is still to come, the nearest first; ``past``: what came due, the latest first."""
    return {"coming": list(_coming(conference)), "past": list(_past(conference))}


def _coming(conference: Conference) -> Iterator[Row]:
    now, avoided = conference_now(conference), days_avoided(conference)
    found: list[tuple[Wave, ReminderRule, ReminderCondition]] = []
    anchors: dict[str, list[datetime.date]] = {}
    for rule in ReminderRule.objects.filter(conference=conference, is_active=True).prefetch_related("occurrences"):
        rule.conference = conference
        condition = registry.reminder_conditions.get(rule.condition)
        if condition is None:
            continue
        dates = anchors.setdefault(rule.condition, sorted(set(condition.anchors(conference))))
        coming = waves(rule, condition, dates, rule.occurrences.all(), avoided)
        found += [(wave, rule, condition) for wave in coming if wave.due_at > now]
    names = names_of_states(conference, {state for wave, _rule, _condition in found for state in _states(wave)})
    counts = Counts()
    for wave, rule, condition in sorted(found, key=_in_order):
        count = counts.of(condition, rule, wave)
        if wave.state is None or count:
            row = _row(conference, rule, wave.due_at, wave.anchor) | {"is_coming": True}
            yield row | _whom(count) | _noted(rule, wave, avoided, names)


def _in_order(row: tuple[Wave, ReminderRule, ReminderCondition]) -> tuple[Any, ...]:
    wave, rule, _condition = row
    return wave.due_at, sort_key(rule.name), wave.state is not None, str(wave.state or "")


def _states(wave: Wave) -> set[UUID]:
    return {wave.state} if wave.state else set()


def names_of_states(conference: Conference, states: Collection[UUID]) -> dict[UUID, str]:
    """As they are called at the conference; no query where there is none to name."""
    if not states:
        return {}
    rows = State.objects.filter(pk__in=states).prefetch_related("names")
    return {state.pk: str(state.name_on(conference.starts_on)) for state in rows}


def _noted(rule: ReminderRule, wave: Wave, avoided: DaysAvoided, names: dict[UUID, str]) -> Row:
    """To whom, where it is not to all, and which day it is not on."""
    wanted = wave.anchor - datetime.timedelta(days=rule.days_before)
    not_on = _("not on %(day)s") % {"day": day_text(wanted)} if wave.due_at.date() != wanted else ""
    if wave.state is None:
        return {"note": not_on} if not_on else {}
    holiday = avoided.names.get((wave.state, wanted), "")
    reason = f"{not_on} ({holiday})" if not_on and holiday else not_on
    return {"note": f"{names[wave.state]}: {reason}" if reason else names[wave.state]}


def _whom(count: int | None) -> Row:
    if count is None:
        return {"tone": "neutral", "text": _("whoever it then holds for")}
    text = ngettext("%(count)d letter as of now", "%(count)d letters as of now", count) % {"count": count}
    return {"tone": "accent" if count else "neutral", "text": text if count else _("nobody as of now")}


def _past(conference: Conference) -> Iterator[Row]:
    occurrences = ReminderOccurrence.objects.filter(rule__conference=conference).select_related("rule", "decided_by")
    # Of a State nobody of which was to be written to nothing is told.
    nothing = Q(state__isnull=False, outcome=OccurrenceOutcome.FIRED, recipients=0)
    shown = list(occurrences.exclude(nothing).order_by("-due_at", "pk")[:PAST_SHOWN])
    names = names_of_states(conference, {each.state_id for each in shown if each.state_id})
    for occurrence in shown:
        row = _row(conference, occurrence.rule, occurrence.due_at, occurrence.anchor_on) | _what_became(occurrence)
        if occurrence.state_id:
            row["note"] = ": ".join(filter(None, (names[occurrence.state_id], row.get("note", ""))))
        yield row


def _what_became(occurrence: ReminderOccurrence) -> Row:
    count = occurrence.recipients
    written = ngettext("%(count)d letter written", "%(count)d letters written", count) % {"count": count}
    if occurrence.outcome == OccurrenceOutcome.MISSED:
        return {"tone": "trouble", "text": _("missed, and not sent late"), "decide": occurrence.pk}
    if occurrence.outcome == OccurrenceOutcome.FIRED:
        return {"tone": "good", "text": written}
    by = str(occurrence.decided_by) if occurrence.decided_by else _("Somebody whose account is gone")
    told = {"note": f"{by}: {occurrence.reason}" if occurrence.reason else by}
    if occurrence.outcome == OccurrenceOutcome.SENT_LATE:
        return told | {"tone": "good", "text": _("sent late: %(letters)s") % {"letters": written}}
    return told | {"tone": "neutral", "text": _("missed, and left so")}


def _row(conference: Conference, rule: ReminderRule, due_at: datetime.datetime, anchor: datetime.date) -> Row:
    local = due_at.astimezone(conference.zone)
    return {
        "rule": rule,
        "on": local.date(),
        "time_text": f"{local:%H:%M}",
        "due_text": moment_text(due_at, conference.zone),
        "anchor_text": day_text(anchor, with_year=True),
        "anchor": anchor,
    }

"""When the rules come due next and for how many, as things stand now; what went, and what was missed."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.clock import conference_now
from conference.correspondence.models import OccurrenceOutcome, ReminderOccurrence, ReminderRule
from conference.correspondence.reminders import days_to_avoid, due_moment
from conference.formats import day_text, moment_text
from conference.models import Conference
from conference.reference.sort_keys import sort_key
from conference.registry import ReminderCondition, registry

Row = dict[str, Any]
PAST_SHOWN = 50


def calendar_of(conference: Conference) -> dict[str, list[Row]]:
    """``coming``: what is still to come, the nearest first; ``past``: what came due, the latest first."""
    return {"coming": list(_coming(conference)), "past": list(_past(conference))}


def _coming(conference: Conference) -> Iterator[Row]:
    now, avoided = conference_now(conference), days_to_avoid(conference)
    found = []
    anchors: dict[str, list[datetime.date]] = {}
    for rule in ReminderRule.objects.filter(conference=conference, is_active=True).prefetch_related("occurrences"):
        rule.conference = conference
        condition = registry.reminder_conditions.get(rule.condition)
        if condition is None:
            continue
        dates = anchors.setdefault(rule.condition, sorted(set(condition.anchors(conference))))
        known = {occurrence.anchor_on for occurrence in rule.occurrences.all()}
        due = [(due_moment(rule, anchor, avoided), anchor) for anchor in dates if anchor not in known]
        found += [(due_at, anchor, rule, condition) for due_at, anchor in due if due_at > now]
    for due_at, anchor, rule, condition in sorted(found, key=lambda row: (row[0], sort_key(row[2].name))):
        yield _row(conference, rule, due_at, anchor) | _whom(rule, condition, anchor) | _shifted(rule, due_at, anchor)


def _shifted(rule: ReminderRule, due_at: datetime.datetime, anchor: datetime.date) -> Row:
    wanted = anchor - datetime.timedelta(days=rule.days_before)
    if due_at.date() == wanted:
        return {}
    return {"note": _("not on %(day)s") % {"day": day_text(wanted)}}


def _whom(rule: ReminderRule, condition: ReminderCondition, anchor: datetime.date) -> Row:
    if condition.recipients_count is None:
        return {"tone": "neutral", "text": _("whoever it then holds for")}
    count = condition.recipients_count(rule, anchor)
    text = ngettext("%(count)d letter as of now", "%(count)d letters as of now", count) % {"count": count}
    return {"tone": "accent" if count else "neutral", "text": text if count else _("nobody as of now")}


def _past(conference: Conference) -> Iterator[Row]:
    occurrences = ReminderOccurrence.objects.filter(rule__conference=conference).select_related("rule", "decided_by")
    for occurrence in occurrences.order_by("-due_at")[:PAST_SHOWN]:
        yield _row(conference, occurrence.rule, occurrence.due_at, occurrence.anchor_on) | _what_became(occurrence)


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
    }

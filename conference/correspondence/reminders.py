"""Reminder rules come due once a date; whom they reach is decided when they are sent."""

import datetime
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.db import transaction

from conference.clock import conference_now
from conference.correspondence import outbox
from conference.correspondence.models import OccurrenceOutcome, ReminderOccurrence, ReminderRule
from conference.registry import ReminderCondition, registry

GRACE = datetime.timedelta(hours=6)


def fire_due_reminders() -> int:
    """Fires every rule that has come due and has not fired for that date; gives how many people were written to.

    Two beats at once are harmless: the occurrence's row is unique. What came due while nobody looked for longer than
    the grace is recorded as missed, not sent late.
    """
    reminded = 0
    for rule in ReminderRule.objects.filter(is_active=True).select_related("conference"):
        condition = registry.reminder_conditions.get(rule.condition)
        if condition is None:
            continue
        now = conference_now(rule.conference)
        for anchor, due_at in due_dates(rule, condition, now):
            reminded += _fire(rule, condition, anchor, due_at, now)
    return reminded


def due_dates(
    rule: ReminderRule, condition: ReminderCondition, now: datetime.datetime
) -> Iterator[tuple[datetime.date, datetime.datetime]]:
    """The dates for which the rule has come due and of which nothing is recorded, with the moment it came due."""
    known = set(rule.occurrences.values_list("anchor_on", flat=True))
    for anchor in sorted(set(condition.anchors(rule.conference)) - known):
        due_at = due_moment(rule, anchor)
        made_at = rule.created_at + (rule.conference.demonstration_offset or datetime.timedelta())
        if made_at <= due_at <= now:
            yield anchor, due_at


def due_moment(rule: ReminderRule, anchor: datetime.date) -> datetime.datetime:
    """The local moment N days before the date, as an aware one."""
    zone: ZoneInfo = rule.conference.zone
    return datetime.datetime.combine(anchor - datetime.timedelta(days=rule.days_before), rule.local_time, zone)


@transaction.atomic
def _fire(
    rule: ReminderRule,
    condition: ReminderCondition,
    anchor: datetime.date,
    due_at: datetime.datetime,
    now: datetime.datetime,
) -> int:
    """Locks the rule, so that of two beats the second sees the first one's occurrence."""
    ReminderRule.objects.select_for_update().get(pk=rule.pk)
    if rule.occurrences.filter(anchor_on=anchor).exists():
        return 0
    is_late = now - due_at > GRACE
    letters = [] if is_late else list(condition.letters(rule, anchor))
    outbox.enqueue_all(letters)
    ReminderOccurrence.objects.create(
        rule=rule,
        anchor_on=anchor,
        due_at=due_at,
        outcome=OccurrenceOutcome.MISSED if is_late else OccurrenceOutcome.FIRED,
        recipients=len(letters),
    )
    return len(letters)

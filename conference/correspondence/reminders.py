"""Reminder rules come due once a date; whom they reach is decided when they are sent."""

import datetime
import logging
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.db import transaction

from conference.clock import conference_now
from conference.correspondence import outbox
from conference.correspondence.models import OccurrenceOutcome, ReminderOccurrence, ReminderRule
from conference.registry import ReminderCondition, registry

logger = logging.getLogger(__name__)

GRACE = datetime.timedelta(hours=6)


def fire_due_reminders() -> int:
    """Fires every rule that has come due and has not fired for that date; gives how many people were written to.

    Two beats at once are harmless: the occurrence's row is unique. What came due while nobody looked for longer than
    the grace is recorded as missed, not sent late. A rule that fails is tried again next time and stops no other.
    """
    reminded = 0
    for rule in ReminderRule.objects.filter(is_active=True).select_related("conference"):
        try:
            reminded += _fire_what_is_due(rule)
        except Exception:
            logger.exception("The reminder “%s” of %s could not be sent.", rule.name, rule.conference.slug)
    return reminded


def _fire_what_is_due(rule: ReminderRule) -> int:
    condition = registry.reminder_conditions.get(rule.condition)
    if condition is None:
        return 0
    now = conference_now(rule.conference)
    return sum(_fire(rule, condition, anchor, now) for anchor, _due_at in due_dates(rule, condition, now))


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
def _fire(rule: ReminderRule, condition: ReminderCondition, anchor: datetime.date, now: datetime.datetime) -> int:
    """Locks the rule and looks again, so that of two beats the second sees the first one's occurrence."""
    locked = ReminderRule.objects.select_for_update(of=("self",)).select_related("conference").filter(is_active=True)
    current = locked.filter(pk=rule.pk).first()
    due_at = dict(due_dates(current, condition, now)).get(anchor) if current else None
    if current is None or due_at is None:
        return 0
    is_late = now - due_at > GRACE
    written = 0 if is_late else outbox.enqueue_all(condition.letters(current, anchor)).count()
    ReminderOccurrence.objects.create(
        rule=current,
        anchor_on=anchor,
        due_at=due_at,
        outcome=OccurrenceOutcome.MISSED if is_late else OccurrenceOutcome.FIRED,
        recipients=written,
    )
    return written

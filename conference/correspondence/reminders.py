"""Reminder rules come due once a date; whom they reach is decided when they are sent."""

import datetime
import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from conference.clock import conference_now
from conference.correspondence import outbox
from conference.correspondence.errors import DecidedAlreadyError, NotPermittedError, UnknownConditionError
from conference.correspondence.letter import Letter
from conference.correspondence.models import (
    DayToAvoid,
    OccurrenceOutcome,
    OutgoingMessage,
    Queue,
    ReminderOccurrence,
    ReminderRule,
)
from conference.correspondence.models.reminder import TRANSITIONS
from conference.correspondence.states import MessageState
from conference.models import Conference, User, normalise_email
from conference.permissions import ROLES_THAT_CORRESPOND, has_role
from conference.registry import ReminderCondition, registry

logger = logging.getLogger(__name__)

GRACE = datetime.timedelta(hours=6)
#: No rule writes twice to somebody about the same matter within this time, as it would when a date moves by a day.
QUIET = datetime.timedelta(days=2)
#: Longer than any row of holidays and weekends; then the reminder goes on the day it would have gone.
FARTHEST_SHIFT = 31
SATURDAY = 5
SLICE = 200


def fire_due_reminders() -> int:
    """Fires every rule that has come due and has not fired for that date; gives how many people were written to.

    Two beats at once are harmless: the occurrence's row is unique. What came due while nobody looked for longer than
    the grace is recorded as missed and waits for an officer. A rule that fails is tried again next time and stops no
    other.
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
    avoided = days_to_avoid(rule.conference)
    for anchor in sorted(set(condition.anchors(rule.conference)) - known):
        due_at = due_moment(rule, anchor, avoided)
        made_at = rule.created_at + (rule.conference.demonstration_offset or datetime.timedelta())
        if made_at <= due_at <= now:
            yield anchor, due_at


def days_to_avoid(conference: Conference) -> frozenset[datetime.date]:
    """The holidays that the Secretariat has entered."""
    return frozenset(DayToAvoid.objects.filter(conference=conference).values_list("on", flat=True))


def due_moment(rule: ReminderRule, anchor: datetime.date, avoided: Collection[datetime.date]) -> datetime.datetime:
    """The local moment N days before the date, as an aware one; on no day that is to be avoided."""
    zone: ZoneInfo = rule.conference.zone
    return datetime.datetime.combine(_due_day(rule, anchor, avoided), rule.local_time, zone)


def _due_day(rule: ReminderRule, anchor: datetime.date, avoided: Collection[datetime.date]) -> datetime.date:
    """The working day before; of what is counted after the date, the one after: it is never nearer to the date."""
    wanted = anchor - datetime.timedelta(days=rule.days_before)
    step = datetime.timedelta(days=-1 if rule.days_before >= 0 else 1)
    days = (wanted + step * shift for shift in range(FARTHEST_SHIFT))
    return next((day for day in days if not _is_avoided(rule, day, avoided)), wanted)


def _is_avoided(rule: ReminderRule, day: datetime.date, avoided: Collection[datetime.date]) -> bool:
    return day in avoided or (rule.avoids_weekends and day.weekday() >= SATURDAY)


@transaction.atomic
def _fire(rule: ReminderRule, condition: ReminderCondition, anchor: datetime.date, now: datetime.datetime) -> int:
    """Locks the rule and looks again: of two beats the second sees the first one's occurrence.

    While the first one writes thousands of letters, it leaves the rule alone: a worker that waited would send nothing.
    """
    rules = ReminderRule.objects.select_for_update(of=("self",), skip_locked=True).select_related("conference")
    current = rules.filter(pk=rule.pk, is_active=True).first()
    due_at = dict(due_dates(current, condition, now)).get(anchor) if current else None
    if current is None or due_at is None:
        return 0
    is_late = now - due_at > GRACE
    written = 0 if is_late else _write(current, condition, anchor)
    ReminderOccurrence.objects.create(
        rule=current,
        anchor_on=anchor,
        due_at=due_at,
        outcome=OccurrenceOutcome.MISSED if is_late else OccurrenceOutcome.FIRED,
        recipients=written,
    )
    return written


@transaction.atomic
def send_missed(occurrence: UUID, *, by: User, reason: str) -> ReminderOccurrence:
    """Sends a reminder late, to whoever it still holds for now.

    Locks the rule, then its occurrence, as the beat does. Raises ``NotPermittedError``, ``DecidedAlreadyError`` where
    somebody was quicker, ``UnknownConditionError`` where the kind of reminder is gone.
    """
    row = _locked(occurrence, OccurrenceOutcome.SENT_LATE, by)
    condition = registry.reminder_conditions.get(row.rule.condition)
    if condition is None:
        raise UnknownConditionError
    row.recipients = _write(row.rule, condition, row.anchor_on)
    return _decided(row, OccurrenceOutcome.SENT_LATE, by, reason)


@transaction.atomic
def leave_missed(occurrence: UUID, *, by: User, reason: str) -> ReminderOccurrence:
    """Lets a missed one be. Locks as :func:`send_missed`; raises ``NotPermittedError``, ``DecidedAlreadyError``."""
    return _decided(_locked(occurrence, OccurrenceOutcome.LEFT, by), OccurrenceOutcome.LEFT, by, reason)


def _locked(occurrence: UUID, wanted: OccurrenceOutcome, by: User) -> ReminderOccurrence:
    rule = ReminderOccurrence.objects.get(pk=occurrence).rule_id
    ReminderRule.objects.select_for_update().get(pk=rule)
    rows = ReminderOccurrence.objects.select_related("rule__conference").select_for_update(of=("self",))
    row = rows.get(pk=occurrence)
    if not has_role(by, row.rule.conference, ROLES_THAT_CORRESPOND):
        raise NotPermittedError
    if wanted not in TRANSITIONS[OccurrenceOutcome(row.outcome)]:
        raise DecidedAlreadyError
    return row


def _decided(row: ReminderOccurrence, outcome: OccurrenceOutcome, by: User, reason: str) -> ReminderOccurrence:
    row.outcome, row.decided_by, row.decided_at, row.reason = outcome, by, timezone.now(), reason
    row.save(update_fields=["outcome", "decided_by", "decided_at", "reason", "recipients"])
    return row


def _write(rule: ReminderRule, condition: ReminderCondition, anchor: datetime.date) -> int:
    """Puts the letters into the queue of what goes to many, in slices, and gives how many there are."""
    letters = iter(condition.letters(rule, anchor))
    written = 0
    while part := list(islice(letters, SLICE)):
        written += outbox.enqueue_all(_not_lately(rule, part)).count()
    return written


def _not_lately(rule: ReminderRule, letters: Sequence[Letter]) -> Iterable[Letter]:
    """Without those to whom the same rule wrote a day ago: a date that moves a little reminds nobody once more."""
    about = [letter.about.pk for letter in letters if letter.about]
    lately = set(
        OutgoingMessage.objects.filter(
            about_id__in=about, created_at__gte=timezone.now() - QUIET, key__endswith=rule.mark
        )
        .exclude(state=MessageState.CANCELLED)
        .values_list("purpose", "about_id", "recipient")
    )
    for letter in letters:
        who = (letter.purpose, letter.about and letter.about.pk, normalise_email(letter.recipient))
        if who not in lately:
            yield replace(letter, queue=Queue.BULK)

"""Reminder rules come due once a date; whom they reach is decided when they are sent."""

import datetime
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from conference.clock import conference_now
from conference.correspondence import outbox
from conference.correspondence.errors import DecidedAlreadyError, NotPermittedError, UnknownConditionError
from conference.correspondence.letter import Letter
from conference.correspondence.models import (
    OccurrenceOutcome,
    OutgoingMessage,
    Queue,
    ReminderOccurrence,
    ReminderRule,
)
from conference.correspondence.models.reminder import TRANSITIONS
from conference.correspondence.reminder_days import Wave, days_avoided, made_at, waves
from conference.correspondence.states import MessageState
from conference.models import User, normalise_email
from conference.permissions import ROLES_THAT_CORRESPOND, has_role
from conference.registry import ReminderCondition, registry

logger = logging.getLogger(__name__)

GRACE = datetime.timedelta(hours=6)
#: No rule writes twice to somebody about the same matter within this time, as it would when a date moves by a day.
QUIET = datetime.timedelta(days=2)
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
    return sum(_fire(rule, condition, wave.key, now) for wave in due_waves(rule, condition, now))


def due_waves(rule: ReminderRule, condition: ReminderCondition, now: datetime.datetime) -> Iterator[Wave]:
    """What has come due of the rule, and is not on record."""
    anchors, occurrences = condition.anchors(rule.conference), rule.occurrences.all()
    for wave in waves(rule, condition, anchors, occurrences, days_avoided(rule.conference)):
        if made_at(rule) <= wave.due_at <= now:
            yield wave


@transaction.atomic
def _fire(
    rule: ReminderRule, condition: ReminderCondition, key: tuple[datetime.date, UUID | None], now: datetime.datetime
) -> int:
    """Locks the rule and looks again: of two beats the second sees the first one's occurrence.

    While the first one writes thousands of letters, it leaves the rule alone: a worker that waited would send nothing.
    """
    rules = ReminderRule.objects.select_for_update(of=("self",), skip_locked=True).select_related("conference")
    current = rules.filter(pk=rule.pk, is_active=True).first()
    due = {wave.key: wave for wave in due_waves(current, condition, now)} if current else {}
    if current is None or key not in due:
        return 0
    occurrence = _occurrence(current, due[key])
    is_late = now - occurrence.due_at > GRACE
    if is_late and not _is_nobodys(condition, occurrence):
        occurrence.outcome = OccurrenceOutcome.MISSED
    else:
        occurrence.recipients = _write(condition, occurrence)
    occurrence.save(force_insert=True)
    return occurrence.recipients


def _occurrence(rule: ReminderRule, wave: Wave) -> ReminderOccurrence:
    return ReminderOccurrence(
        rule=rule,
        anchor_on=wave.anchor,
        state_id=wave.state,
        apart=sorted(wave.apart),
        due_at=wave.due_at,
        outcome=OccurrenceOutcome.FIRED,
    )


def _is_nobodys(condition: ReminderCondition, occurrence: ReminderOccurrence) -> bool:
    """Whether there is nobody of that State: then nothing was missed."""
    return occurrence.state_id is not None and not Counts().of(condition, occurrence.rule, wave_of(occurrence))


class Counts:
    """How many letters there would be as of now; of what goes to States apart it is counted once for all of them."""

    def __init__(self) -> None:
        self._by_state: dict[tuple[UUID, datetime.date], Mapping[UUID | None, int]] = {}

    def of(self, condition: ReminderCondition, rule: ReminderRule, wave: Wave) -> int | None:
        """Nothing where the kind of reminder cannot say."""
        if condition.recipients_count is None:
            return None
        if condition.by_state is None or (wave.state is None and not wave.apart):
            return condition.recipients_count(rule, wave.anchor)
        known = (rule.pk, wave.anchor)
        if known not in self._by_state:
            self._by_state[known] = condition.by_state.count(rule, wave.anchor)
        counted = self._by_state[known]
        return counted.get(wave.state, 0) if wave.state else sum(n for s, n in counted.items() if s not in wave.apart)


def wave_of(occurrence: ReminderOccurrence) -> Wave:
    return Wave(occurrence.anchor_on, occurrence.due_at, occurrence.state_id, frozenset(occurrence.apart))


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
    row.recipients = _write(condition, row)
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


def _write(condition: ReminderCondition, occurrence: ReminderOccurrence) -> int:
    """Puts the letters into the queue of what goes to many, in slices, and gives how many there are."""
    rule, written = occurrence.rule, 0
    letters = iter(condition.letters(rule, occurrence.anchor_on))
    while part := list(islice(letters, SLICE)):
        written += outbox.enqueue_all(_not_lately(rule, _meant(condition, occurrence, part))).count()
    return written


def _meant(condition: ReminderCondition, occurrence: ReminderOccurrence, letters: list[Letter]) -> list[Letter]:
    """Those of the State that has a day of its own, or those of all whose State has none."""
    if condition.by_state is None or (occurrence.state_id is None and not occurrence.apart):
        return letters
    states = condition.by_state.of([letter.about.pk for letter in letters if letter.about])
    whose = [(letter, states.get(letter.about.pk) if letter.about else None) for letter in letters]
    if occurrence.state_id is not None:
        return [letter for letter, state in whose if state == occurrence.state_id]
    return [letter for letter, state in whose if state not in occurrence.apart]


def written_lately(rule: ReminderRule, about: Iterable[UUID]) -> dict[UUID, set[tuple[str, str]]]:
    """About what of this the rule wrote within the time in which it is quiet: each with purpose and address."""
    recent = OutgoingMessage.objects.filter(
        about_id__in=list(about), created_at__gte=timezone.now() - QUIET, key__endswith=rule.mark
    ).exclude(state=MessageState.CANCELLED)
    found: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    for purpose, about_id, recipient in recent.values_list("purpose", "about_id", "recipient"):
        if about_id is not None:
            found[about_id].add((purpose, recipient))
    return found


def _not_lately(rule: ReminderRule, letters: Sequence[Letter]) -> Iterable[Letter]:
    """Without those to whom the same rule wrote a day ago: a date that moves a little reminds nobody once more."""
    lately = written_lately(rule, [letter.about.pk for letter in letters if letter.about])
    for letter in letters:
        who = (letter.purpose, normalise_email(letter.recipient))
        if letter.about is None or who not in lately.get(letter.about.pk, ()):
            yield replace(letter, queue=Queue.BULK)

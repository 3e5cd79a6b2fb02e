"""The rules of the reminders, and what they have already brought."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import override

from agenda.demonstration.clock import day
from agenda.demonstration.stage import Stage
from conference.correspondence.letter import Letter
from conference.correspondence.models import DayToAvoid, OccurrenceOutcome, ReminderOccurrence, ReminderRule
from conference.models import State
from registration import emails
from registration.models import Channel
from registration.queries.outstanding import outstanding_of
from registration.states import InvitationState

NEVER_ARRIVED = (InvitationState.DRAFT, InvitationState.BOUNCED)


def set_up_reminders(stage: Stage) -> None:
    """The first comes due ten minutes after the first load, so that one can watch it."""
    for given in stage.texts("reminders"):
        rule = ReminderRule.objects.create(
            pk=stage.id_of("reminder", given["key"]),
            conference=stage.conference,
            name=given["name"],
            condition=given["condition"],
            days_before=given["days_before"],
            local_time=given["local_time"],
            avoids_weekends=given.get("avoids_weekends", False),
            created_at=stage.clock.recorded(stage.clock.at(f"{stage.outline['delegations_open_on']} 10:00")),
        )
        for fired in given["fired"]:
            _fired(stage, rule, fired)


def set_up_holidays(stage: Stage) -> None:
    """Real ones, of the host and of States, entered before any reminder was due."""
    for given in stage.texts("holidays"):
        DayToAvoid.objects.create(
            pk=stage.id_of("holiday", given["on"], given.get("state", "")),
            conference=stage.conference,
            on=day(given["on"]),
            state=State.objects.get(code=given["state"]) if "state" in given else None,
            name=given["name"],
            created_at=stage.clock.recorded(stage.clock.at(f"{stage.outline['delegations_open_on']} 10:00")),
        )


def _fired(stage: Stage, rule: ReminderRule, fired: dict[str, Any]) -> None:
    anchor_on, due_at = day(fired["anchor_on"]), stage.clock.at(fired["at"])
    occurrence = rule.version_for(anchor_on)
    reminded = {"invitation_unanswered": _unanswered, "nomination_incomplete": _incomplete}[rule.condition]
    letters = list(reminded(stage, anchor_on, due_at, occurrence))
    stage.keep(letters, due_at)
    ReminderOccurrence.objects.create(
        pk=stage.id_of("reminder", str(rule.pk), fired["anchor_on"]),
        rule=rule,
        anchor_on=anchor_on,
        due_at=due_at,
        outcome=OccurrenceOutcome.FIRED,
        recipients=len(letters),
        at=stage.clock.recorded(due_at),
    )


def _unanswered(stage: Stage, anchor_on: datetime.date, due_at: datetime.datetime, occurrence: str) -> Iterable[Letter]:
    """Those whose letter had gone by e-mail and who had not answered by then."""
    for key, invitation in stage.invitations.items():
        was_reached = invitation.state not in NEVER_ARRIVED and invitation.channel != Channel.LETTER
        answered_at = stage.answered_at.get(key)
        if invitation.reply_by == anchor_on and was_reached and (answered_at is None or answered_at > due_at):
            yield from emails.reminder_to_reply(invitation, version=occurrence)


def _incomplete(
    stage: Stage, _anchor_on: datetime.date, _due_at: datetime.datetime, occurrence: str
) -> Iterable[Letter]:
    """The focal points whose delegation still owes something."""
    for key, focal_point in stage.focal_points.items():
        with override(focal_point.language):
            missing = outstanding_of(stage.delegations[key])
        if missing:
            yield from emails.nomination_incomplete(stage.delegations[key], missing, version=occurrence)

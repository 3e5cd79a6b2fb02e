"""On what reminders wait: invitees who have not replied, delegations that still owe something."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from conference.clock import conference_today
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, ReminderRule
from conference.models import Conference
from conference.registry import ReminderCondition
from registration import emails
from registration.emails.addressing import closing_day
from registration.models import FocalPoint, Invitation
from registration.queries.outstanding import outstanding_of
from registration.queries.reminded import count_incomplete, count_unanswered, incomplete, represented, unanswered


def dates_of_reply(conference: Conference) -> Iterable[datetime.date]:
    """The dates by which those who have not replied were asked to."""
    asked = Invitation.objects.awaiting_a_reply().filter(conference=conference)
    return sorted({day for day in asked.values_list("reply_by", flat=True).distinct() if day})


def letters_to_reply(rule: ReminderRule, anchor_on: datetime.date) -> Iterator[Letter]:
    """A letter to each addressee who was asked to reply by that date and has not; not to those just invited.

    Locks the invitations, whose links it renews where the site's key was changed: for sending only.
    """
    chosen = unanswered(rule.conference, anchor_on, on=conference_today(rule.conference)).order_by("pk")
    locked = list(chosen.select_for_update(no_key=True).values_list("pk", flat=True))
    for invitation in Invitation.objects.for_listing().filter(pk__in=locked):
        invitation.renew_link()
        yield from emails.reminder_to_reply(invitation, version=rule.version_for(anchor_on))


def last_day_of_registration(conference: Conference) -> Iterable[datetime.date]:
    """The one date from which this reminder counts."""
    return [closing_day(conference)]


def letters_to_complete(rule: ReminderRule, anchor_on: datetime.date) -> Iterator[Letter]:
    """A letter to the focal point of each delegation that still owes something, unless its State has sent regrets."""
    conference = rule.conference
    if anchor_on != closing_day(conference):
        return
    in_charge = Prefetch("focal_points", FocalPoint.objects.filter(ended_at__isnull=True))
    for delegation in represented(conference).prefetch_related(in_charge):
        focal_point = next(iter(delegation.focal_points.all()), None)
        delegation.conference = conference
        with override(conference.language_or_default(focal_point.language if focal_point else None)):
            missing = outstanding_of(delegation)
        if missing:
            yield from emails.nomination_incomplete(delegation, missing, version=rule.version_for(anchor_on))


def how_many_to_reply(rule: ReminderRule, anchor_on: datetime.date) -> int:
    """How many such letters there will be when the rule comes due, if nobody replies before."""
    due_on = anchor_on - datetime.timedelta(days=rule.days_before)
    return count_unanswered(rule.conference, anchor_on, on=max(due_on, conference_today(rule.conference)))


def how_many_to_complete(rule: ReminderRule, anchor_on: datetime.date) -> int:
    """How many such letters there would be as things stand."""
    return count_incomplete(rule.conference) if anchor_on == closing_day(rule.conference) else 0


def still_to_reply(letters: Sequence[OutgoingMessage]) -> set[UUID]:
    """Of reminders that are about to go those whose invitation still waits for a reply; one query."""
    asked = Invitation.objects.awaiting_a_reply().filter(
        pk__in=[letter.about_id for letter in letters if letter.about_id]
    )
    waiting = set(asked.values_list("pk", flat=True))
    return {letter.pk for letter in letters if letter.about_id in waiting}


def still_incomplete(letters: Sequence[OutgoingMessage]) -> set[UUID]:
    """Of reminders that are about to go those whose delegation still owes something; a query a conference."""
    about = [letter.about_id for letter in letters if letter.about_id]
    owing: set[UUID] = set()
    for conference in Conference.objects.filter(pk__in={letter.conference_id for letter in letters}):
        owing.update(incomplete(conference).filter(pk__in=about).values_list("pk", flat=True))
    return {letter.pk for letter in letters if letter.about_id in owing}


STILL_NEEDED = {
    "reminder_to_reply": still_to_reply,
    "reminder_to_reply_organisation": still_to_reply,
    "reminder_to_reply_person": still_to_reply,
    "nomination_incomplete": still_incomplete,
}
CONDITIONS = (
    ReminderCondition(
        "invitation_unanswered",
        _("Invitees who have not replied"),
        dates_of_reply,
        letters_to_reply,
        how_many_to_reply,
    ),
    ReminderCondition(
        "nomination_incomplete",
        _("Focal points whose delegation is incomplete"),
        last_day_of_registration,
        letters_to_complete,
        how_many_to_complete,
    ),
)

"""On what reminders wait: invitees who have not replied, delegations that still owe something."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from conference.clock import conference_today
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, ReminderRule
from conference.models import Conference, User
from conference.registry import ReminderCondition
from registration import emails
from registration.contributions import reminders_of_journeys, reminders_to_register
from registration.contributions.by_state import Rows, by_state
from registration.contributions.reach import asked_to_reply, delegations, reach, registrations
from registration.emails.addressing import closing_day
from registration.models import Delegation, FocalPoint, Invitation, Registration
from registration.queries.outstanding import outstanding_of
from registration.queries.reminded import (
    INVITED_REACHABLE,
    REACHABLE,
    incomplete,
    represented,
    taking_part,
    unanswered,
)
from registration.states import RegistrationState


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


def whoever_is_to_reply(rule: ReminderRule, anchor_on: datetime.date) -> QuerySet[Invitation]:
    """To whom such letters will go when the rule comes due, if nobody replies before."""
    due_on = anchor_on - datetime.timedelta(days=rule.days_before)
    on = max(due_on, conference_today(rule.conference))
    return unanswered(rule.conference, anchor_on, on=on).filter(INVITED_REACHABLE)


def whoever_is_to_complete(rule: ReminderRule, anchor_on: datetime.date) -> QuerySet[Delegation]:
    """To whom such letters would go as things stand."""
    found = incomplete(rule.conference)
    return found if anchor_on == closing_day(rule.conference) else found.none()


def letters_to_all(purpose: str, anchor: str) -> Callable[[ReminderRule, datetime.date], Iterator[Letter]]:
    """To everybody who takes part, of one date of the conference alone: another date than its own is nobody's."""

    def letters(rule: ReminderRule, anchor_on: datetime.date) -> Iterator[Letter]:
        conference = rule.conference
        if anchor_on != getattr(conference, anchor):
            return
        for registration in taking_part(conference).iterator(chunk_size=500):
            registration.conference = conference
            yield from emails.to_who_takes_part(purpose, registration, version=rule.version_for(anchor_on))

    return letters


def whoever_takes_part(anchor: str) -> Rows:
    """To whom they would go as things stand."""

    def rows(rule: ReminderRule, anchor_on: datetime.date) -> QuerySet[Registration]:
        found = taking_part(rule.conference).filter(REACHABLE)
        return found if anchor_on == getattr(rule.conference, anchor) else found.none()

    return rows


def all_who_take_part(rule: ReminderRule, _anchor_on: datetime.date, reader: User) -> QuerySet[Registration]:
    """For whom it holds whatever they do."""
    there = Registration.objects.visible_to(reader, rule.conference).filter(state=RegistrationState.REGISTERED)
    return registrations(there)


def to_all(purpose: str, label: Promise, anchor: str, *, is_after: bool = False) -> ReminderCondition:
    rows = whoever_takes_part(anchor)
    return ReminderCondition(
        purpose,
        label,
        lambda conference: [getattr(conference, anchor)],
        letters_to_all(purpose, anchor),
        lambda rule, anchor_on: rows(rule, anchor_on).count(),
        is_after,
        by_state(Registration, "delegation__state", rows),
        reach(all_who_take_part),
    )


def still_taking_part(letters: Sequence[OutgoingMessage]) -> set[UUID]:
    """Of letters to all those whose recipient has not withdrawn meanwhile; one query."""
    about = [letter.about_id for letter in letters if letter.about_id]
    registered = Registration.objects.filter(pk__in=about, state=RegistrationState.REGISTERED)
    there = set(registered.values_list("pk", flat=True))
    return {letter.pk for letter in letters if letter.about_id in there}


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
    "check_in_information": still_taking_part,
    "day_before": still_taking_part,
    "thank_you": still_taking_part,
    **reminders_to_register.STILL_NEEDED,
    **reminders_of_journeys.STILL_NEEDED,
}
CONDITIONS = (
    ReminderCondition(
        "invitation_unanswered",
        _("Invitees who have not replied"),
        dates_of_reply,
        letters_to_reply,
        lambda rule, anchor_on: whoever_is_to_reply(rule, anchor_on).count(),
        by_state=by_state(Invitation, "delegation__state", whoever_is_to_reply),
        reach=reach(asked_to_reply),
    ),
    ReminderCondition(
        "nomination_incomplete",
        _("Focal points whose delegation is incomplete"),
        last_day_of_registration,
        letters_to_complete,
        lambda rule, anchor_on: whoever_is_to_complete(rule, anchor_on).count(),
        by_state=by_state(Delegation, "state", whoever_is_to_complete),
        reach=reach(lambda rule, _anchor_on, reader: delegations(rule, reader)),
    ),
    *reminders_to_register.CONDITIONS,
    *reminders_of_journeys.CONDITIONS,
    to_all("check_in_information", _("All who take part: how to enter"), "starts_on"),
    to_all("day_before", _("All who take part: the first day"), "starts_on"),
    to_all("thank_you", _("All who took part: thanks"), "ends_on", is_after=True),
)

"""Before registration closes: forms that were begun and not submitted, and persons who are invited and not registered.

A category may close on a day of its own: each is reminded before that day.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, ReminderRule
from conference.models import Conference
from conference.registry import ReminderCondition
from registration import emails
from registration.actions.unfinished import entries_of
from registration.contributions.reach import invited_persons, reach
from registration.emails.addressing import closing_day
from registration.models import Invitation, ParticipantCategory, UnfinishedForm
from registration.queries.reminded import INVITED_REACHABLE, forms_begun, not_registered


def closing_days(conference: Conference) -> Iterable[datetime.date]:
    """The days on which a category closes."""
    return sorted({closing_day(conference, category) for category in conference.categories.all()})


def _closing_on(conference: Conference, day: datetime.date) -> list[ParticipantCategory]:
    return [each for each in conference.categories.all() if closing_day(conference, each) == day]


def _forms(conference: Conference, day: datetime.date) -> list[UnfinishedForm]:
    """Whether one was submitted stands in what is encrypted: each is looked into, in one query."""
    begun = forms_begun(conference).filter(category__in=_closing_on(conference, day))
    return [kept for kept in begun.select_related("category") if entries_of(kept) is not None]


def letters_to_finish(rule: ReminderRule, anchor_on: datetime.date) -> Iterator[Letter]:
    """To each address under which a form is kept, in the language in which it was told where the form is found."""
    conference = rule.conference
    forms = _forms(conference, anchor_on)
    languages = _languages(conference, {each.pk for each in forms})
    for kept in forms:
        kept.conference = conference
        language = conference.language_or_default(languages.get(kept.pk))
        yield from emails.form_unfinished(kept, language=language, version=rule.version_for(anchor_on))


def _languages(conference: Conference, forms: Collection[UUID]) -> dict[UUID, str]:
    told = OutgoingMessage.objects.filter(conference=conference, purpose="form_kept", about_id__in=forms)
    rows = told.order_by("created_at").values_list("about_id", "language")
    return {about_id: language for about_id, language in rows if about_id}


def still_unfinished(letters: Sequence[OutgoingMessage]) -> set[UUID]:
    """Of reminders that are about to go those whose form still waits; one query."""
    about = [letter.about_id for letter in letters if letter.about_id]
    kept = UnfinishedForm.objects.live().filter(pk__in=about).exclude(address="")
    waiting = {each.pk for each in kept if entries_of(each) is not None}
    return {letter.pk for letter in letters if letter.about_id in waiting}


def _invited(conference: Conference, day: datetime.date) -> QuerySet[Invitation]:
    return not_registered(conference).filter(category__in=_closing_on(conference, day))


def letters_to_register(rule: ReminderRule, anchor_on: datetime.date) -> Iterator[Letter]:
    """To each person who is invited and has not registered. Locks the invitations, whose links it may renew."""
    chosen = _invited(rule.conference, anchor_on).order_by("pk")
    locked = list(chosen.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))
    for invitation in Invitation.objects.for_listing().filter(pk__in=locked):
        invitation.renew_link()
        yield from emails.reminder_to_register(invitation, version=rule.version_for(anchor_on))


def still_to_register(letters: Sequence[OutgoingMessage]) -> set[UUID]:
    """Of reminders that are about to go those whose person has not registered; a query a conference."""
    about = {letter.about_id for letter in letters if letter.about_id}
    waiting: set[UUID] = set()
    for conference in Conference.objects.filter(pk__in={letter.conference_id for letter in letters}):
        waiting.update(not_registered(conference).filter(pk__in=about).values_list("pk", flat=True))
    return {letter.pk for letter in letters if letter.about_id in waiting}


STILL_NEEDED = {"form_unfinished": still_unfinished, "registration_awaited": still_to_register}
CONDITIONS = (
    ReminderCondition(
        "form_unfinished",
        _("Forms that were begun and not submitted"),
        closing_days,
        letters_to_finish,
        lambda rule, anchor_on: len(_forms(rule.conference, anchor_on)),
    ),
    ReminderCondition(
        "registration_awaited",
        _("Invited persons who have not registered"),
        closing_days,
        letters_to_register,
        lambda rule, anchor_on: _invited(rule.conference, anchor_on).filter(INVITED_REACHABLE).count(),
        reach=reach(
            lambda rule, anchor_on, reader: invited_persons(rule, _closing_on(rule.conference, anchor_on), reader)
        ),
    ),
)

"""What registration gives to the registry of the app below."""

import datetime
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from conference.clock import conference_today
from conference.correspondence.letter import Letter
from conference.correspondence.models import ReminderRule
from conference.correspondence.purposes import register_purpose
from conference.models import Conference, User
from conference.registry import (
    DashboardCard,
    Figure,
    NavigationEntry,
    NavigationGroup,
    OwnPage,
    ReminderCondition,
    Waiting,
    registry,
)
from registration import emails, receivers
from registration.actions.clear_documents import clear_ended_documents, clear_orphaned_files
from registration.actions.clear_passports import clear_passports
from registration.actions.promotion import give_free_places
from registration.actions.unfinished import clear_unfinished_forms
from registration.emails.addressing import closing_day
from registration.emails.purposes import PURPOSES
from registration.exports.notes import NOTES
from registration.exports.registrations import REGISTRATIONS
from registration.models import FocalPoint, Invitation, Participant, Registration, UnfinishedForm, Visibility
from registration.queries.desk_changes import open_changes
from registration.queries.desk_today import decisions, delegations_without_a_head, navigation_counts, replies
from registration.queries.outstanding import outstanding_of
from registration.queries.own import CODES
from registration.queries.public_standing import standing_of_categories
from registration.queries.reminded import count_incomplete, count_unanswered, represented, unanswered
from registration.queries.reviews import open_reviews
from registration.queries.waiting import promoted_text


def register() -> None:
    """Called once, when all apps are loaded."""
    registry.knows_address.append(knows_address)
    registry.languages_of_address.append(languages_of_address)
    registry.about_participant.append(about_participant)
    registry.concerns_protected.append(concerns_protected)
    registry.public_rows.append(lambda conference: [conference.categories.all()])
    registry.public_facts.append(standing_of_categories)
    registry.on_conference_saved.append(places_changed)
    register_purpose(*PURPOSES)
    registry.add_job_kind(REGISTRATIONS)
    registry.add_job_kind(NOTES)
    registry.clearers |= {
        "ended documents": clear_ended_documents,
        "orphaned files": clear_orphaned_files,
        "passports": clear_passports,
        "unfinished forms": clear_unfinished_forms,
    }
    for key in ("invitation_state", "invitation_organisation", "invitation_person"):
        registry.on_settled[key] = receivers.invitation_settled
    registry.add_reminder_condition(
        ReminderCondition(
            "invitation_unanswered",
            _("Invitees who have not replied"),
            dates_of_reply,
            letters_to_reply,
            how_many_to_reply,
        )
    )
    registry.add_reminder_condition(
        ReminderCondition(
            "nomination_incomplete",
            _("Focal points whose delegation is incomplete"),
            last_day_of_registration,
            letters_to_complete,
            how_many_to_complete,
        )
    )
    registry.own_pages += [
        OwnPage(_("My registration"), "registration:own", has_registration),
        OwnPage(_("My delegation"), "registration:delegation", has_delegation),
    ]
    registry.navigation.append(NavigationGroup("participation", navigation))
    # The first figure that an officer sees is how many States have replied, whichever app was loaded before.
    registry.dashboard_cards.insert(0, DashboardCard(figures, waiting))


def places_changed(conference: Conference) -> str:
    """Whoever waits for a place of the conference is given what is free by now; gives a sentence with how many were."""
    return promoted_text(len(give_free_places(conference)))


def knows_address(address: str, conference: Conference | None = None) -> bool:
    """Whether the address is a participant's, a private office's, a focal point's or that of an unfinished form.

    One query, whoever it is: how long it takes tells nothing.
    """
    people = Participant.objects.of_address(address)
    focal_points = FocalPoint.objects.filter(email=address, ended_at__isnull=True)
    if conference:
        people = people.filter(conference=conference)
        focal_points = focal_points.filter(delegation__conference=conference)
    forms = UnfinishedForm.objects.live().filter(address=address)
    if conference:
        forms = forms.filter(conference=conference)
    return bool(people.values("pk").union(focal_points.values("pk"), forms.values("pk")).exists())


def languages_of_address(address: str) -> set[str]:
    """Those in which the people of an address, or its focal points at present, are written to; one query."""
    people = Participant.objects.of_address(address).values_list("language")
    focal_points = FocalPoint.objects.filter(email=address, ended_at__isnull=True).values_list("language")
    return {language for (language,) in people.union(focal_points)}


def about_participant(participant_id: UUID) -> QuerySet[Any]:
    """A participant's registrations, the participant, and the invitations to them."""
    registrations = Registration.objects.filter(participant=participant_id).values("pk")
    invitations = Invitation.objects.filter(participant=participant_id).values("pk")
    people = Participant.objects.filter(pk=participant_id).values("pk")
    return registrations.union(invitations, people)


def concerns_protected(conference: Conference) -> Q:
    """The messages about hidden persons and the delegations that list them, and the codes with which they sign in."""
    hidden = Participant.objects.filter(conference=conference, visibility=Visibility.HIDDEN)
    theirs = Registration.objects.filter(participant__in=hidden)
    about = (
        hidden.values("pk"),
        theirs.values("pk"),
        theirs.filter(delegation__isnull=False).values("delegation"),
        Invitation.objects.filter(participant__in=hidden).values("pk"),
    )
    codes = Q(purpose__in=CODES, recipient__in=hidden.exclude(email="").values("email"))
    return reduce(or_, (Q(about_id__in=ids) for ids in about), codes)


def has_registration(user: User, conference: Conference) -> bool:
    """Whether the user has a registration of their own in the conference, as the person or the private office."""
    people = Participant.objects.of_address(user.email)
    return Registration.objects.filter(conference=conference, participant__in=people).exists()


def has_delegation(user: User, conference: Conference) -> bool:
    """Whether the user is at present the focal point of a delegation."""
    return FocalPoint.objects.filter(
        delegation__conference=conference, email=user.email, ended_at__isnull=True
    ).exists()


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
        yield from emails.reminder_to_reply(invitation, version=_occurrence(rule, anchor_on))


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
            yield from emails.nomination_incomplete(delegation, missing, version=_occurrence(rule, anchor_on))


def how_many_to_reply(rule: ReminderRule, anchor_on: datetime.date) -> int:
    """How many such letters there will be when the rule comes due, if nobody replies before."""
    due_on = anchor_on - datetime.timedelta(days=rule.days_before)
    return count_unanswered(rule.conference, anchor_on, on=max(due_on, conference_today(rule.conference)))


def how_many_to_complete(rule: ReminderRule, anchor_on: datetime.date) -> int:
    """How many such letters there would be as things stand."""
    return count_incomplete(rule.conference) if anchor_on == closing_day(rule.conference) else 0


def _occurrence(rule: ReminderRule, anchor_on: datetime.date) -> str:
    return f"{anchor_on:%Y%m%d}-{rule.pk.hex[:8]}"


def navigation(conference: Conference) -> Iterator[NavigationEntry]:
    """The lines of the Secretariat's side navigation, counted in one query."""
    counts = navigation_counts(conference)
    yield NavigationEntry(_("Registrations"), "admin:registration_registration_changelist", counts.registrations)
    yield NavigationEntry(_("Requests"), "admin:registration_pendingchange_changelist", counts.requests)
    yield NavigationEntry(_("Delegations"), "admin:registration_delegation_changelist", counts.delegations)
    yield NavigationEntry(_("Invitations"), "admin:registration_invitation_changelist", counts.invitations)
    yield NavigationEntry(_("Categories"), "admin:registration_participantcategory_changelist", counts.categories)


def _of(total: int) -> str:
    return _now("of %(total)d") % {"total": total}


def figures(_user: User, conference: Conference) -> Iterator[Figure]:
    """What an officer looks at first: how many States have replied, or, where none is invited, how many invitees."""
    replied, decided = replies(conference), decisions(conference)
    label, count, total = _("States replied"), replied.states_replied, replied.states_invited
    if not total:
        label, count, total = _("Invitees replied"), replied.replied, replied.invited
    yield Figure(str(count), label, reverse("admin:registration_invitation_board"), of=_of(total))
    yield Figure(str(decided.waiting), _waiting_label(decided.oldest), _list_url("registration", "status=waiting"))
    places = _of(conference.capacity) if conference.capacity is not None else ""
    yield Figure(str(decided.registered), _("registered"), _list_url("registration", "status=registered"), of=places)


def waiting(_user: User, conference: Conference) -> Iterator[Waiting]:
    """What asks something of an officer, each with the list that shows it."""
    replied, decided = replies(conference), decisions(conference)
    registrations = (
        (_("Complete nominations and invitations to confirm"), decided.to_confirm, "complete"),
        (_("Applications to take up for review"), decided.to_take_up, "submitted"),
        (_("Applications to decide"), decided.to_decide, "under_review"),
    )
    for label, count, status in registrations:
        yield Waiting(label, count, _list_url("registration", f"status={status}"))
    reviews = open_reviews(conference).count()
    yield Waiting(_("Reviews asked for by applicants"), reviews, _list_url("registration", "review=asked"))
    yield Waiting(_("Requests after the deadline"), open_changes(conference), _list_url("pendingchange", "status=open"))
    headless = delegations_without_a_head(conference).count()
    yield Waiting(_("Delegations without a head"), headless, _list_url("delegation", "head=none"))
    yield Waiting(_("Replies overdue"), replied.overdue, _list_url("invitation", "status=overdue"))
    yield Waiting(
        _("Invitations returned undelivered"),
        replied.returned,
        _list_url("invitation", "status=bounced"),
        tone="trouble",
    )


def _waiting_label(oldest: datetime.datetime | None) -> str:
    if oldest is None:
        return _now("waiting for a decision")
    days = (timezone.now() - oldest).days
    return ngettext(
        "waiting for a decision, the oldest for %(days)d day",
        "waiting for a decision, the oldest for %(days)d days",
        days,
    ) % {"days": days}


def _list_url(model: str, query: str = "") -> str:
    url = reverse(f"admin:registration_{model}_changelist")
    return f"{url}?{query}" if query else url

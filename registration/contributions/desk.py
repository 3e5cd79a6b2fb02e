"""What registration shows at the desk: its lines of the side navigation, its figures, what waits for an officer."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conference.models import Conference, User
from conference.permissions import ROLES_THAT_DECIDE, ROLES_THAT_REGISTER, ROLES_THAT_SEE_PROTECTED, has_role
from conference.registry import Figure, NavigationEntry, Panel, Waiting
from registration.permissions import can_register
from registration.queries.desk_changes import open_changes
from registration.queries.desk_today import (
    Replies,
    decisions,
    delegations_without_a_head,
    navigation_counts,
    replies,
)
from registration.queries.duplicates import open_duplicates
from registration.queries.growth import growth_panel
from registration.queries.marks import assigned_to
from registration.queries.reviews import open_reviews
from registration.states import WAITING_FOR_A_DECISION


def navigation(conference: Conference) -> Iterator[NavigationEntry]:
    """What an officer works in each day, counted in one query."""
    counts = navigation_counts(conference)
    yield NavigationEntry(_("Registrations"), "admin:registration_registration_changelist", counts.registrations)
    yield NavigationEntry(_("Requests"), "admin:registration_pendingchange_changelist", counts.requests)
    # No figure: it would tell of protected persons whoever may not know of them.
    duplicates = "admin:registration_duplicatecandidate_changelist"
    yield NavigationEntry(_("Possible duplicates"), duplicates, roles=ROLES_THAT_REGISTER)
    yield NavigationEntry(_("Vetting"), "admin:registration_reading_changelist", roles=ROLES_THAT_DECIDE)
    yield NavigationEntry(_("Delegations"), "admin:registration_delegation_changelist", counts.delegations)
    yield NavigationEntry(_("Invitations"), "admin:registration_invitation_changelist", counts.invitations)
    yield NavigationEntry(_("Imports"), "admin:registration_registrationimport_changelist", roles=ROLES_THAT_REGISTER)


def settings(_conference: Conference) -> Iterator[NavigationEntry]:
    """What is arranged once, apart from the daily work."""
    yield NavigationEntry(_("Categories"), "admin:registration_participantcategory_changelist")
    yield NavigationEntry(_("Questions"), "admin:registration_question_changelist")
    yield NavigationEntry(_("Saved filters"), "admin:registration_savedfilter_changelist")
    yield NavigationEntry(_("Tags"), "admin:registration_tag_changelist")
    yield NavigationEntry(_("Privacy notice"), "admin:registration_privacynotice_changelist")


def _of(total: int) -> str:
    return _now("of %(total)d") % {"total": total}


def figures(_user: User, conference: Conference) -> Iterator[Figure]:
    """What an officer looks at first: how many States have replied, or, where none is invited, how many invitees."""
    replied, decided = replies(conference), decisions(conference)
    label, count, total = _replied_label(replied), replied.states_replied, replied.states_invited
    if not total:
        label, count, total = _now("Invitees replied"), replied.replied, replied.invited
    yield Figure(str(count), label, reverse("admin:registration_invitation_board"), of=_of(total))
    yield Figure(str(decided.waiting), _waiting_label(decided.oldest), _list_url("registration", "status=waiting"))
    places = _of(conference.capacity) if conference.capacity is not None else ""
    yield Figure(str(decided.registered), _("registered"), _list_url("registration", "status=registered"), of=places)


def waiting(user: User, conference: Conference) -> Iterator[Waiting]:
    """What asks something of an officer, each with the list that shows it."""
    replied, decided = replies(conference), decisions(conference)
    registrations = (
        (
            _("Complete nominations and invitations to confirm"),
            decided.to_confirm,
            "complete",
            decided.oldest_to_confirm,
        ),
        (_("Applications to take up for review"), decided.to_take_up, "submitted", decided.oldest_to_take_up),
        (_("Applications to decide"), decided.to_decide, "under_review", decided.oldest_to_decide),
    )
    yield from _assigned(user, conference)
    for label, count, status, oldest in registrations:
        yield Waiting(label, count, _list_url("registration", f"status={status}"), detail=_oldest_text(oldest))
    reviews = open_reviews(conference).count()
    yield Waiting(_("Reviews asked for by applicants"), reviews, _list_url("registration", "review=asked"))
    yield Waiting(_("Requests after the deadline"), open_changes(conference), _list_url("pendingchange", "status=open"))
    if can_register(user, conference):
        pairs = open_duplicates(conference, user).count()
        yield Waiting(_("Persons who may be there twice"), pairs, _list_url("duplicatecandidate", "status=open"))
    headless = delegations_without_a_head(conference).count()
    yield Waiting(_("Delegations without a head"), headless, _list_url("delegation", "head=none"))
    yield Waiting(_("Replies overdue"), replied.overdue, _list_url("invitation", "status=overdue"))
    yield Waiting(
        _("Invitations returned undelivered"),
        replied.returned,
        _list_url("invitation", "status=bounced"),
        tone="trouble",
    )


def panels(_user: User, conference: Conference) -> Iterator[Panel]:
    """How registrations have come in, and how far they are, category by category."""
    if panel := growth_panel(conference):
        yield Panel("admin/registration/components/growth.html", panel)


def _assigned(user: User, conference: Conference) -> Iterator[Waiting]:
    """What waits of what this officer attends to."""
    sees_protected = has_role(user, conference, ROLES_THAT_SEE_PROTECTED)
    mine = assigned_to(conference, user, with_protected=sees_protected).filter(state__in=WAITING_FOR_A_DECISION)
    counted = mine.aggregate(count=Count("pk"), oldest=Min("state_since"))
    url = _list_url("registration", "assigned=me&status=waiting")
    yield Waiting(_("Assigned to you, waiting for a decision"), counted["count"], url, _oldest_text(counted["oldest"]))


def _replied_label(replied: Replies) -> str:
    if not replied.states_regretting:
        return _now("States replied")
    return ngettext(
        "States replied, %(count)d of them with regret",
        "States replied, %(count)d of them with regret",
        replied.states_regretting,
    ) % {"count": replied.states_regretting}


def _oldest_text(oldest: datetime.datetime | None) -> str:
    """“The oldest for 11 days.”; nothing where nothing waits."""
    if oldest is None:
        return ""
    days = (timezone.now() - oldest).days
    return ngettext("The oldest for %(days)d day.", "The oldest for %(days)d days.", days) % {"days": days}


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

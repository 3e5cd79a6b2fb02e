"""What agenda gives to the registry of the app below."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from conference.registry import (
    DashboardCard,
    Figure,
    NavigationEntry,
    NavigationGroup,
    OwnPage,
    Waiting,
    registry,
)

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import Q, QuerySet

    from conference.models import Conference, User
    from conference.own_data import Section


def register() -> None:
    registry.own_pages.append(OwnPage(_("My speaking schedule"), "agenda:speaking", _speaks))
    registry.concerns_protected.append(_concerns_protected)
    registry.about_participant.append(_appearances_of)
    registry.own_data.append(_own_data)
    registry.asks.append(_asks)
    registry.public_rows.append(_public_rows)
    registry.dashboard_cards.append(DashboardCard(figures=_figures, waiting=_waiting))
    registry.navigation.append(NavigationGroup("programme", _navigation))
    _register_letters()


def _speaks(user: "User", conference: "Conference") -> bool:
    from agenda.queries.speaking import own_appearances

    return own_appearances(user, conference).exists()


def _asks(participant_id: "UUID", conference: "Conference") -> "Iterable[dict[str, str]]":
    """One line, where an answer to an invitation to speak is outstanding; the speaker's page says to which."""
    from django.urls import reverse
    from django.utils.translation import ngettext

    from agenda.queries.speaking import unanswered_count

    count = unanswered_count(participant_id, conference)
    if count:
        text = ngettext("Kindly confirm one session", "Kindly confirm %(count)d sessions", count) % {"count": count}
        yield {"text": text, "url": reverse("agenda:speaking", args=[conference.slug]), "by_text": ""}


def _own_data(participant_id: "UUID", conference: "Conference", user: "User") -> "Iterable[Section]":
    from agenda.queries.own_data import own_appearances_data

    return own_appearances_data(participant_id, conference, user)


def _appearances_of(participant_id: "UUID") -> "QuerySet[Any]":
    from agenda.models import Appearance

    return Appearance.objects.filter(participant=participant_id).values("pk")


def _concerns_protected(conference: "Conference") -> "Q":
    from django.db.models import Q

    from agenda.models import Appearance
    from registration.models import Visibility

    hidden = Appearance.objects.filter(session__conference=conference, participant__visibility=Visibility.HIDDEN)
    return Q(about_id__in=hidden.values("pk"))


def _public_rows(conference: "Conference") -> "Iterable[QuerySet[Any]]":
    from agenda.queries.public_rows import public_rows

    return public_rows(conference)


def _figures(_user: "User", conference: "Conference") -> Iterable[Figure]:
    from django.urls import reverse

    from agenda.queries.counts import programme_counts

    counts = programme_counts(conference)
    yield Figure(str(counts.sessions), _("Sessions scheduled"), reverse("admin:agenda_session_changelist"))


def _waiting(_user: "User", conference: "Conference") -> Iterable[Waiting]:
    from django.urls import reverse

    from agenda.queries.counts import programme_counts, unpublished_changes

    counts, sessions_url = programme_counts(conference), reverse("admin:agenda_session_changelist")
    yield Waiting(
        _("Regrets of speakers"),
        counts.regretted,
        f"{sessions_url}?status=regrets",
        _("The session's page gives the reason."),
        tone="trouble",
    )
    yield Waiting(_("Speakers who have not answered"), counts.unconfirmed, f"{sessions_url}?status=to-confirm")
    yield Waiting(_("Sessions without a time"), counts.unscheduled, f"{sessions_url}?status=unscheduled")
    yield Waiting(
        _("Sessions changed since the last release"),
        unpublished_changes(conference),
        reverse("admin:agenda_release_add"),
        _("The public sees the last release until you publish."),
    )


def _navigation(conference: "Conference") -> Iterable[NavigationEntry]:
    from agenda.queries.counts import programme_counts

    yield NavigationEntry(_("Sessions"), "admin:agenda_session_changelist", programme_counts(conference).sessions)
    yield NavigationEntry(_("Releases"), "admin:agenda_release_changelist")


def _register_letters() -> None:
    from conference.correspondence.purposes import Purpose, register_purpose

    register_purpose(
        Purpose(
            key="speaker_invitation",
            label=_("Invitation to speak"),
            placeholders={
                "participant_name": _("the speaker's name as in the list of participants"),
                "task": _("what the speaker is asked to do, with the title of the session"),
                "session_title": _("title of the session"),
                "session_time": _("day, time and zone, or that they will be announced"),
                "session_place": _("room and venue, or that they will be announced"),
                "speaking_link": _("address of the speaker's schedule, where one confirms or regrets"),
            },
            links=frozenset({"speaking_link"}),
        )
    )

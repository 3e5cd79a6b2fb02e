"""What the agenda holds on a participant, for that participant."""

from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.models import Appearance, Unavailability
from agenda.queries.speaking import own_appearances
from conference.clock import on_the_clock
from conference.models import Conference, User
from conference.own_data import Entry, Item, Section


def own_appearances_data(participant_id: UUID, conference: Conference, user: User) -> list[Section]:
    """The sessions in which one was asked to speak, and what one answered; a reason only where one gave it oneself."""
    found = own_appearances(user, conference).filter(participant=participant_id).select_related("session")
    away = Unavailability.objects.filter(participant=participant_id, participant__conference=conference)
    return [
        Section("appearances", _("Appearances"), [_entry(each, conference, user) for each in found]),
        Section("absences", _("Times of absence"), [_absence(each, conference) for each in away]),
    ]


def _absence(away: Unavailability, conference: Conference) -> Entry:
    """As the Secretariat was told; in the venue's time."""
    begins, ends = (moment.astimezone(conference.zone) for moment in (away.starts_at, away.ends_at))
    return [
        Item("from", _("Not available from"), begins.isoformat(timespec="minutes")),
        Item("until", _("Available again from"), ends.isoformat(timespec="minutes")),
        Item("note", capfirst(_("note")), away.note),
    ]


def _entry(appearance: Appearance, conference: Conference, user: User) -> Entry:
    answered_at = appearance.responded_at
    by_you = appearance.responded_by_id == user.pk
    return [
        Item("session", _("Session"), str(appearance.session.title)),
        Item("role", _("Role"), appearance.role, capfirst(appearance.get_role_display())),
        Item("minutes", _("Minutes"), appearance.minutes),
        Item("status", _("Status"), appearance.state, capfirst(appearance.get_state_display())),
        Item(
            "answered_at",
            _("Answered"),
            on_the_clock(conference, answered_at).isoformat(timespec="seconds") if answered_at else None,
        ),
        Item("reason", _("Reason"), appearance.reason if by_you else ""),
    ]

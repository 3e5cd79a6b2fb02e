"""What the agenda holds on a participant, for that participant."""

import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.models import (
    Appearance,
    OwnFeed,
    SeatBooking,
    SessionStar,
    SpeakerPaper,
    SpeakerProfile,
    Unavailability,
)
from agenda.queries.speaking import contact_address, own_appearances
from agenda.states import SeatState
from conference.clock import on_the_clock
from conference.models import Conference, User
from conference.own_data import Entry, Item, Section


def own_appearances_data(participant_id: UUID, conference: Conference, user: User) -> list[Section]:
    """The sessions in which one was asked to speak, and what one answered; a reason only where one gave it oneself."""
    found = own_appearances(user, conference).filter(participant=participant_id).select_related("session")
    away = Unavailability.objects.filter(participant=participant_id, participant__conference=conference)
    profiles = SpeakerProfile.objects.filter(participant=participant_id).select_related("participant", "seen_release")
    papers = SpeakerPaper.objects.filter(appearance__in=found).select_related("appearance__session")
    return [
        Section("appearances", _("Appearances"), [_entry(each, conference, user) for each in found]),
        Section("introduction", _("Biography and portrait"), [_profile(each, conference) for each in profiles]),
        Section("papers", _("Statements and slides"), [_paper(each, conference) for each in papers]),
        Section("absences", _("Times of absence"), [_absence(each, conference) for each in away]),
        Section("stars", _("Sessions you starred"), [_star(each, conference) for each in _stars(participant_id)]),
        Section("seats", _("Seats in sessions"), [_seat(each, conference) for each in _seats(participant_id)]),
        Section("own_calendar", _("Own calendar"), [_feed(each, conference) for each in _feeds(participant_id)]),
    ]


def _profile(profile: SpeakerProfile, conference: Conference) -> Entry:
    """What was given, in each language, and what of it is public."""
    words = [Item(f"biography_{code}", _("Biography"), text, language=code) for code, text in profile.biography.items()]
    shown = profile.public_biography.items()
    public = [Item(f"public_biography_{code}", _("Biography, public"), text, language=code) for code, text in shown]
    return [
        *words,
        *public,
        Item("portrait", _("Portrait"), bool(profile.portrait)),
        Item("portrait_is_public", _("Portrait, public"), bool(profile.public_portrait)),
        Item("time_zone", _("Own time zone"), profile.time_zone),
        Item("contact", _("Fellow speakers may write to"), contact_address(profile)),
        _moment("contact_agreed_at", _("Agreed"), profile.contact_agreed_at, conference),
        Item("seen_release", _("Changes seen up to release"), profile.seen_release and profile.seen_release.number),
        _moment("seen_at", _("Seen"), profile.seen_at, conference),
    ]


def _paper(paper: SpeakerPaper, conference: Conference) -> Entry:
    """Replaced and withdrawn ones too: the Secretariat still has them."""
    until = paper.embargo_until
    return [
        Item("session", _("Session"), str(paper.appearance.session.title)),
        Item("kind", capfirst(_("kind")), paper.kind, capfirst(paper.get_kind_display())),
        Item("language", capfirst(_("language")), paper.language),
        Item("name", _("Name of the file"), paper.name),
        Item("size", capfirst(_("size")), paper.size),
        Item("embargo", _("Embargo"), paper.embargo, capfirst(paper.get_embargo_display())),
        Item("embargo_until", _("Embargo until"), until.isoformat(timespec="minutes") if until else None),
        _moment("sent_at", _("Received"), paper.uploaded_at, conference),
        _moment("ended_at", _("Replaced or withdrawn"), paper.ended_at, conference),
    ]


def _stars(participant_id: UUID) -> QuerySet[SessionStar]:
    return SessionStar.objects.filter(participant=participant_id).select_related("session").order_by("starred_at")


def _seats(participant_id: UUID) -> "QuerySet[SeatBooking]":
    """Also those that ended."""
    found: QuerySet[SeatBooking] = SeatBooking.objects.filter(participant=participant_id)
    return found.select_related("session").order_by("asked_at")


def _feeds(participant_id: UUID) -> QuerySet[OwnFeed]:
    return OwnFeed.objects.filter(participant=participant_id)


def _star(star: SessionStar, conference: Conference) -> Entry:
    return [
        Item("session", _("Session"), str(star.session.title)),
        _moment("starred_at", _("Starred"), star.starred_at, conference),
    ]


def _seat(booking: SeatBooking, conference: Conference) -> Entry:
    """With the reason where it was told in a letter."""
    return [
        Item("session", _("Session"), str(booking.session.title)),
        Item("status", _("Status"), booking.state, capfirst(booking.get_state_display())),
        _moment("asked_at", _("Asked for"), booking.asked_at, conference),
        _moment("booked_at", _("Booked"), booking.booked_at, conference),
        _moment("ended_at", _("Ended"), booking.ended_at, conference),
        Item("reason", _("Reason"), booking.reason if booking.state == SeatState.TAKEN else ""),
    ]


def _feed(feed: OwnFeed, conference: Conference) -> Entry:
    """The address itself is a key: it stands on the person's own page alone."""
    return [
        _moment("made_at", _("Made"), feed.made_at, conference),
        _moment("revoked_at", _("Revoked"), feed.revoked_at, conference),
    ]


def _moment(key: str, label: str, at: datetime.datetime | None, conference: Conference) -> Item:
    return Item(key, label, on_the_clock(conference, at).isoformat(timespec="seconds") if at else None)


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
        _moment("brief_sent_at", _("Brief sent"), appearance.brief_sent_at, conference),
    ]

"""Where two persons turn out to be one, the stars and seats of the one become the other's."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from agenda.actions.seat_line import end_seat, give_free_seats, lock_all_seats
from agenda.models import OwnFeed, SeatBooking, Session, SessionStar
from agenda.states import SEAT_IN_FORCE, SeatState
from registration.models import Participant


def follow_choices(kept: Participant, merged: Participant) -> list[dict[str, Any]]:
    """Moves what the kept person does not have; gives the rows that moved. Part of the caller's transaction.

    Of two seats in one session the better one stays, and a seat that becomes free goes to who is next. The merged
    person's calendar is closed for good: its address may be with somebody else. Locks the sessions of the seats.
    """
    starred = SessionStar.objects.filter(participant=kept).values("session")
    stars = list(SessionStar.objects.filter(participant=merged).exclude(session__in=starred))
    SessionStar.objects.filter(pk__in=[star.pk for star in stars]).update(participant=kept)
    for feed in OwnFeed.objects.select_for_update(no_key=True).filter(participant=merged, revoked_at__isnull=True):
        feed.revoke()
        feed.save(update_fields=["digest", "revoked_at"])
    return [{"star": str(star.pk)} for star in stars] + [*_follow_seats(kept, merged)]


def undo_choices(kept: Participant, merged: Participant, rows: Iterable[dict[str, Any]]) -> None:
    """Puts back what moved and is still there. Part of the caller's transaction; a seat given back stays given back."""
    rows = list(rows)
    of_kept = SessionStar.objects.filter(pk__in=[row["star"] for row in rows if "star" in row], participant=kept)
    of_kept.exclude(session__in=SessionStar.objects.filter(participant=merged).values("session")).update(
        participant=merged
    )
    seats = SeatBooking.objects.filter(pk__in=[row["seat"] for row in rows if "seat" in row], participant=kept)
    lock_all_seats(seats.values_list("session_id", flat=True))
    held = SeatBooking.objects.in_force().filter(participant=merged)
    seats.exclude(session__in=held.values("session")).update(participant=merged)


def _follow_seats(kept: Participant, merged: Participant) -> Iterable[dict[str, Any]]:
    held = SeatBooking.objects.filter(participant=merged, state__in=SEAT_IN_FORCE)
    for session in lock_all_seats(held.values_list("session_id", flat=True)):
        theirs = {each.participant_id: each for each in _in_force(session, kept, merged)}
        if merged.pk not in theirs:
            continue
        stays = min(theirs.values(), key=lambda each: (not each.is_booked, each.turn))
        for each in theirs.values():
            if each is not stays:
                _end(each, kept)
        if stays.participant_id == merged.pk:
            SeatBooking.objects.filter(pk=stays.pk).update(participant=kept)
            yield {"seat": str(stays.pk)}
        give_free_seats(session)


def _in_force(session: Session, *people: Participant) -> list[SeatBooking]:
    return list(SeatBooking.objects.in_force().filter(session=session, participant__in=people))


def _end(booking: SeatBooking, kept: Participant) -> None:
    with override(kept.conference.language_or_default(None)):
        reason = _("The same person has a seat in this session already.")
    end_seat(booking, SeatState.GIVEN_BACK, by=None, reason=reason)

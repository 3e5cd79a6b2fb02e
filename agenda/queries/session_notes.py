"""What an officer is told of a session while arranging it; nothing of it is refused: halls get more chairs."""

from collections.abc import Iterator

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import Listing, Session
from agenda.states import AppearanceState, SessionState
from conference.models import Room

MINUTE = 60


def session_notes(session: Session) -> list[str]:
    """Whole sentences, for one session; five queries at the most."""
    return [*_of_seats(session), *_of_minutes(session), *_of_entry(session), *_of_the_whole_conference(session)]


def seats_of(room: Room) -> int | None:
    """All chairs of a room; nothing where nobody has counted them."""
    counted = [seats for seats in (room.seats_at_table, room.seats_behind) if seats is not None]
    return sum(counted) if counted else None


def minutes_spoken(session: Session) -> int:
    """What the speakers have together, without those who sent regrets."""
    speaking = session.appearances.exclude(state=AppearanceState.DECLINED)
    return speaking.aggregate(sum=Sum("minutes"))["sum"] or 0


def length_of(session: Session) -> int | None:
    """In minutes; nothing while it has no time."""
    if session.starts_at is None or session.ends_at is None:
        return None
    return int((session.ends_at - session.starts_at).total_seconds()) // MINUTE


def _of_seats(session: Session) -> Iterator[str]:
    rooms = [booking.room for booking in session.bookings.select_related("room")]
    counted = [seats for room in rooms if (seats := seats_of(room)) is not None]
    if session.capacity and len(counted) == len(rooms) > 0 and session.capacity > sum(counted):
        yield ngettext(
            "%(capacity)d may enter, but %(rooms)s has %(seats)d seat.",
            "%(capacity)d may enter, but %(rooms)s has %(seats)d seats.",
            sum(counted),
        ) % {"capacity": session.capacity, "rooms": ", ".join(map(str, rooms)), "seats": sum(counted)}


def _of_minutes(session: Session) -> Iterator[str]:
    spoken, length = minutes_spoken(session), length_of(session)
    if length is not None and spoken > length:
        yield _("The speakers have %(spoken)d minutes together, but the session lasts %(length)d.") % {
            "spoken": spoken,
            "length": length,
        }


def _of_entry(session: Session) -> Iterator[str]:
    if session.is_hybrid and not session.link:
        yield _("It may be followed online, but there is no address for it yet.")
    if session.channels and not session.is_interpreted:
        yield _("There are channels, but the session is not marked as interpreted.")
    if session.listing == Listing.ENTITLED and not session.entry.exists():
        yield _("Only those entitled may know of it; while no category is ticked, that is every participant.")


def _of_the_whole_conference(session: Session) -> Iterator[str]:
    """Where all are expected, nothing else should be held."""
    if session.starts_at is None or session.ends_at is None or session.state == SessionState.CANCELLED:
        return
    beside = Session.objects.filter(
        conference=session.conference_id,
        state=SessionState.SCHEDULED,
        starts_at__lt=session.ends_at,
        ends_at__gt=session.starts_at,
    ).exclude(pk=session.pk)
    if not session.is_whole_conference:
        beside = beside.filter(is_whole_conference=True)
    other = beside.in_order().first()
    if other and session.is_whole_conference:
        yield _("Everybody is expected here, but “%(session)s” is held at the same time.") % {"session": other}
    elif other:
        yield _("At this time everybody is expected at “%(session)s”.") % {"session": other}

"""Walking times, and the pattern of the sessions without anybody in them, as another conference takes them over."""

import datetime
from collections.abc import Iterable

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agenda.actions.venue_time import ensure_within, venue_moment
from agenda.errors import ImpossibleTimesError
from agenda.models import (
    RoomBooking,
    Session,
    SideEventCall,
    SideEventEquipment,
    SpeakerRequests,
    WalkingTime,
)
from agenda.states import SessionState
from conference.actions.copy_frame import FrameCopy
from conference.models import Conference, Room, Topic, TranslatedText, Venue
from conference.registry import FramePart
from registration.models import ParticipantCategory

Times = tuple[datetime.datetime, datetime.datetime] | None


def _copy_ways(done: FrameCopy) -> None:
    done.add(
        WalkingTime.objects.filter(conference=done.source),
        conference=done.target,
        first=lambda way: done.new(Venue, way.first_id),
        second=lambda way: done.new(Venue, way.second_id),
    )


def _held(conference: Conference) -> QuerySet[Session]:
    """A cancelled session is no pattern."""
    found: QuerySet[Session] = Session.objects.filter(conference=conference, state=SessionState.SCHEDULED)
    return found


def _times(done: FrameCopy, session: Session) -> Times:
    """The same hours on the venue's clock, so many days later; nothing where they cannot be."""
    if session.starts_at is None or session.ends_at is None:
        return None
    try:
        begins, ends = (
            venue_moment(done.target, moment.astimezone(done.source.zone).replace(tzinfo=None) + done.shift)
            for moment in (session.starts_at, session.ends_at)
        )
        ensure_within(done.target, begins, ends)
    except ImpossibleTimesError:
        return None
    return begins, ends


def _copy_sessions(done: FrameCopy) -> None:
    """Drafts that nobody outside has seen, and what is asked of speakers; rooms come with the venues, or not at all."""
    sessions = list(_held(done.source).prefetch_related("bookings", "entry"))
    times = {each.pk: _times(done, each) for each in sessions}
    made = done.add(
        sessions,
        conference=done.target,
        topic=lambda row: done.new(Topic, row.topic_id),
        starts_at=lambda row: (times[row.pk] or (None, None))[0],
        ends_at=lambda row: (times[row.pk] or (None, None))[1],
        parked_minutes=lambda row: None if times[row.pk] else _length(row),
        link="",
        source="",
        organiser=TranslatedText(),
        changed_by=None,
        changed_at=None,
        created_at=timezone.now(),
    )
    for old in sessions:
        made[old.pk].entry.set(done.news(ParticipantCategory, old.entry.all()))
    bookings = [
        RoomBooking(session=made[old.pk], room=room, during=DateTimeTZRange(*held) if (held := times[old.pk]) else None)
        for old in sessions
        for each in old.bookings.all()
        if (room := done.new(Room, each.room_id)) is not None
    ]
    RoomBooking.objects.bulk_create(bookings)
    done.add(SpeakerRequests.objects.filter(conference=done.source), conference=done.target)


def _length(session: Session) -> int | None:
    if session.starts_at is None or session.ends_at is None:
        return session.parked_minutes
    return int((session.ends_at - session.starts_at).total_seconds()) // 60


def _warn(done: FrameCopy) -> Iterable[str]:
    timed = [each for each in _held(done.source) if each.starts_at is not None]
    for each in timed:
        each.conference = done.source
    lost = sum(_times(done, each) is None for each in timed)
    if lost:
        sentence = ngettext(
            "%(count)d session would lie outside the new days, or at an hour that the clocks skip: it will wait "
            "without a time.",
            "%(count)d sessions would lie outside the new days, or at hours that the clocks skip: they will wait "
            "without a time.",
            lost,
        )
        yield sentence % {"count": lost}


def _copy_side_events(done: FrameCopy) -> None:
    """The call with its window moved, and the equipment; nothing of what anybody proposed."""
    calls = SideEventCall.objects.filter(conference=done.source)
    made = done.add(
        calls,
        conference=done.target,
        opens_at=lambda row: done.moment(row.opens_at),
        closes_at=lambda row: done.moment(row.closes_at),
    )
    for old in calls:
        made[old.pk].categories.set(done.news(ParticipantCategory, old.categories.all()))
    done.add(SideEventEquipment.objects.filter(conference=done.source), conference=done.target)


def _side_events_count(conference: Conference) -> int:
    return SideEventCall.objects.filter(conference=conference).count() + conference.side_event_equipment.count()


FRAME_PARTS = (
    FramePart(
        30,
        "walking_times",
        _("Walking times"),
        lambda conference: conference.walking_times.count(),
        _copy_ways,
        needs=("venues",),
    ),
    FramePart(
        80,
        "sessions",
        _("Sessions, without anybody who speaks"),
        lambda conference: _held(conference).count(),
        _copy_sessions,
        needs=("categories",),
        warns=_warn,
    ),
    FramePart(
        90,
        "side_events",
        _("Call for side events and equipment, without proposals"),
        _side_events_count,
        _copy_side_events,
        needs=("categories",),
    ),
)

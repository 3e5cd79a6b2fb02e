"""Venues with their rooms, and topics, as another conference takes them over."""

from django.utils.translation import gettext_lazy as _

from conference.actions.copy_frame import FrameCopy
from conference.models import Room, Topic, Venue
from conference.registry import FramePart


def _copy_venues(done: FrameCopy) -> None:
    done.add(Venue.objects.filter(conference=done.source), conference=done.target)
    rooms = Room.objects.filter(venue__conference=done.source)
    done.add(rooms, venue=lambda room: done.new(Venue, room.venue_id))


def _copy_topics(done: FrameCopy) -> None:
    done.add(Topic.objects.filter(conference=done.source), conference=done.target)


FRAME_PARTS = (
    FramePart(
        10,
        "venues",
        _("Venues and rooms"),
        lambda conference: Room.objects.filter(venue__conference=conference).count(),
        _copy_venues,
    ),
    FramePart(20, "topics", _("Topics"), lambda conference: conference.topics.count(), _copy_topics),
)

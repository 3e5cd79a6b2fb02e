"""That a session has a room for a time: two of them can never overlap, the database says so."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from agenda.models.session import Session
from conference.models import Room


class RoomBooking(models.Model):
    """``during`` is half-open. Deferrable, so that two sessions can swap in one act; cancelled ones do not count."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="bookings")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="bookings")
    during = DateTimeRangeField(null=True, blank=True)
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("booking of a room")
        verbose_name_plural = _("bookings of rooms")
        ordering = ("room__venue__position", "room__position")
        constraints = (
            models.UniqueConstraint(fields=["session", "room"], name="session_books_a_room_once"),
            ExclusionConstraint(
                name="room_is_booked_once_at_a_time",
                expressions=[("room", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(is_cancelled=False),
                deferrable=Deferrable.DEFERRED,
                violation_error_message=_("This room is already taken at that time."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.session} – {self.room}"

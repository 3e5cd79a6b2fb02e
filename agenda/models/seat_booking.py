"""A participant's seat in a session in which seats are booked, or the place in line for one."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.errors import IllegalSeatTransitionError
from agenda.models.session import Session
from agenda.states import SEAT_IN_FORCE, SEAT_TRANSITIONS, SeatState
from conference.models import Conference, Identified, User
from conference.permissions import Actor, conferences_of
from registration.models import Participant


class SeatBookingQuerySet(models.QuerySet["SeatBooking"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """All of a conference for its team; for anybody else those of their own address."""
        own = Participant.objects.visible_to(actor, conference)
        if conferences_of(actor).filter(pk=conference.pk).exists():
            return self.filter(session__conference=conference)
        return self.filter(session__conference=conference, participant__in=own)

    def in_force(self) -> Self:
        return self.filter(state__in=SEAT_IN_FORCE)

    def booked(self) -> Self:
        return self.filter(state=SeatState.BOOKED)

    def in_line(self) -> Self:
        """Who waits, the first in line first."""
        return self.filter(state=SeatState.WAITING).order_by("turn")


class SeatBooking(Identified):
    """``turn`` is the order in which seats of the session were asked for; who asks again comes last.

    ``release`` is the number of the last release when it was asked for: of what it said the person needs no letter.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="seats")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="seats")
    state = models.CharField(_("status"), max_length=20, choices=SeatState)
    turn = models.PositiveIntegerField(_("order"))
    release = models.PositiveIntegerField(default=0, editable=False)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    booked_at = models.DateTimeField(_("booked"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)

    objects: ClassVar = SeatBookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat in a session")
        verbose_name_plural = _("seats in sessions")
        ordering = ("session", "turn")
        constraints = (
            models.UniqueConstraint(
                fields=["session", "participant"],
                condition=Q(state__in=sorted(SEAT_IN_FORCE)),
                name="participant_has_one_seat_in_a_session",
                violation_error_message=_("This person has a seat in the session, or waits for one, already."),
            ),
            models.UniqueConstraint(fields=["session", "turn"], name="seats_are_asked_for_in_one_order"),
            models.CheckConstraint(
                name="booked_seat_says_since_when", condition=~Q(state="booked") | Q(booked_at__isnull=False)
            ),
            models.CheckConstraint(
                name="seat_that_ended_says_when",
                condition=Q(state__in=sorted(SEAT_IN_FORCE), ended_at__isnull=True)
                | Q(state__in=["given_back", "taken"], ended_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.session} – {self.get_state_display()}"

    @property
    def is_booked(self) -> bool:
        return bool(self.state == SeatState.BOOKED)

    def move_to(self, wanted: SeatState, *, by: User | None, reason: str = "") -> None:
        """Moves the state and saves it with actor, time and reason. The caller holds the session's lock.

        Raises ``IllegalSeatTransitionError``.
        """
        current = SeatState(self.state)
        if wanted not in SEAT_TRANSITIONS[current]:
            raise IllegalSeatTransitionError(current=current.label, wanted=wanted.label)
        self.state, self.moved_by, self.reason = wanted, by, reason
        if wanted == SeatState.BOOKED:
            self.booked_at = timezone.now()
        else:
            self.ended_at = timezone.now()
        self.save(update_fields=["state", "moved_by", "reason", "booked_at", "ended_at"])

"""A sitting of the conference."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from agenda.errors import IllegalSessionTransitionError
from agenda.states import SESSION_TRANSITIONS, SessionState
from conference.formats import language_name
from conference.models import (
    Conference,
    Identified,
    Room,
    Topic,
    TranslatedText,
    TranslatedTextField,
    User,
    Versioned,
)
from conference.permissions import Actor, conferences_of
from registration.models import ParticipantCategory

#: In one language: more is an abstract, and no calendar or badge of a door has room for it.
LONGEST_TITLE = 500
#: What receivers can show; 0 is the floor.
LAST_CHANNEL = 99


class SessionType(models.TextChoices):
    OPENING = "opening", _("opening session")
    PLENARY = "plenary", _("plenary session")
    THEMATIC_PANEL = "thematic_panel", _("thematic panel")
    PARALLEL = "parallel", _("parallel session")
    SIDE_EVENT = "side_event", _("side event")
    BREAK = "break", _("break")
    SOCIAL = "social", _("social programme")
    PRESS = "press", _("press")
    CLOSING = "closing", _("closing session")


#: Somebody leads these.
LED = frozenset(
    {
        SessionType.OPENING,
        SessionType.PLENARY,
        SessionType.THEMATIC_PANEL,
        SessionType.PARALLEL,
        SessionType.CLOSING,
    }
)


class Listing(models.TextChoices):
    """Who may know that the session exists."""

    PUBLIC = "public", _("everybody")
    PARTICIPANTS = "participants", _("participants")
    ENTITLED = "entitled", _("only those entitled")


class Attribution(models.TextChoices):
    PUBLIC = "public", _("attributable")
    PARTICIPANTS = "participants", _("attributable among participants")
    CHATHAM_HOUSE = "chatham_house", _("Chatham House Rule")


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """All of a conference for its team; nobody else sees a draft (the public reads releases)."""
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.filter(conference=conference)

    def in_order(self) -> Self:
        return self.order_by(F("starts_at").asc(nulls_last=True), "ends_at", "number", "pk")

    def for_snapshot(self) -> Self:
        """With everything that an agenda says of them."""
        return self.select_related("topic").prefetch_related("bookings__room__venue", "appearances", "entry")


class Session(Identified, Versioned):
    """Without times it waits in the parking lot. Half-open in time: one may begin when another ends."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="sessions")
    type = models.CharField(_("type"), max_length=20, choices=SessionType)
    number = models.PositiveSmallIntegerField(
        _("number"), null=True, blank=True, help_text=_("Of a panel, as printed.")
    )
    title = TranslatedTextField(_("title"))
    abstract = TranslatedTextField(_("abstract"), blank=True)
    guiding_questions = TranslatedTextField(_("guiding questions"), blank=True, help_text=_("One a line."))
    organiser = TranslatedTextField(
        _("organised by"),
        blank=True,
        help_text=_("Whose session it is, where it is not the conference’s own; the agenda names it."),
    )
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions", verbose_name=_("topic")
    )
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    rooms = models.ManyToManyField(Room, through="agenda.RoomBooking", related_name="sessions", blank=True)
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("languages"), default=list, blank=True)
    is_interpreted = models.BooleanField(_("interpreted"), default=False)
    channels = models.JSONField(
        _("channels of interpretation"),
        default=dict,
        blank=True,
        help_text=_("The number on the receiver, by language."),
    )
    entry = models.ManyToManyField(
        ParticipantCategory, blank=True, verbose_name=_("who may enter"), help_text=_("Empty: all participants.")
    )
    listing = models.CharField(_("who may know of it"), max_length=20, choices=Listing, default=Listing.PUBLIC)
    attribution = models.CharField(
        _("attribution"), max_length=20, choices=Attribution, default=Attribution.PARTICIPANTS
    )
    is_whole_conference = models.BooleanField(
        _("for the whole conference"), default=False, help_text=_("Everybody is expected; it stands across all rooms.")
    )
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True, help_text=_("How many may enter."))
    needs_booking = models.BooleanField(_("a seat has to be booked"), default=False)
    is_hybrid = models.BooleanField(_("may be followed online"), default=False)
    link = models.URLField(
        _("address to follow it online"),
        max_length=1000,
        blank=True,
        help_text=_("Shown to those entitled alone, and never published."),
    )
    is_open_to_press = models.BooleanField(_("open to press"), default=False)
    state = models.CharField(_("status"), max_length=20, choices=SessionState, default=SessionState.SCHEDULED)
    source = models.URLField(_("public source"), blank=True, help_text=_("Where this is known from, if it is."))
    created_at = models.DateTimeField(default=timezone.now)
    #: Whose the present version is, and since when: whoever saves a stale one is told.
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: How long it was when it lost its time; it comes back from the parking lot as long.
    parked_minutes = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    objects: ClassVar = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = (models.Index(fields=["conference", "starts_at"], name="session_by_time"),)
        constraints = (
            models.CheckConstraint(
                name="session_ends_after_it_begins",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A session must end after it begins."),
            ),
            models.CheckConstraint(
                name="session_with_a_link_may_be_followed_online",
                condition=Q(link="") | Q(is_hybrid=True),
                violation_error_message=_("Only a session that may be followed online has an address for it."),
            ),
            models.CheckConstraint(
                name="session_has_room_for_somebody",
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0),
                violation_error_message=_("The capacity is one or more, or stays empty."),
            ),
            models.CheckConstraint(
                name="session_to_be_booked_has_a_capacity",
                condition=Q(needs_booking=False) | Q(capacity__isnull=False),
                violation_error_message=_("Where a seat has to be booked, say how many there are."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        """Puts title and organiser on one line. Raises ``ValidationError``, a sentence for each field."""
        super().clean()
        for name in ("title", "organiser"):
            texts = getattr(self, name)
            setattr(self, name, TranslatedText({code: " ".join(text.split()) for code, text in texts.items()}))
        faults = {"title": self._title_fault(), "languages": self._channel_fault(), "link": self._link_fault()}
        if any(faults.values()):
            raise ValidationError({name: sentence for name, sentence in faults.items() if sentence})

    def _title_fault(self) -> str:
        long = {code: len(text) for code, text in self.title.items() if len(text) > LONGEST_TITLE}
        sentences = (
            now("The title in %(language)s has %(count)d characters; %(longest)d are the most.")
            % {"language": language_name(code), "count": count, "longest": LONGEST_TITLE}
            for code, count in long.items()
        )
        return " ".join(sentences)

    def _channel_fault(self) -> str:
        numbers = list(self.channels.values())
        if not self.channels.keys() <= set(self.languages):
            return now("A channel is of a language of the session: tick the language too, or leave its channel away.")
        if not all(type(number) is int and 0 <= number <= LAST_CHANNEL for number in numbers):
            return now("A channel is a number from 0 to %(last)d.") % {"last": LAST_CHANNEL}
        if len(set(numbers)) < len(numbers):
            return now("Two languages cannot be heard on one channel.")
        return ""

    def _link_fault(self) -> str:
        if self.link and not self.link.startswith("https://"):
            return now("The address must begin with https://, so that nobody else can follow along.")
        return ""

    def mark_changed(self, *, by: User | None) -> tuple[str, ...]:
        """Makes it another version, and says whose; the caller saves the fields that this gives back."""
        self.version += 1
        self.changed_by, self.changed_at = by, timezone.now()
        return ("version", "changed_by", "changed_at")

    def move_to(self, wanted: SessionState) -> None:
        """Changes the state in memory; the caller saves. Raises ``IllegalSessionTransitionError``."""
        current = SessionState(self.state)
        if wanted not in SESSION_TRANSITIONS[current]:
            raise IllegalSessionTransitionError(current=current.label, wanted=wanted.label)
        self.state = wanted

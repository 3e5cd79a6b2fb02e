"""The ledger: one row for every message, written with the act that causes it."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.correspondence.errors import IllegalMessageTransitionError
from conference.correspondence.models.pause import Pause
from conference.correspondence.states import IN_TROUBLE, TRANSITIONS, MessageState
from conference.models import Conference, Identified, User
from conference.permissions import Actor, conferences_of

#: What is not at its end, in the order of the alphabet, as the index of them names it.
UNFINISHED = sorted({MessageState.QUEUED, MessageState.SENDING, MessageState.BY_HAND, *IN_TROUBLE})
COPY = "copy:"  # begins the key of a private office's copy


class Queue(models.TextChoices):
    """Sign-in codes never wait behind letters, nor a letter to one behind those to thousands."""

    URGENT = "urgent", _("urgent")
    MAIL = "mail", _("ordinary")
    BULK = "bulk", _("to many")


def paused_acts() -> models.QuerySet[Pause, Any]:
    """The ids of acts whose letters wait."""
    return Pause.objects.order_by().values("act_id")


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.filter(conference=conference)

    def about(self, *objects: Identified) -> Self:
        """Messages about any of the objects."""
        return self.filter(about_id__in=[thing.pk for thing in objects])

    def due(self) -> Self:
        """Queued, not waiting for a later moment, and of no act that is paused."""
        now = timezone.now()
        return self.filter(state=MessageState.QUEUED, next_attempt_at__lte=now).exclude(act_id__in=paused_acts())

    def useless(self) -> Self:
        """Due, but of no use any longer."""
        return self.due().filter(expires_at__lte=timezone.now())

    def abandoned(self) -> Self:
        """Claimed by a worker whose lease ran out."""
        return self.filter(state=MessageState.SENDING, lease_until__lt=timezone.now())

    def in_trouble(self) -> Self:
        return self.filter(state__in=IN_TROUBLE)

    def to_be_noted(self) -> Self:
        """Those that came back and of which no officer has taken note."""
        return self.filter(came_back_at__isnull=False, return_noted_at__isnull=True)


class OutgoingMessage(Identified):
    """A message to one recipient. Its key is unique: a second enqueue of the same key is the same row.

    ``secrets`` fill marked places of the text at hand-over and are wiped once the message is sent, so that nobody
    reads a code in the ledger.
    """

    conference = models.ForeignKey(Conference, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    key = models.CharField(_("business key"), max_length=200, unique=True)
    purpose = models.CharField(_("purpose"), max_length=40)
    queue = models.CharField(_("queue"), max_length=10, choices=Queue, default=Queue.MAIL)
    state = models.CharField(_("status"), max_length=12, choices=MessageState, default=MessageState.QUEUED)
    recipient = models.EmailField(_("recipient"))
    domain = models.GeneratedField(
        verbose_name=_("domain"),
        expression=Lower(Func("recipient", Value("@"), Value(-1), function="split_part")),
        output_field=models.CharField(max_length=255),
        db_persist=True,
    )
    recipient_name = models.CharField(_("recipient's name"), max_length=300, blank=True)
    copy_to = models.EmailField(_("copy to"), blank=True, help_text=_("A private office."))
    language = models.CharField(_("language"), max_length=8)
    subject = models.CharField(_("subject"), max_length=400)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    calendar = models.TextField(_("calendar entry"), blank=True)
    enclosures = models.JSONField(
        default=list,
        blank=True,
        help_text=_("What is typeset at delivery: the same each time, for it is written here."),
    )
    secrets = models.JSONField(default=dict, blank=True)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.UUIDField(null=True, blank=True)
    act_id = models.UUIDField(
        null=True, blank=True, help_text=_("The decision that wrote it: undone, it takes its letters back.")
    )
    message_id = models.CharField(_("Message-ID"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("due"), default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    answer = models.TextField(_("the server's words"), blank=True)
    came_back_at = models.DateTimeField(_("came back"), null=True, blank=True, help_text=_("Another server's notice."))
    return_noted_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When an officer took note that it came back.")
    )

    objects: ClassVar = OutgoingMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-created_at",)
        indexes = (
            models.Index(fields=["queue", "next_attempt_at"], name="message_due", condition=Q(state="queued")),
            models.Index(
                fields=["expires_at"], name="message_expires", condition=Q(state="queued", expires_at__isnull=False)
            ),
            models.Index(fields=["lease_until"], name="message_leased", condition=Q(state="sending")),
            models.Index(fields=["conference", "domain"], name="message_by_domain"),
            models.Index(fields=["about_id"], name="message_about"),
            models.Index(fields=["act_id"], name="message_of_act", condition=Q(act_id__isnull=False)),
            models.Index(fields=["conference", "-created_at"], name="message_by_conference"),
            models.Index(fields=["conference", "state", "-created_at"], name="message_by_state"),
            models.Index(
                fields=["conference", "state", "next_attempt_at", "lease_until"],
                name="message_unfinished",
                condition=Q(state__in=UNFINISHED),
            ),
            models.Index(
                fields=["conference", "-created_at"],
                name="message_came_back",
                condition=Q(came_back_at__isnull=False),
            ),
            models.Index(fields=["message_id"], name="message_by_message_id", condition=~Q(message_id="")),
        )
        constraints = (
            models.CheckConstraint(
                name="sending_message_has_a_lease",
                condition=~Q(state="sending") | Q(lease_until__isnull=False),
            ),
            models.CheckConstraint(
                name="sent_message_says_when", condition=~Q(state="sent") | Q(sent_at__isnull=False)
            ),
            models.CheckConstraint(
                name="noted_message_came_back",
                condition=Q(return_noted_at__isnull=True) | Q(came_back_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"

    @property
    def is_copy(self) -> bool:
        """Whether this is the private office's copy of a message."""
        return self.key.startswith(COPY)

    @property
    def waits_for_a_note(self) -> bool:
        """Whether it came back and no officer has taken note of that."""
        return self.came_back_at is not None and self.return_noted_at is None

    def move_to(self, wanted: MessageState) -> None:
        """Changes the state in memory; the only place that does. Raises ``IllegalMessageTransitionError``."""
        current = MessageState(self.state)
        if wanted not in TRANSITIONS[current]:
            raise IllegalMessageTransitionError(current=current, wanted=wanted)
        self.state = wanted


class DeliveryAttempt(models.Model):
    """What became of one attempt, in the server's words; or what an officer did about the message."""

    message = models.ForeignKey(OutgoingMessage, on_delete=models.CASCADE, related_name="attempt_log")
    at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=12, choices=MessageState)
    answer = models.TextField(blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: False until those who registered for what becomes of the letter were told (``telling.py``).
    is_told = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ("at",)
        indexes = (models.Index(fields=["message"], name="attempt_untold", condition=Q(is_told=False)),)

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.answer}"

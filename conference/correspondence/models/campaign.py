"""A campaign: one letter, worded for this once, to many on a list; each recipient's row says what became of it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.correspondence.campaign_states import ENDED, TRANSITIONS, CampaignState, Exclusion, Standing
from conference.correspondence.errors import IllegalCampaignTransitionError
from conference.correspondence.models.outgoing_message import OutgoingMessage
from conference.models import Conference, Identified, User, Versioned
from conference.permissions import Actor, conferences_of


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.filter(conference=conference)


class Campaign(Identified, Versioned):
    """``audience`` names one of the registry's, ``condition`` one of its conditions, asked again when letters go.

    ``scheduled_at`` is a moment by the conference's clock.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="campaigns")
    name = models.CharField(_("name"), max_length=200)
    audience = models.CharField(_("to whom"), max_length=30)
    condition = models.CharField(_("only to those"), max_length=30, blank=True)
    cut_by = models.TextField(_("of the list"), blank=True, help_text=_("How the list was narrowed, in words."))
    state = models.CharField(_("status"), max_length=10, choices=CampaignState, default=CampaignState.DRAFT)
    scheduled_at = models.DateTimeField(_("goes out"), null=True, blank=True)
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    #: Of the page on which it was begun: asked for twice, it is one draft.
    token = models.UUIDField(null=True, editable=False)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ("-created_at",)
        indexes = (
            models.Index(
                fields=["state", "scheduled_at"],
                name="campaign_under_way",
                condition=Q(state__in=["running", "scheduled"]),
            ),
            models.Index(fields=["conference", "-created_at"], name="campaign_of_conference"),
        )
        constraints = (
            models.UniqueConstraint(fields=["token"], name="campaign_is_begun_once_a_page"),
            models.CheckConstraint(
                name="campaign_that_goes_says_when",
                condition=Q(state="draft") | Q(scheduled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="campaign_that_ended_says_when",
                condition=Q(state__in=["cancelled", "done"], ended_at__isnull=False)
                | Q(state__in=["draft", "paused", "running", "scheduled"], ended_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.state == CampaignState.DRAFT

    def move_to(self, wanted: CampaignState, *, by: User | None, reason: str = "") -> None:
        """Changes the state, saves it and keeps actor, time and reason; the caller holds the row's lock.

        Raises ``IllegalCampaignTransitionError``.
        """
        current = CampaignState(self.state)
        if wanted not in TRANSITIONS[current]:
            raise IllegalCampaignTransitionError(current=current, wanted=wanted)
        self.state, self.version = wanted, self.version + 1
        if wanted in ENDED:
            self.ended_at = timezone.now()
        self.save(update_fields=["state", "version", "ended_at", "scheduled_at", "sent_by"])
        CampaignTransition.objects.create(campaign=self, origin=current, target=wanted, by=by, reason=reason)


class CampaignTransition(models.Model):
    """Who moved a campaign, when and why; nobody, where it was the machine."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="transitions")
    origin = models.CharField(max_length=10, choices=CampaignState)
    target = models.CharField(max_length=10, choices=CampaignState)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("move of a campaign")
        verbose_name_plural = _("moves of campaigns")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.campaign}: {self.get_target_display()}"


class CampaignWording(Identified):
    """What a campaign says in one language; placeholders are those of its audience."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(_("language"), max_length=8)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("wording of a campaign")
        verbose_name_plural = _("wordings of campaigns")
        ordering = ("language",)
        constraints = (
            models.UniqueConstraint(fields=["campaign", "language"], name="campaign_is_worded_once_a_language"),
            models.CheckConstraint(name="campaign_wording_says_something", condition=~Q(subject="") & ~Q(body="")),
        )

    def __str__(self) -> str:
        return f"{self.campaign} ({self.language})"


class CampaignRecipient(Identified):
    """One on the list of a campaign. Address and name are those of the moment when the letter was written.

    Two letters of a campaign never go to one address, and never are about one row.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="recipients")
    position = models.PositiveIntegerField(_("place on the list"))
    about_id = models.UUIDField()
    recipient = models.EmailField(_("recipient"), blank=True)
    recipient_name = models.CharField(_("recipient's name"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    by_hand = models.BooleanField(_("by hand"), default=False)
    standing = models.CharField(_("status"), max_length=10, choices=Standing, default=Standing.WAITING)
    reason = models.CharField(_("why not"), max_length=20, choices=Exclusion, blank=True)
    message = models.OneToOneField(
        OutgoingMessage, null=True, blank=True, on_delete=models.CASCADE, related_name="recipient_of_campaign"
    )

    class Meta:
        verbose_name = _("recipient of a campaign")
        verbose_name_plural = _("recipients of campaigns")
        ordering = ("position",)
        indexes = (
            models.Index(fields=["campaign", "position"], name="campaign_recipient_in_order"),
            models.Index(
                fields=["campaign", "position"], name="campaign_recipient_waiting", condition=Q(standing="waiting")
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["campaign", "about_id"], name="campaign_has_each_once"),
            models.UniqueConstraint(
                fields=["campaign", "recipient"],
                name="campaign_writes_once_to_an_address",
                condition=Q(standing__in=["waiting", "written"]) & ~Q(recipient=""),
            ),
            models.CheckConstraint(
                name="campaign_recipient_written_to_has_a_message",
                condition=Q(standing="written", message__isnull=False)
                | Q(standing__in=["waiting", "excluded", "dropped"], message__isnull=True),
            ),
            models.CheckConstraint(
                name="campaign_recipient_left_out_says_why",
                condition=(Q(standing="excluded") & ~Q(reason="")) | (~Q(standing="excluded") & Q(reason="")),
            ),
        )

    def __str__(self) -> str:
        return self.recipient_name or self.recipient

    def leave_out(self, reason: Exclusion) -> None:
        """Changes the row in memory."""
        self.standing, self.reason = Standing.EXCLUDED, reason

    @property
    def is_waiting(self) -> bool:
        return self.standing == Standing.WAITING

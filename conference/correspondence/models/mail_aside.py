"""Mail that came where notices arrive, and of which the machine could not tell what it means or of which message."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.correspondence.models.bounce import WORDS_LENGTH, BounceKind
from conference.correspondence.models.outgoing_message import OutgoingMessage
from conference.models import Conference, Identified, User
from conference.permissions import ROLES_THAT_CORRESPOND, ROLES_THAT_SEE_PROTECTED, has_role

MOST_ADDRESSES = 20


class WhyAside(models.TextChoices):
    """Why it was put aside, by the names of ``bounces.notice.Why``."""

    COMPLAINT = "complaint", _("A provider passes on that somebody called the message unwanted.")
    ASKS_BACK = "asks_back", _("A program asks the sender to confirm that a person wrote.")
    NO_NOTICE = "no_notice", _("It is no notice of a mail server: perhaps an answer.")
    UNCERTAIN = "uncertain", _("A mail server wrote it, in words that say nothing certain.")
    NOTHING_SAID = "nothing_said", _("Its report says of no address what became of the message.")
    NESTED = "nested", _("It has too many parts to be a notice.")
    FORGED = "forged", _("Its address of return was not written here.")
    SEVERAL = "several", _("It names several messages.")
    UNKNOWN = "unknown", _("It names no message of the ledger.")
    NOT_HANDED_OVER = "not_handed_over", _("It returns a message that was not handed over.")
    UNREADABLE = "unreadable", _("It cannot be read.")
    UNKEEPABLE = "unkeepable", _("What it says cannot be kept.")


class AsideDecision(models.TextChoices):
    ASSIGNED = "assigned", _("assigned to a message")
    DISMISSED = "dismissed", _("dismissed")


class MailAsideQuerySet(models.QuerySet["MailAside"]):
    def visible_to(self, actor: User, conference: Conference) -> Self:
        """What belongs to the conference, for those who decide about such mail.

        What may be any conference's is for the administrator: the answer of somebody who was written to by two hosts is
        not the other one's to read.
        """
        if not has_role(actor, conference, ROLES_THAT_CORRESPOND | ROLES_THAT_SEE_PROTECTED):
            return self.none()
        of_nobody = Q(conference__isnull=True) if actor.is_superuser else Q()
        return self.filter(Q(conference=conference) | of_nobody)

    def undecided(self) -> Self:
        return self.filter(decision="")


class MailAside(Identified):
    """What such a mail says, in excerpt, until an officer has assigned or dismissed it.

    ``addresses``: of its sender and whomever it names, by which the messages are found that it may be about. Of the
    ``conference`` that alone has written to them, or is the only one; else of none.
    """

    digest = models.CharField(max_length=64, unique=True)
    conference = models.ForeignKey(Conference, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(_("reason"), max_length=20, choices=WhyAside)
    sender = models.CharField(_("from"), max_length=320, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    words = models.TextField(_("words"), max_length=WORDS_LENGTH, blank=True)
    addresses = ArrayField(models.CharField(max_length=320), size=MOST_ADDRESSES, default=list, blank=True)
    kind = models.CharField(_("what it says"), max_length=12, choices=BounceKind, blank=True)
    address = models.CharField(_("address"), max_length=320, blank=True)
    status = models.CharField(_("code"), max_length=16, blank=True)
    read_at = models.DateTimeField(_("read"), default=timezone.now)
    decision = models.CharField(_("decision"), max_length=12, choices=AsideDecision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    message = models.ForeignKey(OutgoingMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = MailAsideQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail put aside")
        verbose_name_plural = _("mail put aside")
        ordering = ("-read_at", "pk")
        indexes = (models.Index(fields=["conference", "-read_at"], name="aside_undecided", condition=Q(decision="")),)
        constraints = (
            models.CheckConstraint(
                name="mail_is_put_aside_for_a_known_reason", condition=Q(why__in=sorted(why.value for why in WhyAside))
            ),
            models.CheckConstraint(
                name="decided_mail_says_when_and_which_way",
                condition=Q(decision="", decided_at__isnull=True)
                | Q(decision__in=["assigned", "dismissed"], decided_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.sender}: {self.subject}"

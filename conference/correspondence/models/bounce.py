"""What other servers say about a message after ours had taken it."""

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.correspondence.models.outgoing_message import OutgoingMessage
from conference.models import Identified

WORDS_LENGTH = 2000


class BounceKind(models.TextChoices):
    """DELAYED: not yet delivered; the server goes on trying, and nothing has come back."""

    CAME_BACK = "came_back", _("came back")
    DELAYED = "delayed", _("delayed")


class Bounce(Identified):
    """That a server gave a message back, or has not delivered it yet. Written once for a notice, however often read.

    ``notice`` is a digest of the notice; ``address`` the one of which it speaks (another one where mail is passed on).
    """

    message = models.ForeignKey(OutgoingMessage, on_delete=models.CASCADE, related_name="bounces")
    kind = models.CharField(_("what it says"), max_length=12, choices=BounceKind)
    notice = models.CharField(max_length=64)
    address = models.CharField(_("address"), max_length=320, blank=True)
    status = models.CharField(_("code"), max_length=16, blank=True)
    words = models.TextField(_("the server's words"), max_length=WORDS_LENGTH, blank=True)
    read_at = models.DateTimeField(_("read"), default=timezone.now)

    class Meta:
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")
        ordering = ("read_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["message", "notice"], name="notice_of_a_message_is_kept_once"),
            models.CheckConstraint(
                name="bounce_is_of_a_known_kind", condition=Q(kind__in=sorted(kind.value for kind in BounceKind))
            ),
            models.CheckConstraint(
                name="bounce_code_is_three_numbers",
                condition=Q(status="") | Q(status__regex=r"^[245]\.[0-9]{1,3}\.[0-9]{1,3}$"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words}"


def with_words_of_return(messages: QuerySet[OutgoingMessage]) -> QuerySet[OutgoingMessage]:
    """Each with ``words_of_return``: what the last server said that gave it back."""
    said = Bounce.objects.filter(message=OuterRef("pk"), kind=BounceKind.CAME_BACK).order_by("-read_at", "-pk")
    return messages.annotate(words_of_return=Subquery(said.values("words")[:1]))

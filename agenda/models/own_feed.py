"""The address at which a participant's own calendar is read, without signing in."""

import base64
import hashlib
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from conference.models import Identified
from registration.models import Participant


def digest(token: str) -> str:
    """How a token is stored; 128 unguessable bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


class OwnFeed(Identified):
    """One a participant. Whoever has its address reads it, so it can be revoked and made anew at any time.

    The token is made again from the site's key, the row, ``serial`` and the private office's address: the page can show
    it, and the database, which keeps a digest alone, gives it to nobody. Without a digest it is revoked. Once the
    office is another one, it is as revoked: the former office has read the address.
    """

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="own_feed")
    serial = models.PositiveIntegerField(default=0, editable=False)
    # Null where there is none: empty texts would collide.
    digest = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects: ClassVar = models.Manager["OwnFeed"]()

    class Meta:
        verbose_name = _("own calendar")
        verbose_name_plural = _("own calendars")
        constraints = (
            models.CheckConstraint(
                name="own_calendar_is_open_or_revoked",
                condition=Q(digest__isnull=False, revoked_at__isnull=True)
                | Q(digest__isnull=True, revoked_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.made_at)

    @property
    def token(self) -> str:
        """What stands in the address; nothing where it is revoked, or office or site's key have changed since.

        Reads the participant.
        """
        made = self._made()
        return made if self.digest == digest(made) else ""

    def open_anew(self) -> None:
        """Another token, in memory; the one before opens nothing as soon as the caller has saved."""
        self.serial += 1
        self.digest, self.made_at, self.revoked_at = digest(self._made()), timezone.now(), None

    def revoke(self) -> None:
        """In memory; the caller saves."""
        self.digest, self.revoked_at = None, timezone.now()

    def _made(self) -> str:
        made_of = f"{self.pk}:{self.serial}"
        if self.participant.office_email:
            made_of += f":{self.participant.office_email}"
        bits = salted_hmac("agenda.own_feed", made_of, algorithm="sha256").digest()[:16]
        return base64.urlsafe_b64encode(bits).decode().rstrip("=")

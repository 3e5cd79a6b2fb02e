"""The code by which the door knows who is registered; what is printed around it is another matter."""

import datetime
import secrets
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Identified, User
from conference.permissions import Actor, conferences_of
from registration.models.invitation import CODE_CHARACTERS
from registration.states import RegistrationState

if TYPE_CHECKING:
    from registration.models.registration import Registration

CODE_LENGTH = 16
BITS = 5 * CODE_LENGTH
GROUP = 4


def code_of(bits: int) -> str:
    """Eighty bits as sixteen characters that nobody confuses: no 0, 1, I or O."""
    return "".join(CODE_CHARACTERS[bits >> shift & 31] for shift in range(0, BITS, 5))


def new_code() -> str:
    """A code that tells nothing of whose it is, and that nobody guesses."""
    return code_of(secrets.randbits(BITS))


class VoidReason(models.TextChoices):
    WITHDRAWN = "withdrawn", _("withdrawn")
    REPLACED = "replaced", _("replaced by a substitute")
    NOT_CONFIRMED = "not_confirmed", _("no longer confirmed")
    REISSUED = "reissued", _("replaced by a new badge")
    MERGED = "merged", _("merged with another registration")


VOIDED_BY_STATE = {
    RegistrationState.WITHDRAWN: VoidReason.WITHDRAWN,
    RegistrationState.REPLACED: VoidReason.REPLACED,
}


class BadgeQuerySet(models.QuerySet["Badge"]):
    def valid(self) -> Self:
        """Those that open a door: not voided, and of somebody who is registered now."""
        return self.filter(voided_at__isnull=True, registration__state=RegistrationState.REGISTERED)

    def visible_to(self, actor: Actor, registration: "Registration") -> Self:
        """Of one registration, to whose it is and to the team of its conference."""
        person = registration.participant
        is_own = actor.is_authenticated and actor.email in {person.email, person.office_email}
        is_team = conferences_of(actor).filter(pk=registration.conference_id).exists()
        return self.filter(registration=registration) if is_own or is_team else self.none()

    def issue(self, registration: "Registration", *, by: User | None) -> "Badge":
        """A new code; the caller holds the registration's lock, and the former code is void."""
        return self.create(registration=registration, code=new_code(), issued_by=by)

    def void(self, registration: "Registration", reason: VoidReason, *, by: User | None, words: str = "") -> int:
        """Kills the registration's code for good; gives how many there were, at most one."""
        present = self.filter(registration=registration, voided_at__isnull=True)
        return present.update(voided_at=timezone.now(), voided_by=by, void_reason=reason, void_words=words)

    def follow(self, registration: "Registration", former: RegistrationState, *, by: User | None) -> None:
        """Who becomes registered has a code from that moment, and who ceases to be has none."""
        state = RegistrationState(registration.state)
        if former == RegistrationState.REGISTERED:
            self.void(registration, VOIDED_BY_STATE.get(state, VoidReason.NOT_CONFIRMED), by=by)
        if state == RegistrationState.REGISTERED:
            self.issue(registration, by=by)


class Badge(Identified):
    """One code of one registration; a void one is kept, so that the door can say why it opens nothing."""

    registration = models.ForeignKey("registration.Registration", on_delete=models.CASCADE, related_name="badges")
    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    voided_at: "models.DateTimeField[datetime.datetime | None, datetime.datetime | None]" = models.DateTimeField(
        _("void since"), null=True, blank=True
    )
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    void_reason = models.CharField(_("why it is void"), max_length=20, choices=VoidReason, blank=True)
    void_words = models.CharField(_("why another code was given"), max_length=300, blank=True)

    objects: ClassVar = BadgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        ordering = ("issued_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(voided_at__isnull=True),
                name="registration_has_one_valid_badge",
            ),
            models.CheckConstraint(
                name="badge_code_is_sixteen_readable_characters",
                condition=Q(code__regex=rf"^[{CODE_CHARACTERS}]{{{CODE_LENGTH}}}$"),
            ),
            models.CheckConstraint(
                name="void_badge_says_why",
                condition=Q(voided_at__isnull=True, void_reason="")
                | (Q(voided_at__isnull=False) & Q(void_reason__in=sorted(VoidReason))),
            ),
        )

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """In groups of four, as it is read and typed."""
        return "-".join(self.code[i : i + GROUP] for i in range(0, CODE_LENGTH, GROUP))

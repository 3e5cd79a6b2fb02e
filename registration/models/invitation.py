"""A right to register, addressed to a State, an organisation or a person."""

import base64
import hashlib
import uuid
from collections.abc import Iterable
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, Mission, User, Versioned, normalise_email
from conference.permissions import Actor, conferences_of
from registration.errors import IllegalInvitationTransitionError
from registration.models.category import ParticipantCategory
from registration.models.delegation import Delegation
from registration.models.participant import Participant
from registration.models.round import InvitationRound
from registration.states import AWAITING_A_REPLY, INVITATION_TRANSITIONS, InvitationState

CODE_CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Channel(models.TextChoices):
    NOTE_VERBALE = "note_verbale", _("note verbale")
    LETTER = "letter", _("letter")
    EMAIL = "email", _("e-mail")


class DispatchWay(models.TextChoices):
    """How a note leaves the house."""

    COURIER = "courier", _("by courier")
    BY_HAND = "by_hand", _("by hand")
    BAG = "bag", _("by diplomatic bag")
    POST = "post", _("by post")
    EMAIL = "email", _("as a scan by e-mail")


def digest(token: str) -> str:
    """How tokens are stored; 128 unguessable bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived(purpose: str, invitation_id: uuid.UUID, address: str) -> bytes:
    """Bits that only this installation can make again: a reminder repeats the same link without the link being stored.

    They depend on the address, so an invitation sent to another address kills what went to the former one.
    """
    return salted_hmac(f"registration.invitation.{purpose}", f"{invitation_id}:{address}", algorithm="sha256").digest()


def designation_digest(code: str) -> str:
    """The digest of a code however it was typed: lower case, with or without hyphens and spaces."""
    return digest("".join(c for c in code.upper() if c.isalnum()))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.filter(conference=conference)

    def awaiting_a_reply(self) -> Self:
        return self.filter(state__in=AWAITING_A_REPLY)

    def move_all(
        self, invitations: Iterable["Invitation"], wanted: InvitationState, *, by: User | None, reason: str = ""
    ) -> None:
        """Moves several as :meth:`Invitation.move_to` moves one, in two queries; the caller holds the rows' locks.

        Raises ``IllegalInvitationTransitionError`` before anything is saved.
        """
        rows = list(invitations)
        kept = [row.moved(wanted, by=by, reason=reason) for row in rows]
        if not rows:
            return
        # Of a lock's holder the number in the row is the one in memory: the same for all, and quicker than row by row.
        moved = self.filter(pk__in=[row.pk for row in rows])
        moved.update(state=wanted, state_since=rows[0].state_since, version=F("version") + 1)
        InvitationTransition.objects.bulk_create(kept)

    def for_listing(self) -> Self:
        return self.select_related(
            "conference", "category", "mission", "participant", "delegation__state", "delegation__organisation"
        ).prefetch_related("delegation__state__names", "delegation__organisation__names")


class Invitation(Identified, Versioned):
    """Bound to its addressee by the address it was sent to.

    An individual's link asks for a code sent to the invited address; a State designates its focal point with the
    one-time code that the note bears.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="invitations")
    category = models.ForeignKey(ParticipantCategory, on_delete=models.PROTECT, related_name="invitations")
    delegation = models.ForeignKey(
        Delegation, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    mission = models.ForeignKey(Mission, null=True, blank=True, on_delete=models.PROTECT)
    email = models.EmailField(_("written to"), blank=True)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel, default=Channel.EMAIL)
    reference = models.CharField(_("reference number"), max_length=60, blank=True)
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    signatory = models.CharField(_("signatory"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    quota = models.PositiveSmallIntegerField(_("seats offered"), null=True, blank=True)
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    state = models.CharField(_("status"), max_length=20, choices=InvitationState, default=InvitationState.DRAFT)
    state_since = models.DateTimeField(_("since"), default=timezone.now)
    # Null where there is none: empty texts would collide.
    link_digest = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001
    designation_digest = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001
    designation_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("link valid until"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    round = models.ForeignKey(
        InvitationRound, null=True, blank=True, on_delete=models.RESTRICT, related_name="invitations"
    )
    is_by_note_only = models.BooleanField(
        _("by note only"), default=False, help_text=_("Nothing is written to the addressee by e-mail automatically.")
    )
    dispatched_on = models.DateField(_("dispatched"), null=True, blank=True)
    dispatched_how = models.CharField(_("how"), max_length=12, choices=DispatchWay, blank=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        indexes = (models.Index(fields=["conference", "state"], name="invitation_by_state"),)
        constraints = (
            models.CheckConstraint(
                name="invitation_has_one_addressee",
                condition=Q(delegation__isnull=False, participant__isnull=True)
                | Q(delegation__isnull=True, participant__isnull=False),
                violation_error_message=_("An invitation is addressed to one delegation or one person."),
            ),
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(delegation__isnull=False),
                name="delegation_is_invited_once",
                violation_error_message=_("This delegation is already invited."),
            ),
            models.UniqueConstraint(
                fields=["conference", "reference"], condition=~Q(reference=""), name="reference_number_is_unique"
            ),
            models.CheckConstraint(
                name="dispatched_note_says_when_and_how",
                condition=Q(dispatched_on__isnull=True, dispatched_how="")
                | (Q(dispatched_on__isnull=False) & ~Q(dispatched_how="")),
            ),
            models.CheckConstraint(
                name="draft_note_is_not_dispatched", condition=~Q(state="draft") | Q(dispatched_on__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return self.addressee

    @property
    def addressee(self) -> str:
        """The State's or organisation's short name, or the person's formal name."""
        return str(self.delegation or self.participant or "")

    @property
    def link_token(self) -> str:
        """128 bits for the link to this invitation; the row keeps only their digest."""
        return base64.urlsafe_b64encode(derived("link", self.pk, self.email)[:16]).decode().rstrip("=")

    @property
    def designation_code(self) -> str:
        """A one-time code that can be read out on the telephone: twelve of 32 characters, no 0, 1, I or O (60 bits)."""
        bits = int.from_bytes(derived("designation", self.pk, self.email)[:8], "big")
        characters = "".join(CODE_CHARACTERS[bits >> shift & 31] for shift in range(0, 60, 5))
        return "-".join(characters[i : i + 4] for i in (0, 4, 8))

    def bind(self) -> None:
        """Binds the link, and a delegation's code, to the present address; the caller saves."""
        self.email = normalise_email(self.email)
        self.link_digest = digest(self.link_token)
        self.designation_digest = designation_digest(self.designation_code) if self.delegation_id else None

    def renew_link(self) -> None:
        """Makes the link of new letters valid after the site's key was changed; saves, and the former link dies."""
        present = digest(self.link_token)
        if self.link_digest != present:
            self.link_digest = present
            self.save(update_fields=["link_digest"])

    def move_to(self, wanted: InvitationState, *, by: User | None, reason: str = "") -> None:
        """Moves the state, saves it and keeps actor, time and reason. The caller holds the row's lock.

        Raises ``IllegalInvitationTransitionError`` where the table of moves does not have it.
        """
        kept = self.moved(wanted, by=by, reason=reason)
        self.save(update_fields=["state", "state_since", "version"])
        kept.save(force_insert=True)

    def moved(self, wanted: InvitationState, *, by: User | None, reason: str = "") -> "InvitationTransition":
        """Changes the state in memory, and gives the row of the history that is to be saved with it."""
        current = InvitationState(self.state)
        if wanted not in INVITATION_TRANSITIONS[current]:
            raise IllegalInvitationTransitionError(current=current.label, wanted=wanted.label)
        self.state, self.state_since, self.version = wanted, timezone.now(), self.version + 1
        return InvitationTransition(invitation=self, origin=current, target=wanted, by=by, reason=reason)


class InvitationTransition(models.Model):
    """Append-only: who moved an invitation, when and why (a reply by telephone is recorded here)."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="transitions")
    origin = models.CharField(max_length=20, choices=InvitationState, blank=True)
    target = models.CharField(max_length=20, choices=InvitationState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.origin} → {self.target}"

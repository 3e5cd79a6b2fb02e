"""A change asked for after the deadline: kept as a request until an officer decides, never lost, never silent."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, User, Versioned
from conference.permissions import Actor
from registration.errors import IllegalChangeTransitionError
from registration.models.delegation import Delegation
from registration.models.registration import Registration
from registration.models.roles import DelegationRole
from registration.states import CHANGE_TRANSITIONS, ChangeState


class ChangeKind(models.TextChoices):
    """Stepping back is no request: nobody is held to attend."""

    CORRECTION = "correction", _("correction")
    NOMINATION = "nomination", _("nomination of a new member")
    SUBSTITUTION = "substitution", _("substitution")


class PendingChangeQuerySet(models.QuerySet["PendingChange"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """Those about a registration or a delegation that the actor sees, and what one asked for oneself."""
        if not actor.is_authenticated:
            return self.none()
        registrations = Registration.objects.visible_to(actor, conference)
        delegations = Delegation.objects.visible_to(actor, conference)
        about = Q(registration__in=registrations) | Q(delegation__in=delegations)
        return self.filter(about, conference=conference)

    def open(self) -> Self:
        return self.filter(state=ChangeState.OPEN)

    def for_listing(self) -> Self:
        """With everything that a list shows."""
        return self.select_related(
            "registration__participant",
            "registration__category",
            "registration__application",
            "delegation__category",
            "asked_by",
            "decided_by",
        )


class PendingChange(Identified, Versioned):
    """Field by field what stood there when it was asked for and what shall stand there; of a new member, everything.

    ``changes`` is ``{"function": {"old": …, "new": …}}``; fields of the application are named ``application.mandate``.
    ``form_token`` is the form's, and of a nomination also that of the registration which comes of it: a second submit,
    and a second acceptance, are the first. Since ``cleared_at`` nothing of what was entered is left.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="pending_changes")
    kind = models.CharField(_("what"), max_length=20, choices=ChangeKind)
    state = models.CharField(_("status"), max_length=12, choices=ChangeState, default=ChangeState.OPEN)
    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.CASCADE, related_name="pending_changes"
    )
    delegation = models.ForeignKey(
        Delegation, null=True, blank=True, on_delete=models.CASCADE, related_name="pending_changes"
    )
    role = models.CharField(_("role in the delegation"), max_length=20, choices=DelegationRole, blank=True)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    note = models.TextField(_("words of who asks"), blank=True)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    cleared_at = models.DateTimeField(_("entries deleted"), null=True, blank=True, editable=False)
    result = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.SET_NULL, related_name="made_by_changes"
    )

    objects: ClassVar = PendingChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("request after the deadline")
        verbose_name_plural = _("requests after the deadline")
        ordering = ("asked_at",)
        indexes = (
            models.Index(fields=["conference", "state", "asked_at"], name="pending_change_by_state"),
            models.Index(fields=["delegation", "state"], name="pending_change_by_delegation"),
        )
        constraints = (
            models.CheckConstraint(
                name="request_is_about_a_registration_or_a_delegation",
                condition=Q(kind="nomination", registration__isnull=True, delegation__isnull=False)
                | (~Q(kind="nomination") & Q(registration__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["registration", "asked_by"],
                condition=Q(state="open", kind="correction"),
                name="who_asks_has_one_open_correction_of_a_registration",
            ),
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(state="open", kind="substitution"),
                name="member_has_one_open_substitution",
                violation_error_message=_("A substitution of this member was already asked for."),
            ),
            models.CheckConstraint(
                name="decided_request_says_when", condition=Q(state="open") | Q(decided_at__isnull=False)
            ),
            models.CheckConstraint(name="refused_request_has_a_reason", condition=~Q(state="refused") | ~Q(reason="")),
            models.CheckConstraint(
                name="cleared_request_holds_nothing", condition=Q(cleared_at__isnull=True) | Q(changes={}, note="")
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def move_to(self, wanted: ChangeState, *, by: User | None, reason: str = "") -> None:
        """Moves the state and keeps who decided, when and why. The caller holds the row's lock.

        Raises ``IllegalChangeTransitionError`` where the table has no such move: a request is decided once.
        """
        current = ChangeState(self.state)
        if wanted not in CHANGE_TRANSITIONS[current]:
            raise IllegalChangeTransitionError(current=current.label, wanted=wanted.label)
        self.state, self.decided_by, self.decided_at, self.reason = wanted, by, timezone.now(), reason
        self.version += 1
        self.save(update_fields=["state", "decided_by", "decided_at", "reason", "version", "result"])

    @property
    def is_open(self) -> bool:
        return self.state == ChangeState.OPEN

    @property
    def is_correction(self) -> bool:
        return self.kind == ChangeKind.CORRECTION

    @property
    def is_about_a_new_member(self) -> bool:
        """Whether nothing stood there when it was asked: a nomination, or a substitute."""
        return self.kind != ChangeKind.CORRECTION

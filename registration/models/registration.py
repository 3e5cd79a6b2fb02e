"""A person's participation in one conference, from nomination or application to its good end."""

import datetime
import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, User, Versioned
from conference.permissions import Actor, conferences_of
from registration.errors import IllegalTransitionError
from registration.models.badge import Badge
from registration.models.category import ParticipantCategory
from registration.models.decision_act import DecisionAct
from registration.models.delegation import Delegation
from registration.models.invitation import Invitation
from registration.models.participant import Participant
from registration.models.roles import DelegationRole, SeatType
from registration.states import (
    HOLDING_A_SEAT,
    LIVE,
    STATES_OF_TRACK,
    RegistrationState,
    Track,
    may_move,
    may_undo,
    may_unmerge,
)

#: What a move writes.
MOVED_FIELDS = ("state", "state_since", "version", "waited_for", "submitted_at", "seat_type")


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """The one door: the team sees its conference, a focal point the delegation, anybody else what is their own."""
        if conferences_of(actor).filter(pk=conference.pk).exists():
            return self.filter(conference=conference)
        if not actor.is_authenticated:
            return self.none()
        own = Q(participant__in=Participant.objects.filter(conference=conference).of_address(actor.email))
        as_focal_point = Q(delegation__in=Delegation.objects.visible_to(actor, conference))
        return self.filter(own | as_focal_point, conference=conference)

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def holding_a_seat(self) -> Self:
        return self.filter(state__in=HOLDING_A_SEAT, is_outside_quota=False)

    def for_listing(self) -> Self:
        """With everything that a list shows."""
        return self.select_related(
            "participant", "category", "delegation__state", "delegation__organisation"
        ).prefetch_related("delegation__state__names", "delegation__organisation__names")


class Registration(Identified, Versioned):
    """One live registration a participant. ``state`` is changed by :meth:`move_to` alone."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="registrations")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="registrations")
    category = models.ForeignKey(ParticipantCategory, on_delete=models.PROTECT, related_name="registrations")
    track = models.CharField(_("track"), max_length=12, choices=Track)
    state = models.CharField(_("status"), max_length=20, choices=RegistrationState, default=RegistrationState.DRAFT)
    waited_for = models.CharField(
        max_length=20, choices=RegistrationState, blank=True, help_text=_("To which status a promotion returns.")
    )
    state_since = models.DateTimeField(_("since"), default=timezone.now)
    delegation = models.ForeignKey(
        Delegation, null=True, blank=True, on_delete=models.PROTECT, related_name="registrations"
    )
    role = models.CharField(_("role in the delegation"), max_length=20, choices=DelegationRole, blank=True)
    position = models.PositiveSmallIntegerField(_("rank within the delegation"), default=0)
    is_outside_quota = models.BooleanField(_("outside quota"), default=False)
    seat_type = models.CharField(_("seat"), max_length=10, choices=SeatType, blank=True)
    asked_member_at = models.DateTimeField(_("sent to the member"), null=True, blank=True)
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by"
    )
    form_token = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text=_("Of the form that made it: a second submit is the same."),
    )
    privacy_notice_version = models.CharField(
        max_length=20, blank=True, help_text=_("The version agreed to: a number, or the name of a standard text.")
    )
    consented_at = models.DateTimeField(null=True, blank=True)
    client_digest = models.CharField(
        max_length=64, blank=True, editable=False, help_text=_("Counts what comes from one place within an hour.")
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # Kept by the database whenever this row or its person is written, so that lists cut and sort by one table. The
    # second key is blank for a protected person, whose place would tell the initial.
    is_incomplete = models.BooleanField(default=False, editable=False)
    name_key = models.TextField(default="", editable=False)
    public_name_key = models.TextField(default="", editable=False)

    objects: ClassVar = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = (
            models.Index(fields=["conference", "-state_since", "id"], name="registration_by_time"),
            models.Index(fields=["conference", "state", "-state_since", "id"], name="registration_by_state"),
            models.Index(fields=["conference", "category", "-state_since", "id"], name="registration_of_category"),
            models.Index(fields=["conference", "delegation"], name="registration_of_delegation"),
            models.Index(fields=["conference", "name_key", "id"], name="registration_by_name"),
            models.Index(fields=["conference", "public_name_key", "id"], name="registration_by_public_name"),
            models.Index(
                fields=["conference", "-state_since", "id"],
                name="registration_incomplete",
                condition=Q(is_incomplete=True),
            ),
            models.Index(fields=["conference", "category", "state"], name="registration_by_category"),
            models.Index(fields=["consented_at"], name="registration_by_consent"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(state__in=sorted(LIVE)),
                name="participant_has_one_live_registration",
                violation_error_message=_("This participant already has a registration."),
            ),
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(role="head", state__in=sorted(HOLDING_A_SEAT)),
                name="delegation_has_one_head",
                violation_error_message=_("This delegation already has a head."),
            ),
            models.CheckConstraint(
                name="registration_keeps_to_its_track",
                condition=Q(
                    *(Q(track=track, state__in=sorted(states)) for track, states in STATES_OF_TRACK.items()),
                    _connector=Q.OR,
                ),
            ),
            models.CheckConstraint(
                name="consent_names_the_notice_agreed_to",
                condition=Q(consented_at__isnull=True, privacy_notice_version="")
                | (Q(consented_at__isnull=False) & ~Q(privacy_notice_version="")),
            ),
            models.CheckConstraint(
                name="role_goes_with_a_delegation", condition=Q(delegation__isnull=False) | Q(role="")
            ),
            models.CheckConstraint(
                name="seat_at_the_table_or_behind_is_of_a_delegation",
                condition=Q(delegation__isnull=False) | Q(seat_type=""),
            ),
        )

    def __str__(self) -> str:
        return str(self.participant)

    def move_to(
        self,
        wanted: RegistrationState,
        *,
        by: User | None,
        reason: str = "",
        act: DecisionAct | None = None,
        undoes: DecisionAct | None = None,
    ) -> None:
        """Moves the state, saves it and keeps actor, time and reason. The caller holds the row's lock.

        The code for the door follows: whatever leads away from *registered* kills it, whatever leads there issues one.
        ``act`` is the decision that it belongs to; what ``undoes`` one has moves of its own in the table. Raises
        ``IllegalTransitionError`` where the table of moves does not have it.
        """
        current = RegistrationState(self.state)
        transition = self.moved(wanted, by=by, reason=reason, act=act, undoes=undoes)
        self.save(update_fields=MOVED_FIELDS)
        transition.save(force_insert=True)
        Badge.objects.follow(self, current, by=by)

    def moved(
        self,
        wanted: RegistrationState,
        *,
        by: User | None,
        reason: str = "",
        act: DecisionAct | None = None,
        undoes: DecisionAct | None = None,
    ) -> "RegistrationTransition":
        """The same without saving anything, for acts that write many rows at once; gives the row of the history.

        Such acts lead nobody to *registered* nor away from it: codes for the door do not follow here.
        """
        current, since = RegistrationState(self.state), self.state_since
        is_legal = may_undo if undoes is not None else may_move
        if not is_legal(Track(self.track), current, wanted):
            raise IllegalTransitionError(current=current.label, wanted=wanted.label)
        self.state, self.state_since, self.version = wanted, timezone.now(), self.version + 1
        return RegistrationTransition(
            registration=self,
            origin=current,
            origin_since=since,
            target=wanted,
            by=by,
            reason=reason,
            act=act,
            undoes=undoes,
        )

    def unmerge_to(self, former: RegistrationState, *, since: datetime.datetime, by: User | None) -> None:
        """Back to where a merge found it, and since when; its badge is made valid again by the act that undoes it.

        The caller holds the row's lock. Raises ``IllegalTransitionError`` for what no merge has ended.
        """
        current, ended_at = RegistrationState(self.state), self.state_since
        if not may_unmerge(Track(self.track), current, former):
            raise IllegalTransitionError(current=current.label, wanted=former.label)
        self.state, self.state_since, self.version = former, since, self.version + 1
        self.save(update_fields=["state", "state_since", "version"])
        RegistrationTransition.objects.create(
            registration=self, origin=current, origin_since=ended_at, target=former, by=by
        )

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class RegistrationTransition(models.Model):
    """Append-only: who moved a registration, when and why."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="transitions")
    origin = models.CharField(max_length=20, choices=RegistrationState, blank=True)
    origin_since = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("Since when it had stood there, should the move be undone."),
    )
    target = models.CharField(max_length=20, choices=RegistrationState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)
    act = models.ForeignKey(DecisionAct, null=True, blank=True, on_delete=models.SET_NULL, related_name="transitions")
    undoes = models.ForeignKey(DecisionAct, null=True, blank=True, on_delete=models.SET_NULL, related_name="undoings")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.origin} → {self.target}"


#: What an application tells, in the order of its form.
APPLICATION_FIELDS = ("organisation", "country_of_work", "mandate", "relevant_work", "referees", "proposed_by")


class Application(models.Model):
    """What an applicant tells of the organisation and its work."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="application")
    organisation = models.CharField(_("organisation"), max_length=300)
    country_of_work = models.CharField(_("country or countries of work"), max_length=300, blank=True)
    mandate = models.TextField(_("mandate of the organisation"), blank=True)
    relevant_work = models.TextField(_("work related to the conference"), blank=True)
    referees = models.TextField(
        _("references"), blank=True, max_length=2000, help_text=_("One a line: name, function, address.")
    )
    proposed_by = models.CharField(_("who proposed you"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")

    def __str__(self) -> str:
        return self.organisation

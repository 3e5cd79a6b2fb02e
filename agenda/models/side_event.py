"""A side event as an organisation proposes it, and what becomes of the proposal."""

import unicodedata
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.errors import IllegalSideEventTransitionError
from agenda.models.session import Session
from agenda.models.side_event_call import SideEventEquipment
from agenda.states import SIDE_EVENT_COUNTED, SIDE_EVENT_TRANSITIONS, SIDE_EVENT_UNDECIDED, SideEventState
from conference.models import Conference, Identified, TranslatedTextField, User, Versioned
from conference.permissions import Actor, conferences_of
from registration.models import Delegation, Participant, searchable

LONGEST_SPEAKERS = 3_000
LONGEST_WISHES = 1_000
LONGEST_REASON = 2_000
#: As the column holds it: folding lengthens some letters.
LONGEST_KEY = 900


def organisation_key(name: str) -> str:
    """By which two spellings of one organisation are one: letters and figures alone, without case and accents."""
    folded = searchable(name)
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN")[:LONGEST_KEY] or folded[:LONGEST_KEY]


class SideEventProposalQuerySet(models.QuerySet["SideEventProposal"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """All of a conference for its team; for anybody else those of their own delegations and principals."""
        if conferences_of(actor).filter(pk=conference.pk).exists():
            return self.filter(conference=conference)
        return self.own(actor, conference)

    def own(self, actor: Actor, conference: Conference) -> Self:
        """Those that somebody answers for as focal point, person or private office; an officer's duty gives none."""
        if not isinstance(actor, User) or not actor.is_active or not actor.email:
            return self.none()
        people = Participant.objects.filter(conference=conference).of_address(actor.email)
        delegations = Delegation.objects.filter(
            conference=conference, focal_points__email=actor.email, focal_points__ended_at__isnull=True
        )
        return self.filter(
            Q(participant__in=people.values("pk")) | Q(delegation__in=delegations.values("pk")), conference=conference
        )

    def undecided(self) -> Self:
        return self.filter(state__in=SIDE_EVENT_UNDECIDED)


class SideEventProposal(Identified, Versioned):
    """One an organisation, unless it was withdrawn. ``state`` is changed by :meth:`move_to` alone.

    It is of a delegation, by its focal point, or of the organisation of a person who belongs to none. Nothing of it is
    public; what the public reads is the session that the Secretariat makes of it.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="side_events")
    delegation = models.ForeignKey(
        Delegation, null=True, blank=True, on_delete=models.CASCADE, related_name="side_events"
    )
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.CASCADE, related_name="side_events"
    )
    organisation = models.CharField(_("organisation"), max_length=300)
    organisation_key = models.CharField(max_length=LONGEST_KEY, editable=False)
    title = TranslatedTextField(_("title"))
    description = TranslatedTextField(_("what it is about"))
    speakers = models.TextField(_("speakers proposed"), blank=True, max_length=LONGEST_SPEAKERS)
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("languages"), default=list)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    expected = models.PositiveIntegerField(_("people expected"), null=True, blank=True)
    equipment = models.ManyToManyField(SideEventEquipment, blank=True, verbose_name=_("equipment"))
    wishes = models.TextField(_("wishes"), blank=True, max_length=LONGEST_WISHES)
    state = models.CharField(_("status"), max_length=20, choices=SideEventState, default=SideEventState.PROPOSED)
    state_since = models.DateTimeField(_("since"), default=timezone.now)
    reason = models.TextField(
        _("what the Secretariat says"), blank=True, help_text=_("Of the last decision; the proposer reads it.")
    )
    changes_until = models.DateTimeField(_("changes are asked for until"), null=True, blank=True)
    #: What was made of it. A session that leads here is deleted with the acceptance alone.
    session = models.OneToOneField(
        Session, null=True, blank=True, on_delete=models.RESTRICT, related_name="side_event", editable=False
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    form_token = models.UUIDField(unique=True, editable=False)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True, editable=False)

    objects: ClassVar = SideEventProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("side event proposed")
        verbose_name_plural = _("side events proposed")
        ordering = ("proposed_at", "pk")
        indexes = (models.Index(fields=["conference", "state"], name="side_event_by_state"),)
        constraints = (
            models.CheckConstraint(
                name="side_event_is_of_a_delegation_or_of_a_person",
                condition=Q(delegation__isnull=False, participant__isnull=True)
                | Q(delegation__isnull=True, participant__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["conference", "organisation_key"],
                condition=Q(state__in=sorted(SIDE_EVENT_COUNTED)),
                name="organisation_proposes_one_side_event",
                violation_error_message=_("This organisation has proposed a side event already."),
            ),
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(state__in=sorted(SIDE_EVENT_COUNTED)),
                name="delegation_proposes_one_side_event",
                violation_error_message=_("This organisation has proposed a side event already."),
            ),
            models.CheckConstraint(
                name="accepted_side_event_has_its_session",
                condition=~Q(state="accepted") | Q(session__isnull=False),
            ),
            models.CheckConstraint(
                name="session_of_a_side_event_was_accepted",
                condition=Q(session__isnull=True) | Q(state__in=["accepted", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="changes_asked_for_have_a_last_moment",
                condition=Q(state="changes_asked", changes_until__isnull=False)
                | (~Q(state="changes_asked") & Q(changes_until__isnull=True)),
            ),
            models.CheckConstraint(name="side_event_declined_says_why", condition=~Q(state="declined") | ~Q(reason="")),
            models.CheckConstraint(name="side_event_takes_time", condition=Q(minutes__gt=0)),
        )

    def __str__(self) -> str:
        """Without title and organisation: not everybody who reads it may know whose it is."""
        return str(self._meta.verbose_name)

    @property
    def is_undecided(self) -> bool:
        return self.state in SIDE_EVENT_UNDECIDED

    def move_to(self, wanted: SideEventState, *, by: User | None, reason: str = "") -> None:
        """Moves the state, saves it and keeps who, when and why. The caller holds the row's lock.

        What goes with a state (session, last moment) the caller has set before. Raises
        ``IllegalSideEventTransitionError``.
        """
        current = SideEventState(self.state)
        if wanted not in SIDE_EVENT_TRANSITIONS[current]:
            raise IllegalSideEventTransitionError(current=current.label, wanted=wanted.label)
        self.state, self.state_since, self.reason = wanted, timezone.now(), reason
        if wanted != SideEventState.CHANGES_ASKED:
            self.changes_until = None
        self.version += 1
        self.save(update_fields=["state", "state_since", "reason", "changes_until", "session", "version"])
        SideEventMove.objects.create(proposal=self, origin=current, target=wanted, by=by, reason=reason)


class SideEventMove(models.Model):
    """Append-only: who moved a proposal, when and why; the first has no origin."""

    proposal = models.ForeignKey(SideEventProposal, on_delete=models.CASCADE, related_name="moves")
    origin = models.CharField(max_length=20, choices=SideEventState, blank=True)
    target = models.CharField(max_length=20, choices=SideEventState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.origin} → {self.target}"

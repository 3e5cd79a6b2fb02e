"""Two persons who may be one, and what an officer made of it: left apart, or merged into one of the two."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, Undoable, Versioned
from conference.permissions import ROLES_THAT_SEE_PROTECTED, Actor, conferences_of, has_role
from registration.models.category import Visibility
from registration.models.participant import Participant
from registration.models.registration import Registration


class Signal(models.TextChoices):
    """What speaks for two persons being one; the strongest first."""

    PASSPORT = "passport", _("the same passport")
    NAME = "name", _("the same name")
    SPELLING = "spelling", _("the same name in another spelling or script")
    SIMILAR = "similar", _("a similar name")
    EMAIL = "email", _("the same e-mail address")
    MAILBOX = "mailbox", _("an e-mail address that several persons share")
    PHONE = "phone", _("the same telephone number")


class DuplicateState(models.TextChoices):
    OPEN = "open", _("to be looked at")
    DISMISSED = "dismissed", _("not the same person")
    MERGED = "merged", _("merged")


class DuplicateCandidateQuerySet(models.QuerySet["DuplicateCandidate"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """The team's alone; a pair with a protected person is there only for those who may know of them."""
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.known_to(sees_protected=has_role(actor, conference, ROLES_THAT_SEE_PROTECTED)).filter(
            conference=conference
        )

    def known_to(self, *, sees_protected: bool) -> Self:
        """Without the pairs in which somebody is protected, for whoever may not know of them."""
        if sees_protected:
            return self.all()
        hidden = Q(first__visibility=Visibility.HIDDEN) | Q(second__visibility=Visibility.HIDDEN)
        return self.exclude(hidden)

    def open(self) -> Self:
        return self.filter(state=DuplicateState.OPEN)

    def of(self, participant: Participant) -> Self:
        return self.filter(Q(first=participant) | Q(second=participant))


class DuplicateCandidate(Identified, Versioned):
    """A pair, kept once whichever of the two was found first; ``fingerprint`` says from what data it was raised.

    One that was dismissed comes again only when that data has changed.
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="duplicate_candidates", db_index=False
    )
    first = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("status"), max_length=12, choices=DuplicateState, default=DuplicateState.OPEN)
    signals = ArrayField(models.CharField(max_length=12, choices=Signal), verbose_name=_("what speaks for it"))
    score = models.PositiveSmallIntegerField(_("likelihood"))
    fingerprint = models.CharField(max_length=32, editable=False)
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects: ClassVar = DuplicateCandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ("-score", "found_at", "pk")
        indexes = (models.Index(fields=["conference", "state", "-score"], name="duplicate_by_likelihood"),)
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="two_persons_are_a_pair_once"),
            models.CheckConstraint(name="pair_is_in_the_order_of_ids", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(name="pair_says_what_speaks_for_it", condition=~Q(signals=[])),
            models.CheckConstraint(
                name="decided_pair_says_when", condition=Q(state="open") | Q(decided_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return ", ".join(str(Signal(each).label) for each in self.signals)

    @property
    def of_whom(self) -> set[uuid.UUID]:
        """The identifiers of the two."""
        return {self.first_id, self.second_id}


class Merge(Undoable):
    """One registration was found to be another's: that one stays, this one is ended and kept, and says where it went.

    ``taken`` names what the officer chose from the merged one; ``before`` is what stood there before, and what was
    moved, so that it can all be put back. Since ``closed_at`` the letters that were held back are cancelled, and it
    cannot be undone.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="merges")
    kept = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="merged_into")
    taken = ArrayField(models.CharField(max_length=60), default=list)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    note = models.CharField(_("note"), max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-at",)
        indexes = (
            models.Index(
                fields=["at"], name="merge_to_be_closed", condition=Q(closed_at__isnull=True, undone_at__isnull=True)
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="registration_is_merged_into_one_other"
            ),
            models.CheckConstraint(name="nothing_is_merged_into_itself", condition=~Q(kept=F("merged"))),
        )

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"

    @property
    def may_be_undone(self) -> bool:
        """Whether the time for it is not over; what has changed since is found by the act."""
        return self.closed_at is None and super().may_be_undone

"""A document of the conference: who issues it, for whom, from when, and what it revises, corrects or adds to."""

import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.errors import IllegalDocumentTransitionError
from agenda.models.session import Session
from agenda.states import DOCUMENT_TRANSITIONS, DocumentState
from conference.models import Conference, Identified, TranslatedTextField, User, Versioned
from conference.permissions import Actor, conferences_of


class ConferenceDocumentKind(models.TextChoices):
    """In the order in which they are listed."""

    AGENDA = "agenda", _("agenda")
    DECISION = "decision", _("decision")
    CONCEPT_NOTE = "concept_note", _("concept note")
    INFORMATION = "information", _("information")
    STATEMENT = "statement", _("statement")
    PRESENTATION = "presentation", _("presentation")
    REPORT = "report", _("report")
    OTHER = "other", _("other document")


class Distribution(models.TextChoices):
    PUBLIC = "public", _("everybody")
    PARTICIPANTS = "participants", _("participants")
    DELEGATIONS = "delegations", _("delegations")


class Step(models.TextChoices):
    """How a document follows another; the value is what stands in its symbol."""

    REVISION = "Rev", _("revision")
    CORRIGENDUM = "Corr", _("corrigendum")
    ADDENDUM = "Add", _("addendum")


class ConferenceDocumentQuerySet(models.QuerySet["ConferenceDocument"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """All of a conference for its team; what others may have, ``queries.documents`` says."""
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.filter(conference=conference)

    def issued(self, now: datetime.datetime) -> Self:
        """Those that are out: issued, and past their embargo by the conference's clock."""
        return self.filter(Q(embargo_until__isnull=True) | Q(embargo_until__lte=now), state=DocumentState.ISSUED)

    def with_ancestors(self) -> Self:
        """With what a symbol is derived from: a chain has three steps at most, since each stands in it once."""
        return self.select_related("conference", "follows__follows__follows")

    def in_order(self) -> Self:
        return self.order_by("position", "created_at", "pk")


class ConferenceDocument(Identified, Versioned):
    """Its texts are language versions. One that follows another has no symbol of its own: it is derived."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="documents")
    symbol = models.CharField(
        _("symbol"), max_length=60, blank=True, help_text=_("As printed, for example UB19/4; may be left empty.")
    )
    title = TranslatedTextField(_("title"))
    issuing_body = TranslatedTextField(_("issued by"), blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=ConferenceDocumentKind, default=ConferenceDocumentKind.OTHER
    )
    distribution = models.CharField(
        _("distribution"), max_length=20, choices=Distribution, default=Distribution.PARTICIPANTS
    )
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    state = models.CharField(_("status"), max_length=20, choices=DocumentState, default=DocumentState.DRAFT)
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    state_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    follows = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="followers",
        editable=False,
        verbose_name=_("follows"),
    )
    step = models.CharField(_("step"), max_length=10, choices=Step, blank=True, editable=False)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True, editable=False)
    sessions = models.ManyToManyField(Session, related_name="documents", blank=True, verbose_name=_("sessions"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = ConferenceDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("position", "created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                "conference",
                Upper("symbol"),
                condition=~Q(symbol=""),
                name="symbol_stands_once_in_a_conference",
                violation_error_message=_("Another document of this conference has this symbol."),
            ),
            models.CheckConstraint(
                name="document_that_follows_says_how",
                condition=Q(follows__isnull=True, step="", number__isnull=True)
                | Q(follows__isnull=False, step__in=Step.values, number__gte=1, symbol=""),
            ),
            models.UniqueConstraint(fields=["follows", "step", "number"], name="number_stands_once_in_a_chain"),
            models.CheckConstraint(
                name="issued_document_says_when",
                condition=Q(state=DocumentState.DRAFT, issued_at__isnull=True)
                | (~Q(state=DocumentState.DRAFT) & Q(issued_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="withdrawn_document_says_when",
                condition=Q(state=DocumentState.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=DocumentState.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return " ".join(part for part in (self.label, str(self.title)) if part)

    @property
    def label(self) -> str:
        """“UB19/4/Rev.1”; of a chain whose first document has no symbol, “Rev.1”."""
        if self.follows is None:
            return self.symbol
        return "/".join(part for part in (self.follows.label, f"{self.step}.{self.number}") if part)

    def move_to(self, wanted: DocumentState, *, by: User | None, at: datetime.datetime) -> None:
        """Changes the state in memory; the caller saves. Raises ``IllegalDocumentTransitionError``."""
        current = DocumentState(self.state)
        if wanted not in DOCUMENT_TRANSITIONS[current]:
            raise IllegalDocumentTransitionError(current=current.label, wanted=wanted.label)
        self.state, self.state_changed_by = wanted, by
        self.withdrawn_at = at if wanted == DocumentState.WITHDRAWN else None
        if wanted == DocumentState.ISSUED:
            self.issued_at = at

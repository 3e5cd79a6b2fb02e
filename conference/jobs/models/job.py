"""Long work that somebody asked for: how far it is, what became of it, and the file it made."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.jobs.errors import IllegalJobTransitionError
from conference.jobs.states import TRANSITIONS, UNFINISHED, JobState
from conference.models import Conference, Identified
from conference.permissions import Actor, conferences_of


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """What the officer asked for; a file is made for one person, with what this person may read."""
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.filter(conference=conference, asked_by=actor)

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def with_files(self) -> Self:
        """Those that make a file; an act on many rows has a page of its own."""
        return self.filter(makes_file=True)

    def abandoned(self) -> Self:
        """Claimed by a worker whose lease ran out."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=timezone.now())

    def past_keeping(self) -> Self:
        """Done so long ago that the file is to be deleted."""
        return self.filter(state=JobState.DONE, makes_file=True, expires_at__lte=timezone.now())


class Job(Identified):
    """One piece of long work for one officer, in the language in which it was asked for: a file, or an act on rows.

    ``asked_for`` holds what the kind needs to know; ``about`` says it in words. ``claim`` is the worker's: whoever
    lost it can neither report nor finish.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(_("what"), max_length=40)
    makes_file = models.BooleanField(default=True)
    asked_for = models.JSONField(default=dict)
    about = models.CharField(_("of what"), max_length=300, blank=True)
    reason = models.TextField(_("what it is for"), blank=True)
    language = models.CharField(max_length=8)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    state = models.CharField(_("status"), max_length=12, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    shows_protected = models.BooleanField(default=False)
    is_to_stop = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    failure = models.TextField(blank=True)
    file = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)

    objects: ClassVar = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files made for you")
        ordering = ("-asked_at",)
        indexes = (models.Index(fields=["state", "asked_at"], name="jobs_by_state"),)
        constraints = (
            models.CheckConstraint(
                name="a_job_that_is_done_has_its_file",
                condition=~Q(state=JobState.DONE) | Q(makes_file=False) | (~Q(file="") & Q(expires_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_job_under_way_is_claimed",
                condition=~Q(state=JobState.RUNNING) | Q(claim__isnull=False, lease_until__isnull=False),
            ),
            models.CheckConstraint(
                name="a_job_has_done_no_more_than_all",
                condition=Q(total__isnull=True) | Q(done__lte=F("total")),
            ),
        )

    def __str__(self) -> str:
        return self.file_name or self.kind

    def move_to(self, wanted: JobState) -> None:
        """Moves the state, which the caller saves under the row's lock. Raises ``IllegalJobTransitionError``."""
        current = JobState(self.state)
        if wanted not in TRANSITIONS[current]:
            raise IllegalJobTransitionError(current=current.label, wanted=wanted.label)
        self.state = wanted

    @property
    def is_unfinished(self) -> bool:
        return JobState(self.state) in UNFINISHED

    @property
    def percent(self) -> int | None:
        """How far it is; nothing as long as nobody knows of how much."""
        return None if not self.total else self.done * 100 // self.total

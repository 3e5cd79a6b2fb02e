"""Which file was made for whom, of what and what for: written when it is done, and never changed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.jobs.models.job import Job
from conference.models import Conference, Identified


class FileMade(Identified):
    """Append-only, in the database too: it outlives the job, the file and the officer's account."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="files_made")
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="made")
    kind = models.CharField(_("what"), max_length=40)
    about = models.CharField(_("of what"), max_length=300, blank=True)
    reason = models.TextField(_("what it is for"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    address = models.EmailField(_("made for"))
    at = models.DateTimeField(_("made"), default=timezone.now)
    form = models.CharField(_("format"), max_length=100, blank=True)
    columns = models.JSONField(_("columns"), default=list, help_text=_("Key and heading of each, in the file's order."))
    rows = models.PositiveIntegerField(_("rows"), null=True)
    names_protected = models.BooleanField(_("protected persons by name"), default=False)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("file made")
        verbose_name_plural = _("files made")
        ordering = ("-at", "pk")
        indexes = (models.Index(fields=["conference", "-at"], name="files_made_by_time"),)

    def __str__(self) -> str:
        return f"{self.kind}, {self.address}, {self.at:%Y-%m-%d %H:%M}"

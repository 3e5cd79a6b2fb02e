"""That somebody took a file: written, never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from conference.jobs.models.job import Job


class Download(models.Model):
    """One download of a job's file."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="downloads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.job}, {self.at:%Y-%m-%d %H:%M}"

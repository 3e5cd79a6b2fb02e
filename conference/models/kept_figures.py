"""Figures that take long to count, kept for a minute in a table: all processes show the same, and need no Redis."""

from typing import ClassVar

from django.db import models

from conference.models.conference import Conference


class KeptFigures(models.Model):
    """What was counted of one conference under one name, and when; ``claimed_at`` is when somebody began to count."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="kept_figures")
    name = models.CharField(max_length=60)
    figures = models.JSONField()
    counted_at = models.DateTimeField()
    claimed_at = models.DateTimeField()

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["conference", "name"], name="figures_are_kept_once_a_name"),)

    def __str__(self) -> str:
        return self.name

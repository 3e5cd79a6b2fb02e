"""A line for each process that must live though nobody sees it."""

from django.db import models


class Heartbeat(models.Model):
    """When a worker or beat was last known to work, by the clock of PostgreSQL: machines may disagree."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

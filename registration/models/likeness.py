"""What tells two persons alike: made from a participant again and again, shown to nobody."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from conference.models import Conference
from registration.models.participant import Participant


class Likeness(models.Model):
    """Of a participant; ``source`` is a digest of what it was made from, so that a stale one is found by one query.

    ``keys`` are what persons who might be the same have in common with one another: only those who share one are
    compared. Of a passport there is its keyed digest and nothing else.
    """

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="likeness", primary_key=True)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="+", db_index=False)
    names = ArrayField(models.TextField(), default=list)
    sounds = ArrayField(models.TextField(), default=list)
    words = ArrayField(models.TextField(), default=list)
    addresses = ArrayField(models.TextField(), default=list)
    phone = models.CharField(max_length=20, blank=True)
    passports = ArrayField(models.TextField(), default=list)
    keys = ArrayField(models.TextField(), default=list)
    source = models.CharField(max_length=32)

    objects: ClassVar = models.Manager()

    class Meta:
        indexes = (GinIndex(fields=["keys"], name="likeness_by_key", fastupdate=False),)

    def __str__(self) -> str:
        return str(self.participant_id)

"""What every row that people can name in an address has."""

import uuid

from django.db import models


class Identified(models.Model):
    """A row known outside by a random identifier, so that one address tells nothing of the next."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that tells a lost update: each save by a form must name the version that it was filled from."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

"""A file out of everybody's reach but the one view's: what is known of it, and how it was ended."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Identified, User

if TYPE_CHECKING:
    from conference.uploads import Upload


def private_storage() -> Storage:
    """Where no address leads; asked each time, as tests have a folder of their own."""
    return storages["private"]


def random_name(_file: "PrivateFile", _original: str) -> str:
    """A path that nobody chose and nobody guesses."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class PrivateFile(Identified):
    """It lies under a random name; what its sender called it is text. A replaced one stays on record."""

    file = models.FileField(storage=private_storage, upload_to=random_name, max_length=80, editable=False)
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(_("format"), max_length=40, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("received"), default=timezone.now)
    ended_at = models.DateTimeField(_("replaced or removed"), null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def store(self, upload: "Upload", *, by: User | None = None) -> str:
        """Writes what was uploaded into the private folder and gives its name there.

        The caller saves the row, and deletes the file where that fails.
        """
        self.name, self.content_type, self.uploaded_by = upload.name, upload.content_type, by
        self.size, self.sha256 = upload.size, upload.sha256
        self.file.save("", ContentFile(upload.content), save=False)
        return str(self.file.name)

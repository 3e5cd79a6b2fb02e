"""Where files lie that no address leads to: a folder of its own below MEDIA_ROOT."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.files.storage.base import Storage


class PrivateStorage(FileSystemStorage):
    """Never has an address: whoever serves a file of it authorises first."""

    @property
    def base_location(self) -> str:
        """Asked each time: tests have a folder of their own."""
        return str(Path(settings.MEDIA_ROOT) / "private")

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def url(self, name: str | None) -> str:
        return Storage.url(self, name or "")

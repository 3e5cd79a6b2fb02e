"""What jobs give to the registry: the line in the navigation under which an officer finds the own files."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from conference.registry import NavigationEntry, NavigationGroup, registry

if TYPE_CHECKING:
    from conference.models import Conference


def register() -> None:
    registry.navigation.append(NavigationGroup("settings", _navigation))


def _navigation(_conference: "Conference") -> Iterable[NavigationEntry]:
    yield NavigationEntry(_("Files made for you"), "admin:jobs_job_changelist")

"""What the lowest app gives to its own registry: the settings and registers in the admin's navigation."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from conference.registry import NavigationEntry, NavigationGroup, registry

if TYPE_CHECKING:
    from conference.models import Conference


def _settings(_conference: "Conference") -> Iterable[NavigationEntry]:
    yield NavigationEntry(_("Conference"), "admin:conference_conference_changelist")
    yield NavigationEntry(_("Venues and rooms"), "admin:conference_venue_changelist")
    yield NavigationEntry(_("States"), "admin:conference_state_changelist")
    yield NavigationEntry(_("Missions"), "admin:conference_mission_changelist")
    yield NavigationEntry(_("Organisations"), "admin:conference_organisation_changelist")
    yield NavigationEntry(_("Officers"), "admin:conference_user_changelist")


def register() -> None:
    registry.navigation.append(NavigationGroup("settings", _settings))

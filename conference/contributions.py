"""What the lowest app gives to its own registry: the settings and registers in the admin's navigation."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from conference.actions.frame_parts import FRAME_PARTS
from conference.correspondence.models import Queue
from conference.correspondence.purposes import Purpose, register_purpose
from conference.models import Conference
from conference.registry import NavigationEntry, NavigationGroup, registry


def _settings(_conference: Conference) -> Iterable[NavigationEntry]:
    yield NavigationEntry(_("Conference"), "admin:conference_conference_changelist")
    yield NavigationEntry(_("Venues and rooms"), "admin:conference_venue_changelist")
    yield NavigationEntry(_("States"), "admin:conference_state_changelist")
    yield NavigationEntry(_("Missions"), "admin:conference_mission_changelist")
    yield NavigationEntry(_("Organisations"), "admin:conference_organisation_changelist")
    yield NavigationEntry(_("Officers"), "admin:conference_user_changelist")


def _sign_in_code() -> Purpose:
    return Purpose("sign_in_code", _("Sign-in code"), {"code": _("the code")}, queue=Queue.URGENT)


def register() -> None:
    register_purpose(_sign_in_code())
    registry.navigation.append(NavigationGroup("settings", _settings))
    registry.frame_parts += FRAME_PARTS

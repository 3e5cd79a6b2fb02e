"""What an officer reads when letters cannot go out, because a process that nobody sees has ended."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from conference.registry import DashboardCard, Waiting, registry

if TYPE_CHECKING:
    import datetime

    from conference.models import Conference, User


def register() -> None:
    registry.dashboard_cards.append(DashboardCard(waiting=waiting))


def waiting(_user: "User", conference: "Conference") -> Iterable[Waiting]:
    """The processes that give no sign of life; one query."""
    from conference.health.heartbeats import silent

    found = silent()
    if found:
        yield Waiting(
            _("Letters or files are waiting: not every process of the site is running"),
            None,
            "",
            sentence(found, conference),
            tone="trouble",
        )


def sentence(found: "dict[str, datetime.datetime | None]", conference: "Conference") -> str:
    """Since when, by the earliest sign that is missed, and what to do."""
    from conference.formats import day_text, time_text, zone_text

    last = min((at for at in found.values() if at), default=None)
    if last is None:
        return _("The workers have never answered: whoever runs the site must start them. No letter is lost.")
    day = day_text(last.astimezone(conference.zone).date(), with_year=True)
    return _("No answer since %(moment)s, %(zone)s: whoever runs the site must start it again. No letter is lost.") % {
        "moment": f"{day}, {time_text(last, conference.zone)}",
        "zone": zone_text(conference.zone, last),
    }

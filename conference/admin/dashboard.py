"""The officer's first page: what waits for a decision, the dates, the figures, trouble with the mail."""

from typing import Any

from conference.clock import conference_today
from conference.formats import day_text
from conference.models import Conference, User
from conference.registry import registry
from conference.views.landing import dates_of


def context_for(user: User, conference: Conference) -> dict[str, Any]:
    """What the template ``admin/index.html`` shows."""
    figures = [figure for card in registry.dashboard_cards for figure in card.figures(user, conference)]
    found = [item for card in registry.dashboard_cards for item in card.waiting(user, conference) if item.count != 0]
    waiting = sorted(found, key=lambda item: item.count is not None)
    return {
        "figures": figures,
        "panels": [panel for card in registry.dashboard_cards for panel in card.panels(user, conference)],
        "waiting": [item for item in waiting if item.tone != "trouble"],
        "trouble": [item for item in waiting if item.tone == "trouble"],
        "deadlines": [
            {
                "label": date["text"],
                "date_text": date["date_text"],
                "tone": "waiting" if date.get("is_next") else "neutral",
            }
            for date in dates_of(conference)
            if not date["is_past"]
        ],
        "today_text": day_text(conference_today(conference), with_year=True),
    }

"""How registrations have come in day by day, and how far they are in each category: a plot and the table beside it."""

import datetime
from collections import Counter
from itertools import accumulate
from typing import Any

from django.db.models import Count, DateTimeField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import TruncDate
from django.utils.translation import get_language

from conference.clock import conference_today
from conference.formats import date_text
from conference.models import Conference
from conference.queries.kept_figures import LARGE, kept_figures
from registration.models import ParticipantCategory, Registration
from registration.states import WAITING_FOR_A_DECISION, RegistrationState

WIDTH, HEIGHT = 640, 160
LONGEST = 180


def growth_panel(conference: Conference) -> dict[str, Any]:
    """For ``growth.html``; nothing until there is a registration. Three queries; kept a minute if there are many."""
    found: dict[str, Any] = kept_figures(
        conference, f"growth:{get_language()}", lambda: _panel(conference), is_large=_is_large
    )
    return found


def _is_large(panel: dict[str, Any]) -> bool:
    return bool(panel) and panel["total"]["received"] > LARGE


def _panel(conference: Conference) -> dict[str, Any]:
    received = _by_day(conference, "created_at", Q())
    if not received:
        return {}
    registered = _by_day(conference, "state_since", Q(state=RegistrationState.REGISTERED))
    last = max(conference_today(conference), *received)
    first = max(min(received), last - datetime.timedelta(days=LONGEST))
    days = [first + datetime.timedelta(days=number) for number in range((last - first).days + 1)]
    top = sum(received.values())
    rows = list(_by_category(conference))
    return {
        "lines": [
            _line(name, counted, days, top) for name, counted in (("received", received), ("registered", registered))
        ],
        "first_text": date_text(first),
        "last_text": date_text(last),
        "top": top,
        "rows": rows,
        "total": {name: sum(row[name] for row in rows) for name in ("received", "waiting", "registered")},
    }


def _by_day(conference: Conference, moment: str, which: Q) -> Counter[datetime.date]:
    """By the conference's clock and in its venue's zone."""
    offset = conference.demonstration_offset or datetime.timedelta()
    at = ExpressionWrapper(F(moment) + Value(offset), output_field=DateTimeField())
    rows = Registration.objects.filter(which, conference=conference).annotate(day=TruncDate(at, tzinfo=conference.zone))
    return Counter(dict(rows.order_by().values_list("day").annotate(count=Count("pk"))))


def _line(name: str, counted: Counter[datetime.date], days: list[datetime.date], top: int) -> dict[str, Any]:
    """So many until the end of each day, as the points of a line; what came before the first day counts with it."""
    before = sum(count for day, count in counted.items() if day < days[0])
    heights = list(accumulate((counted[day] for day in days), initial=before))[1:]
    step = WIDTH / max(1, len(days) - 1)
    points = [f"{number * step:.1f},{HEIGHT - HEIGHT * height / top:.1f}" for number, height in enumerate(heights)]
    if len(points) == 1:
        points.append(f"{WIDTH},{points[0].partition(',')[2]}")
    return {"name": name, "points": " ".join(points), "count": heights[-1]}


def _by_category(conference: Conference) -> Any:
    """Those in which anybody is; who has ended is received and nothing else."""
    rows = ParticipantCategory.objects.filter(conference=conference).annotate(
        received=Count("registrations"),
        waiting=Count("registrations", filter=Q(registrations__state__in=WAITING_FOR_A_DECISION)),
        registered=Count("registrations", filter=Q(registrations__state=RegistrationState.REGISTERED)),
    )
    for row in rows.order_by("position"):
        if row.received:
            yield {
                "category": str(row),
                "pk": str(row.pk),
                "received": row.received,
                "waiting": row.waiting,
                "registered": row.registered,
            }

"""When the letters of a campaign went, as bars over time."""

import datetime
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMinute

from conference.correspondence.models import Campaign, OutgoingMessage
from conference.formats import moment_text

BARS = 40
HEIGHT = 100
A_MINUTE = datetime.timedelta(minutes=1)


def pace_of(campaign: Campaign) -> dict[str, Any] | None:
    """Bars of equal spans, from the first letter that was sent to the last; nothing where all went in one minute."""
    sent = OutgoingMessage.objects.filter(act_id=campaign.pk, sent_at__isnull=False).order_by()
    minutes = sent.annotate(minute=TruncMinute("sent_at")).values_list("minute").annotate(count=Count("pk"))
    counts = dict(minutes)
    if len(counts) <= 1:
        return None
    first, last = min(counts), max(counts)
    span = max(A_MINUTE, (last - first) / (BARS - 1))
    heights = [0] * ((last - first) // span + 1)
    for minute, count in counts.items():
        heights[(minute - first) // span] += count
    most = max(heights)
    zone = campaign.conference.zone
    return {
        "first": moment_text(first, zone),
        "last": moment_text(last, zone),
        "most": most,
        "width": len(heights) * 10,
        "bars": [
            {"x": number * 10, "y": HEIGHT - tall, "height": tall, "count": count}
            for number, count in enumerate(heights)
            if (tall := -(-count * HEIGHT // most))
        ],
    }

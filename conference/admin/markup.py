"""The few pieces that a list's cells are made of, and moments as the Secretariat writes them."""

import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from conference.clock import on_the_clock
from conference.formats import moment_text
from conference.models import Conference


def tag(tone: str, text: object) -> SafeString:
    """A state in words on a soft ground (as ``components/tag.html``, without a template for each row)."""
    return format_html('<span class="tag tag-{}">{}</span>', tone, capfirst(str(text)))


def lines(first: object, *others: object) -> SafeString:
    """A cell: its first line, and under it in small type those that are not empty."""
    return format_html("{}{}", first, format_html_join("", "<small>{}</small>", ((text,) for text in others if text)))


def on_one_line(*texts: object) -> str:
    """“delegate · Civil society”; of nothing, nothing."""
    return " · ".join(str(text) for text in texts if text)


def shortened(text: str, longest: int) -> str:
    """What a cell of a dense list has room for."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def at_text(conference: Conference, recorded_at: datetime.datetime | None) -> str:
    """“Monday, 3 June, 09:00” by the conference's clock; nothing for what has not happened."""
    return moment_text(on_the_clock(conference, recorded_at), conference.zone) if recorded_at else ""

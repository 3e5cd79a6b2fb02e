"""Pages read as an officer reads them (words, not markup), and forms sent as her browser sends them."""

import html
import re
from typing import Any

from django.test import Client

from conference.models import Conference


def text_of(page: Any) -> str:
    """The words of a page, with single spaces."""
    body = page.content.decode()
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", body)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def chips_of(page: Any) -> dict[str, int]:
    """What each chip counts."""
    return {chip["label"]: chip["count"] for chip in page.context["chips"]}


def notices_of(page: Any) -> list[str]:
    """The sentences that a page says about what was done, without the way to undo it."""
    return [re.sub(r" <a .*</a>$", "", str(message)) for message in page.context["messages"]]


def links_said(page: Any) -> str:
    """The same with the links in them."""
    return " ".join(str(message) for message in page.context["messages"])


def rows_of(page: Any) -> list[Any]:
    """The identifiers of the rows of a list."""
    return [row.pk for row in page.context["cl"].result_list]


def send(client: Client, url: str, conference: Conference, **answers: Any) -> Any:
    """A page of the desk, submitted with the conference it was made in; the page one is led to."""
    return client.post(url, {"_conference": str(conference.pk), **answers}, follow=True)

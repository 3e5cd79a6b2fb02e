"""Pages read as an officer reads them: words, not markup."""

import html
import re
from typing import Any


def text_of(page: Any) -> str:
    """The words of a page, with single spaces."""
    body = page.content.decode()
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", body)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def chips_of(page: Any) -> dict[str, int]:
    """What each chip counts."""
    return {chip["label"]: chip["count"] for chip in page.context["chips"]}


def notices_of(page: Any) -> list[str]:
    """The sentences that a page says about what was done."""
    return [str(message) for message in page.context["messages"]]

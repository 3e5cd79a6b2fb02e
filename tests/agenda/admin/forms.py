"""A form of the admin as a browser would send it: everything that stands in it, with what the officer changed."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from conference.models import Conference

Attributes = list[tuple[str, str | None]]


class FormReader(HTMLParser):
    """Reads the controls of the page's own form, the one with an id; the empty row that scripts copy is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, Any] = {}
        self.is_inside = False
        self.name = ""
        self.text: list[str] | None = None

    def handle_starttag(self, tag: str, attributes: Attributes) -> None:
        found = dict(attributes)
        if tag == "form":
            self.is_inside = (found.get("id") or "").endswith("_form")
        if self.is_inside and "disabled" not in found and "__prefix__" not in (found.get("name") or ""):
            self._read(tag, found)

    def _read(self, tag: str, found: dict[str, str | None]) -> None:
        name, value = found.get("name") or "", found.get("value")
        if tag == "input" and name and found.get("type") not in {"submit", "file"}:
            if found.get("type") not in {"checkbox", "radio"}:
                self.answers[name] = value or ""
            elif "checked" in found:
                self.answers.setdefault(name, []).append(value or "on")
        elif tag in {"select", "textarea"}:
            self.name, self.text = name, []
        elif tag == "option" and self.name and "selected" in found:
            self.answers[self.name] = value or ""

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.name:
            # The first line end after the tag is not part of the text; the others are sent as two characters.
            text = "".join(self.text or ()).replace("\r\n", "\n").removeprefix("\n")
            self.answers[self.name] = text.replace("\n", "\r\n")
        if tag in {"select", "textarea"}:
            self.name, self.text = "", None
        if tag == "form":
            self.is_inside = False


def answers_of(page: Any) -> dict[str, Any]:
    """The controls of a change form with their values, the rows of its inlines too."""
    reader = FormReader()
    reader.feed(page.content.decode())
    return reader.answers


def save(client: Client, url: str, conference: Conference, **changes: Any) -> Any:
    """Opens the form, changes some of it, sends it; the page one is led to."""
    answers = answers_of(client.get(url)) | changes
    return client.post(url, {**answers, "_conference": str(conference.pk), "_continue": "1"}, follow=True)

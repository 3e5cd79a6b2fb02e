"""Every form that a visitor is shown, read from the page itself: a field that is added is tried without being named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from tests.borders.addresses import Address, Visit
from tests.borders.roles import OFFICERS, visitor
from tests.borders.table_of_pages import PAGES
from tests.borders.walking import url_of
from tests.borders.world import World

Attributes = list[tuple[str, str | None]]
NUMBER = re.compile(r"\d+")
TYPED = frozenset({"text", "email", "tel", "search", "url", "number", "date", "textarea", "password"})


@dataclass
class Control:
    """One control as the page shows it; ``choices`` of a select, a radio or a box that is ticked.

    ``accept`` and ``takes_several`` of one that takes files.
    """

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)
    accept: str = ""
    takes_several: bool = False

    @property
    def is_typed(self) -> bool:
        return self.kind in TYPED


@dataclass
class ShownForm:
    """A form of the page, with an answer to everything it asks."""

    address: Address
    role: str
    url: str
    client: Client
    controls: dict[str, Control]

    @property
    def id(self) -> str:
        return f"{self.address.name} as {self.role}"

    @property
    def told_apart(self) -> list[Control]:
        """The controls, of a grid those of its first row: what is tried there need not be tried sixty times."""
        first = {NUMBER.sub("", control.name): control for control in reversed(self.controls.values())}
        return [control for control in self.controls.values() if first[NUMBER.sub("", control.name)] is control]

    @property
    def typed(self) -> list[str]:
        return [control.name for control in self.told_apart if control.is_typed]

    @property
    def files(self) -> list[str]:
        return [name for name, control in self.controls.items() if control.kind == "file"]

    @property
    def hidden(self) -> list[str]:
        hidden = [control.name for control in self.told_apart if control.kind == "hidden"]
        return [name for name in hidden if "csrf" not in name]

    def answers(self) -> dict[str, Any]:
        """Something sensible everywhere, as a person in good faith would enter it."""
        return {name: answer_to(control) for name, control in self.controls.items() if control.kind != "file"}


USUAL = {
    "email": "somebody@people.example",
    "date": "2019-06-20",
    "number": "1",
    "tel": "+976 11 262 222",
    "referees": "Words, somebody@people.example",
}


def answer_to(control: Control) -> str:
    if usual := USUAL.get(control.name if control.name == "referees" else control.kind):
        return control.value or usual
    if control.choices:
        return control.value or next((choice for choice in control.choices if choice), "")
    return control.value or ("Words" if control.is_typed else "")


class Reader(HTMLParser):
    """The forms that are posted to the page itself, each with its controls; those of the header are no part of it."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Control]] = []
        self.controls: dict[str, Control] = {}
        self.is_inside = False
        self.open: Control | None = None

    def handle_starttag(self, tag: str, attributes: Attributes) -> None:
        found = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.is_inside = found.get("method", "").lower() == "post" and not found.get("action", "").startswith(
                "/acc"
            )
            self.controls = {}
        if not self.is_inside or "disabled" in found:
            return
        if tag == "option" and self.open:
            self.open.choices.append(found.get("value", ""))
            if "selected" in found:
                self.open.value = found.get("value", "")
        elif tag in {"input", "select", "textarea"} and found.get("name"):
            self._control(tag, found)

    def _control(self, tag: str, found: dict[str, str]) -> None:
        kind = found.get("type", "text") if tag == "input" else tag
        if kind in {"submit", "button"}:
            return
        control = self.controls.setdefault(found["name"], Control(found["name"], kind))
        if kind in {"radio", "checkbox"}:
            control.choices.append(found.get("value", "on"))
            control.value = found.get("value", "on") if "checked" in found else control.value
        elif tag == "input":
            control.value = found.get("value", "")
            control.accept, control.takes_several = found.get("accept", ""), "multiple" in found
        else:
            self.open = control

    def handle_data(self, data: str) -> None:
        if self.open and self.open.kind == "textarea":
            self.open.value += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"select", "textarea"}:
            self.open = None
        if tag == "form" and self.is_inside:
            self.is_inside = False
            self.forms.append(self.controls)


def forms_of(text: str) -> list[dict[str, Control]]:
    reader = Reader()
    reader.feed(text)
    return reader.forms


def controls_of(text: str) -> dict[str, Control]:
    """Of all forms of a page; of one name that stands in several the first."""
    return {name: control for form in reversed(forms_of(text)) for name, control in form.items()}


def shown_forms(world: World) -> Iterator[ShownForm]:
    """Those of each page that is filled in, as the first person to whom it is open."""
    browsers: dict[str, Client] = {}
    for address in PAGES:
        if not {"GET", "POST"} <= address.methods:
            continue
        first = _first(address, world)
        if first is None:
            continue
        visit, role = first
        client = browsers.setdefault(role, visitor(world, role).client)
        url = url_of(address, visit)
        answer = client.get(url)
        if answer.status_code == 200:
            for controls in forms_of(answer.content.decode()):
                yield ShownForm(address, role, url, client, controls)


def _first(address: Address, world: World) -> tuple[Visit, str] | None:
    """None where the page is nobody's but officers', or nobody's of this world."""
    for visit in address.visits(world.here, world):
        allowed = sorted(visit.allowed - OFFICERS)
        if allowed:
            return visit, "anonymous" if "anonymous" in allowed else allowed[0]
    return None

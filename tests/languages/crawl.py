"""Goes where a person can go: follows the links, sends the forms, and undoes what they did."""

import enum
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.db import transaction
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.translation import get_language

ORIGIN = "http://testserver"
CONTROLS_THAT_SEND = {"submit", "button", "image", "reset"}


@dataclass(frozen=True)
class Page:
    """What a person saw, and how they came to it."""

    address: str
    html: str
    status: int
    act: str = ""

    def __str__(self) -> str:
        return f"{self.address} {self.act}".strip()


class Kind(enum.Enum):
    """What a person does with a control: nothing, types, or chooses."""

    HIDDEN = "hidden"
    TYPED = "typed"
    CHOSEN = "chosen"


@dataclass
class Form:
    """A form as a browser would send it: each control with its value."""

    action: str
    is_post: bool
    controls: list[tuple[str, str, Kind]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def as_shown(self) -> dict[str, list[str]]:
        return self._sent(typed=None)

    def emptied(self) -> dict[str, list[str]]:
        return self._sent(typed="", without_choices=True)

    def nonsense(self) -> dict[str, list[str]]:
        return self._sent(typed="?!")

    def _sent(self, *, typed: str | None, without_choices: bool = False) -> dict[str, list[str]]:
        sent: dict[str, list[str]] = {}
        for name, value, kind in self.controls:
            if kind is Kind.TYPED and typed is not None:
                sent.setdefault(name, []).append(typed)
            elif kind is not Kind.CHOSEN or not without_choices:
                sent.setdefault(name, []).append(value)
        return sent


#: How a form is sent.
WAYS = (Form.as_shown, Form.emptied, Form.nonsense)


class Ways(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select, self.is_first_option, self.textarea = "", False, ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", "#"))
        elif tag == "form":
            self.form = Form(given.get("action", ""), is_post=given.get("method", "get").lower() == "post")
            self.forms.append(self.form)
        elif self.form is not None:
            self._control(self.form, tag, given.get("type", "text"), given)

    def _control(self, form: Form, tag: str, kind: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "select":
            self.select, self.is_first_option = name, "multiple" not in given
        elif tag == "option":
            self._option(form, value, is_selected="selected" in given)
        elif tag == "textarea":
            self.textarea = name
            form.controls.append((name, "", Kind.TYPED))
        elif tag == "button" or kind in CONTROLS_THAT_SEND:
            form.buttons.append((name, value))
        elif name and kind in {"checkbox", "radio"}:
            if "checked" in given:
                form.controls.append((name, value or "on", Kind.CHOSEN))
        elif name and kind != "file":
            form.controls.append((name, value, Kind.HIDDEN if kind == "hidden" else Kind.TYPED))

    def _option(self, form: Form, value: str, *, is_selected: bool) -> None:
        """A list sends its first entry unless another is selected."""
        has_first = bool(form.controls) and form.controls[-1][0] == self.select
        if is_selected and has_first and not self.is_first_option:
            form.controls.pop()
        if is_selected or self.is_first_option:
            form.controls.append((self.select, value, Kind.CHOSEN))
        self.is_first_option = False

    def handle_data(self, data: str) -> None:
        if self.textarea and self.form is not None:
            name, value, kind = self.form.controls[-1]
            self.form.controls[-1] = (name, value + data, kind)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag in {"select", "textarea"}:
            self.select = self.textarea = ""


class Visitor:
    """One person, who looks at a few pages of each kind."""

    def __init__(
        self,
        client: Client,
        *,
        samples: int = 1,
        never: frozenset[str] = frozenset(),
        ways: tuple[Callable[[Form], dict[str, list[str]]], ...] = WAYS,
    ) -> None:
        self.client, self.samples, self.never, self.ways = client, samples, never, ways
        self.seen: Counter[tuple[str, frozenset[str]]] = Counter()
        self.asked: set[str] = set()
        self.acts: Counter[tuple[str, frozenset[str], str]] = Counter()

    def pages(self, *starts: str) -> Iterator[Page]:
        """Every kind of page that can be reached from these, and what each form on them answers."""
        waiting = list(starts)
        while waiting:
            address = waiting.pop(0)
            if not self._is_worth_a_visit(address):
                continue
            page = _page(address, self.client.get(address, follow=True))
            if page is None:
                continue
            yield page
            ways = Ways(page.html)
            waiting += [link for link in (_on_the_site(address, link) for link in ways.links) if link]
            for form in ways.forms:
                yield from self._answers(page, form)

    def _is_worth_a_visit(self, address: str) -> bool:
        if address in self.asked:
            return False
        parts = urlsplit(address)
        name = _name_of(parts.path, get_language())
        if not name:
            return False
        narrowed_by = frozenset(name for name, _value in parse_qsl(parts.query))
        # Of two filters together a list says no word that it does not say of each.
        if name.endswith("_changelist") and len(narrowed_by) > 1:
            return False
        kind = name, narrowed_by
        if name in self.never or self.seen[kind] >= self.samples:
            return False
        self.asked.add(address)
        self.seen[kind] += 1
        return True

    def _answers(self, page: Page, form: Form) -> Iterator[Page]:
        target = _on_the_site(page.address, form.action or page.address)
        if not target or not form.is_post:
            return
        name = _name_of(urlsplit(target).path, get_language())
        if name in self.never:
            return
        for button in [*form.buttons, ("", "")][: max(1, len(form.buttons))]:
            for how in self.ways:
                key = name, frozenset(n for n, _value, _kind in form.controls) | {button[0]}, how.__name__
                if self.acts[key] >= self.samples:
                    continue
                self.acts[key] += 1
                answer = self._send(target, how(form) | ({button[0]: [button[1]]} if button[0] else {}))
                if answer:
                    yield replace(answer, act=f"(“{button[0]}” of {page.address}, {how.__name__})")

    def _send(self, target: str, values: dict[str, list[str]]) -> Page | None:
        cookies = self.client.cookies.output()
        with transaction.atomic():
            answer = _page(target, self.client.post(target, values, follow=True))
            transaction.set_rollback(True)
        self.client.cookies.load(cookies)
        return answer


@cache
def _name_of(path: str, _language: str) -> str:
    """The name of an address, of those in this language, or none. Pages name the same ones again and again."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def _page(address: str, response: HttpResponseBase) -> Page | None:
    if isinstance(response, StreamingHttpResponse):
        b"".join(response)  # read to its end, the test client closes the file
    if "html" not in response.headers.get("Content-Type", "") or not hasattr(response, "content"):
        return None
    return Page(address, response.content.decode(), response.status_code)


def _on_the_site(base: str, link: str) -> str:
    address = urljoin(f"{ORIGIN}{base}", link)
    parts = urlsplit(address)
    if f"{parts.scheme}://{parts.netloc}" != ORIGIN:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")

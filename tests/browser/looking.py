"""Looking at a page as its readers do: light, dark, narrow, through axe; what is amiss comes as sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client

from conference.models import User
from tests.browser.acts import ACTS
from tests.browser.stops import Stop

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

WIDE, NARROW, ENLARGED = 1280, 360, 320  # the last: 1280 at 400 %
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "iframes": False,
    "preload": False,
}
# What a page of the same parts may do otherwise when it is narrow and dark.
BY_LAYOUT = EVERYTHING | {
    "runOnly": {
        "type": "rule",
        "values": [
            "color-contrast",
            "link-in-text-block",
            "target-size",
            "scrollable-region-focusable",
            "aria-hidden-focus",
        ],
    },
    "rules": {},
}
# What stands around the contents, and how it looks: where links lead and forms send to does not matter there.
AROUND = """[...document.querySelectorAll('header, nav, footer')].filter(
    part => !part.closest('main') && !part.parentElement.closest('header, nav, footer'))"""
LOOKS = f"""() => {AROUND}.map(part => {{
    const looks = [document.body, part, ...part.querySelectorAll('*')].map(each => {{
        const style = getComputedStyle(each);
        const size = each === document.body ? [] : [each.clientWidth, each.clientHeight];
        return [style.color, style.backgroundColor, style.opacity, style.fontSize, style.textDecorationLine, ...size];
    }});
    return looks.join(';') + part.outerHTML.replace(/ (action|href|value)="[^"#][^"]*"/g, '');
}})"""
AXE = f"""({{but, passed, options}}) => {{
    const around = {AROUND};
    const exclude = [...(but ? document.querySelectorAll(but) : []), ...passed.map(number => around[number])];
    return axe.run({{include: [document], exclude}}, options);
}}"""
FRAME = """() => ({
    lang: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    first: (document.querySelector('a[href], button, input:not([type=hidden]), select, textarea') || {}).className,
    target: Boolean(document.querySelector((document.querySelector('.skip-link') || {hash: '#none'}).hash)),
})"""


@dataclass(frozen=True)
class View:
    """A width and a scheme of colours, with what axe is asked there, if anything, and what it may pass over.

    What may be passed over is a part of the contents; where there is such a part, also a frame that was seen before.
    """

    width: int
    scheme: str
    asked: dict[str, Any] | None
    but: str = ""

    def __str__(self) -> str:
        return f"{self.width} px, {self.scheme}"


# Of a long list the first rows speak for the others.
ROWS = "#result_list tbody tr:nth-child(n + 6), .speakers-entry:nth-child(n + 6), .agenda-day + .agenda-day"
QUICK = (
    View(WIDE, "light", EVERYTHING, but=ROWS),
    View(NARROW, "dark", BY_LAYOUT, but=ROWS),
)
# The same parts once more, after a mistake or with another model's rows: whether they stand within the page.
REPEATED = (QUICK[0], View(NARROW, "dark", None))
FULL = tuple(View(width, scheme, EVERYTHING) for width in (WIDE, NARROW) for scheme in ("light", "dark"))


class Onlooker:
    """Opens pages for whoever they are for, each person with cookies of their own; keeps what the pages asked for.

    All take turns at one window: another would fetch and read every style sheet anew.
    """

    def __init__(self, browser: "Browser", site: str, **how: Any) -> None:
        self.site = site
        self.context = browser.new_context(locale="en-GB", reduced_motion="reduce", **how)
        self.page = self._watched(self.context)
        self.who = ""
        self.cookies: dict[str, list[Any]] = {}
        self.frames_seen: set[tuple[str, str]] = set()
        self.amiss: list[str] = []
        self.titles: dict[str, str] = {}
        self.is_listening = True

    def close(self) -> None:
        self.context.close()

    def look(self, stop: Stop, views: tuple[View, ...]) -> list[str]:
        """What is amiss with a page, in all views; nothing when it is in order."""
        self.is_listening = True
        page = self.open(stop)
        if page is None:
            return self._take()
        self._frame(page, stop)
        # axe tries styles of its own, of which the policy complains.
        self.is_listening = False
        page.evaluate(AXE_SCRIPT)
        for view in views:
            page.emulate_media(color_scheme=view.scheme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": view.width, "height": 900})
            self.amiss += [f"{view}: {words}" for words in self._seen(page, view)]
        page.set_viewport_size({"width": ENLARGED, "height": 900})
        self.amiss += [f"{ENLARGED} px: {words}" for words in self._out_of_page(page)]
        return self._take()

    def open(self, stop: Stop) -> "Page | None":
        """The page, once what is done there first is done; nothing where this visitor is led elsewhere."""
        page = self.window(stop.who)
        page.set_viewport_size({"width": WIDE, "height": 900})
        answer = page.goto(self.site + stop.path)
        assert answer is not None
        if not stop.status and (answer.status in {403, 404, 405} or answer.request.redirected_from):
            return None
        if answer.status != (stop.status or 200):
            self.amiss.append(f"answered with {answer.status}")
        if stop.act:
            ACTS[stop.act](page)
        return page

    def window(self, who: str) -> "Page":
        """The window, as this person left it: signed in, until they sign out."""
        if who != self.who:
            self.cookies[self.who] = self.context.cookies()
            self.context.clear_cookies()
            self.who = who
            if who in self.cookies:
                self.context.add_cookies(self.cookies[who])
            elif who:
                self.context.add_cookies(
                    [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(who), "url": self.site}]
                )
        return self.page

    def _watched(self, context: "BrowserContext") -> "Page":
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("request", lambda request: self._asked(request.url))
        page.on("console", lambda message: self._said(message, page))
        page.on("pageerror", lambda error: self.amiss.append(f"script error: {error}"))
        return page

    def _asked(self, url: str) -> None:
        if not url.startswith((self.site, "data:", "about:")):
            self.amiss.append(f"asked another origin: {url}")

    def _said(self, message: "ConsoleMessage", page: "Page") -> None:
        # The browser itself reports a page that answers 403, 404 or 500, which here it should.
        is_answer = "with a status of" in message.text and message.location["url"] == page.url
        if self.is_listening and message.type == "error" and not is_answer:
            self.amiss.append(f"console: {message.text} {message.location['url']}")

    def _take(self) -> list[str]:
        amiss, self.amiss = self.amiss, []
        return amiss

    def _frame(self, page: "Page", stop: Stop) -> None:
        """What every page has: a language, one title of the first rank, a title in the tab, a way past the head."""
        frame = page.evaluate(FRAME)
        another = "" if stop.act or stop.status else self.titles.setdefault(frame["title"], stop.name)
        wanted = stop.path.split("/")[1] if stop.path.split("/")[1] in dict(settings.LANGUAGES) else "en"
        self.amiss += [
            words
            for words, wrong in (
                (f"lang is “{frame['lang']}”", frame["lang"] != wanted),
                (f"{frame['headings']} headings h1", frame["headings"] != 1),
                (f"“{frame['title']}” in the tab", not _is_title(frame["title"], stop)),
                (f"“{frame['title']}” is also in the tab of {another}", another not in {"", stop.name}),
                (f"first stands “{frame['first']}”, not the skip link", frame["first"] != "skip-link"),
                ("the skip link leads nowhere", not frame["target"]),
            )
            if wrong
        ]

    def _out_of_page(self, page: "Page") -> Iterator[str]:
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            yield f"stands {overflow} px out of the page: {page.evaluate(WIDEST)}"

    def _seen(self, page: "Page", view: View) -> Iterator[str]:
        yield from self._out_of_page(page)
        if view.asked is None:
            return
        passed = list(self._frames_seen_before(page, view)) if view.but else []
        found = page.evaluate(AXE, {"but": view.but, "passed": passed, "options": view.asked})
        for violation in found["violations"]:
            for node in violation["nodes"][:4]:
                yield f"{violation['id']}: {' '.join(map(str, node['target']))} {_why(node)}"

    def _frames_seen_before(self, page: "Page", view: View) -> Iterator[int]:
        """Which parts of the frame axe has seen on another page, with the same words and looks, in this view."""
        for number, looks in enumerate(page.evaluate(LOOKS)):
            if (str(view), looks) in self.frames_seen:
                yield number
            self.frames_seen.add((str(view), looks))


WIDEST = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 3).map(e => e.tagName + '.' + e.className).join(', ')"""


def _is_title(title: str, stop: Stop) -> bool:
    """“What this page is · Which conference”, or the product; a conference's first page
    and a letter in the mailbox are called by their own title."""
    if stop.name in {"conference:landing", "mailbox:letter"}:
        return bool(title)
    page, _dot, site = title.rpartition(" · ")
    return bool(page) and site in {"Whole-of-Society Conference", "Plenary"}


def _why(node: dict[str, Any]) -> str:
    messages = [each["message"] for kind in ("any", "all", "none") for each in node[kind]]
    return " / ".join(messages)[:300]


def session_of(who: str) -> str:
    """A signed-in session, as a redeemed code or a password leaves it."""
    client = Client()
    client.force_login(User.objects.for_address(who))
    return client.cookies[settings.SESSION_COOKIE_NAME].value

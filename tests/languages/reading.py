"""What a person reads on a page, or hears from it, and which of it is English that nobody meant to be English."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser

SAID_BY_ATTRIBUTES = frozenset(
    {
        "title",
        "aria-label",
        "aria-description",
        "aria-valuetext",
        "placeholder",
        "alt",
        "label",
        "data-label",
        "summary",
    }
)
BUTTONS = {"submit", "button", "reset"}
WITHOUT_END = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNREAD = {"script", "style", "code", "template"}
LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ’'-]*[A-Za-zÀ-ɏ]")
LINKS = re.compile(r"https?://\S+")
ADDRESSES = re.compile(r"https?://\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)+\b|\{\w+\}")


class Reader(HTMLParser):
    """Collects each text of a page with the language it is marked with."""

    def __init__(self) -> None:
        super().__init__()
        self.languages: list[str] = [""]
        self.open: list[tuple[str, bool, bool]] = []
        self.unread = 0
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        language = given.get("lang", self.languages[-1])
        for name in SAID_BY_ATTRIBUTES & given.keys():
            self._say(given[name], language)
        if tag == "input" and given.get("type", "text").lower() in BUTTONS:
            self._say(given.get("value", ""), language)
        if tag in WITHOUT_END:
            return
        self.open.append((tag, "lang" in given, tag in UNREAD))
        if "lang" in given:
            self.languages.append(language)
        self.unread += tag in UNREAD

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            opened, changed_language, was_unread = self.open.pop()
            if changed_language:
                self.languages.pop()
            self.unread -= was_unread
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self._say(data, self.languages[-1])

    def _say(self, text: str, language: str) -> None:
        if text.strip():
            self.texts.append((" ".join(text.split()), language))


def texts_of(html: str) -> list[tuple[str, str]]:
    """Every text of a page with the language that it is marked with."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.texts


class English:
    """Finds Latin words that are neither of the things people wrote themselves nor in a short list."""

    def __init__(self, written_by_people: Iterable[str], words: Iterable[str]) -> None:
        texts = {" ".join(text.split()) for text in written_by_people if LATIN.search(text)}
        known = sorted(texts, key=len, reverse=True)
        self.known = known
        self.written = re.compile(
            "|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in known) or "(?!)", re.IGNORECASE
        )
        self.words = set(words)
        # Every page says again what stands in its frame.
        self.in_text = cache(self._in_text)

    def _in_text(self, text: str) -> list[str]:
        """The English of a text."""
        if text.endswith("…") and any(known.startswith(text[:-1]) for known in self.known):
            return []
        # What people wrote may hold a link, and stand within one.
        return self._english_in(text) and self._english_in(LINKS.sub(" ", text))

    def _english_in(self, text: str) -> list[str]:
        if not self._words_of(text):  # what persons wrote is a pattern of thousands
            return []
        return self._words_of(self.written.sub(" ", text))

    def _words_of(self, text: str) -> list[str]:
        bare = ADDRESSES.sub(" ", text) if LATIN.search(text) else ""
        return [word for word in LATIN.findall(bare) if len(word) > 2 and word not in self.words]

    def on_page(self, html: str, language: str) -> Iterator[str]:
        """Texts with English in them; what is marked as being in another language is what it says."""
        for text, marked in texts_of(html):
            if marked == language and self.in_text(text):
                yield text

"""Finds the messages to translate in code and templates without the gettext programs, which many machines lack."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation.template import templatize

Key = tuple[str | None, str]
CONTEXT = (1, "c")
# Which arguments of Django's functions hold the message, its plural and its context.
FUNCTIONS: dict[str, Any] = {
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": (CONTEXT, 2),
    "pgettext_lazy": (CONTEXT, 2),
    "npgettext": (CONTEXT, 2, 3),
    "npgettext_lazy": (CONTEXT, 2, 3),
}
TRANSLATORS = ("Translators",)


class TwoPluralsError(Exception):
    """A catalogue holds one plural for each message; the code has two."""

    def __init__(self, first: "Message", other: "Message") -> None:
        super().__init__(f"“{first.text}” has two plurals, in {first.files[0]} and in {other.files[0]}.")


@dataclass
class Message:
    """One text to translate, with every file that says it."""

    context: str | None
    text: str
    plural: str = ""
    comments: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.context, self.text


def messages_of(root: Path, folders: list[Path]) -> dict[Key, Message]:
    """Every message of the files in ``folders``, in the order of the files. Raises TwoPluralsError."""
    found: dict[Key, Message] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*") if "migrations" not in path.parts):
        for message in _in_file(path, str(path.relative_to(root))):
            _merge(found.setdefault(message.key, message), message)
    return found


def _merge(first: Message, other: Message) -> None:
    if first.plural and other.plural and first.plural != other.plural:
        raise TwoPluralsError(first, other)
    first.plural = first.plural or other.plural
    first.files += [name for name in other.files if name not in first.files]
    first.comments += [comment for comment in other.comments if comment not in first.comments]


def _in_file(path: Path, name: str) -> Iterator[Message]:
    if path.suffix == ".py":
        source = path.read_text(encoding="utf-8")
        yield from _in_python(source, _names(source), name)
    elif path.suffix in {".html", ".txt"}:
        # In brackets, since the indentation of a page is none that Python's tokenizer would accept.
        source = f"({templatize(path.read_text(encoding='utf-8'), origin=name)}\n)"
        yield from _in_python(source, FUNCTIONS | {"_": (1,)}, name)


def _names(source: str) -> dict[str, Any]:
    """What this file calls Django's functions: ``_`` and every other name under which it imports them."""
    return {
        alias.asname or alias.name: FUNCTIONS[alias.name]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in FUNCTIONS
    }


def _in_python(source: str, names: dict[str, Any], file: str) -> Iterator[Message]:
    from babel.messages.extract import extract

    for _line, found, comments, context in extract("python", BytesIO(source.encode()), names, TRANSLATORS):
        text, *plural = (found,) if isinstance(found, str) else found
        yield Message(context, text, plural[0] if plural else "", comments, [file])

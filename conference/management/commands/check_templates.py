"""``check_templates``: every template loads; none has an inline script or style, or asks a third party."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError
from django.template.loader import get_template

# Mail programs know only inline styles; letters are no pages.
LETTERS = ("correspondence/", "conference/letters/")
INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE),
    "an inline style": re.compile(r"<style\b|\sstyle=[\"']", re.IGNORECASE),
    "an inline event handler": re.compile(r"<[^>]+\son[a-z]+=[\"']", re.IGNORECASE),
    "something from a third party": re.compile(
        r"<(?:script|img|iframe|source)\b[^>]*\bsrc=[\"']?(?:https?:)?//|<link\b[^>]*\bhref=[\"']?(?:https?:)?//",
        re.IGNORECASE,
    ),
}


class Command(BaseCommand):
    help = "Loads every template; none may have an inline script or style, or ask a third party."

    def handle(self, *args: Any, **options: Any) -> None:
        """Report every fault at once. Raises CommandError when there is one."""
        root = Path(settings.BASE_DIR) / "templates"
        names = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.suffix in {".html", ".txt"})
        found = [f"{name}: {fault}" for name in names for fault in faults(name, (root / name).read_text())]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(names)} templates load.")


def faults(name: str, source: str) -> Iterator[str]:
    """What is wrong with one template."""
    try:
        get_template(name)
    except TemplateSyntaxError as error:
        yield str(error)
    if name.startswith(LETTERS):
        return
    for what, pattern in INLINE.items():
        if pattern.search(source):
            yield f"it has {what}."

"""Tags, officer and notes as a row and a page show them: nothing of whoever is withheld from the reader."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registration.admin.naming import is_withheld
from registration.admin.work_filters import furniture
from registration.models import Tag


@dataclass(frozen=True)
class Marks:
    """Of one registration."""

    tags: list[Tag] = field(default_factory=list)
    officer: str = ""
    notes: int = 0


def marks_shown(request: HttpRequest, row: Any) -> Marks:
    """Of a row that ``with_marks`` has loaded, with its participant."""
    if is_withheld(request, row.participant):
        return Marks()
    known = furniture(request)
    tags = [tag for pk, tag in known.tags.items() if pk in row.tag_ids]
    named = known.officers.get(row.officer_id) or _("an officer who has left")
    return Marks(tags, named if row.officer_id else "", row.note_count)


def tag_pills(tags: Iterable[Tag]) -> SafeString:
    """Each in its colour and, what matters, with its word; drawn apart from the states."""
    return format_html_join(" ", '<span class="mark mark-{}">{}</span>', ((tag.colour, tag.name) for tag in tags))


def notes_text(count: int) -> str:
    """“2 notes”; nothing where there is none."""
    return ngettext("%(count)d note", "%(count)d notes", count) % {"count": count} if count else ""

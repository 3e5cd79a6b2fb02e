"""What an officer sees before publishing: what changes, who is told in which words, what stands in the way."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import override

from agenda.admin.release_letters import planned_lines
from agenda.conflicts import Conflict, open_conflicts
from agenda.models import ConflictKind
from agenda.queries.diff import Change, ReleasePreview
from agenda.queries.note import proposed_note
from agenda.queries.notices import planned_notices
from conference.models import Conference, TranslatedText


def preview_context(conference: Conference, preview: ReleasePreview, *, sees_protected: bool) -> dict[str, Any]:
    """The letters that would be written, and the open conflicts of the draft."""
    lines = planned_lines(planned_notices(conference, preview.last, preview.entries), sees_protected=sees_protected)
    titles = {entry["id"]: TranslatedText(entry["title"]) for entry in preview.entries}
    return {
        "letters": lines,
        "letters_count": sum(line["is_told"] for line in lines),
        "conflicts": [_conflict(conflict, titles) for conflict in open_conflicts(conference)],
    }


def _conflict(conflict: Conflict, titles: dict[str, TranslatedText]) -> dict[str, Any]:
    sessions = [{"id": pk, "title": titles.get(str(pk), "")} for pk in conflict.sessions]
    return {"text": capfirst(str(ConflictKind(conflict.kind).label)), "sessions": sessions}


def offered(form: Any, preview: ReleasePreview, conference: Conference) -> Any:
    """The form for this preview: with a first wording of the note, or with the words that were typed."""
    if form.is_bound:
        form.data = {**form.data.dict(), "fingerprint": preview.fingerprint}
    else:
        note = {language: _proposed(preview.changes, conference, language) for language in conference.languages}
        form.initial = {"note": note, "fingerprint": preview.fingerprint}
    return form


def _proposed(changes: Iterable[Change], conference: Conference, language: str) -> str:
    with override(language):
        return proposed_note(changes, conference.zone)

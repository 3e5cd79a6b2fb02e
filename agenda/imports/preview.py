"""What the preview of an import says of each session."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.actions.programme_places import rooms_after
from agenda.actions.programme_rows import SessionOutcome
from agenda.actions.programme_scene import Scene
from agenda.models import SessionType
from conference.formats import day_text, time_range_text
from conference.imports.rows import RowKind


def line_of(outcome: SessionOutcome, scene: Scene) -> dict[str, Any]:
    """The row in words: which session, when and where."""
    session, row = outcome.session, outcome.row
    title = next((text for name, text in row.texts.items() if name.startswith("title_")), "")
    line: dict[str, Any] = {"row": row.number, "doubts": outcome.doubts, "name": title}
    if session is None:
        return line
    line["name"] = str(outcome.described.get("title") or session.title) or title
    if outcome.kind != RowKind.REFUSED:
        line["reference"] = "" if outcome.kind == RowKind.NEW else str(session.pk)
        kind = outcome.described.get("type", session.type)
        number = outcome.described.get("number", session.number)
        line["what"] = " ".join(filter(None, (capfirst(str(SessionType(kind).label)), str(number or ""))))
        line["beside"] = "; ".join(str(scene.rooms[pk]) for pk in rooms_after(outcome, session, scene))
        line["status"] = _when(outcome, scene)
    if outcome.changes:
        line["changes"] = [{"label": each.label, "old": each.old, "new": each.new} for each in outcome.changes]
    return line


def _when(outcome: SessionOutcome, scene: Scene) -> str:
    session, zone = outcome.session, scene.conference.zone
    begins, ends = outcome.times or ((session.starts_at, session.ends_at) if session else (None, None))
    if begins is None or ends is None:
        return _("not scheduled")
    words = {"day": day_text(begins.astimezone(zone).date()), "times": time_range_text(begins, ends, zone)}
    return _("%(day)s, %(times)s") % words

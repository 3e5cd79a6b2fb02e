"""A first wording of the public note of changes, for the officer to edit."""

import datetime
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from agenda.models import Listing
from agenda.queries.diff import Change, ChangeKind
from agenda.queries.field_changes import rooms_text
from agenda.queries.moves import moved_text
from conference.formats import moment_text


def proposed_note(changes: Iterable[Change], zone: ZoneInfo) -> str:
    """A sentence a line, in the active language.

    On sessions alone, so that it can name nobody who regretted; and on those alone that everybody may know of.
    """
    return "\n".join(filter(None, (_sentence(change, zone) for change in changes if change.is_public)))


def _sentence(change: Change, zone: ZoneInfo) -> str:
    values: dict[str, object] = {"title": change.title, "when": _when_and_where(change, zone)}
    # Where a session has gone to that is no longer for everybody, is not for everybody either.
    is_withdrawn = change.after is not None and change.after["listing"] != Listing.PUBLIC
    if is_withdrawn or change.kind == ChangeKind.REMOVED:
        return _("“%(title)s” is no longer on the agenda.") % values
    if change.kind == ChangeKind.CANCELLED:
        return _("“%(title)s” is cancelled.") % values
    if change.kind == ChangeKind.NEW:
        return _("New: “%(title)s”, %(when)s.") % values
    if change.kind == ChangeKind.REINSTATED:
        return _("“%(title)s” takes place after all, %(when)s.") % values
    if change.before and change.after and (whence := moved_text(change.before, change.after, zone)):
        return _("“%(title)s”, %(when)s: %(whence)s.") % (values | {"whence": whence[:1].lower() + whence[1:]})
    return ""


def _when_and_where(change: Change, zone: ZoneInfo) -> str:
    """The room where it is news: of what is new or held again, and where it is another."""
    entry = change.after or change.before
    if entry is None:
        return ""
    when = moment_text(datetime.datetime.fromisoformat(entry["starts_at"]), zone)
    is_held_anew = change.kind in {ChangeKind.NEW, ChangeKind.REINSTATED}
    is_told = is_held_anew or not change.before or change.before["rooms"] != entry["rooms"]
    return ", ".join(filter(None, (when, rooms_text(entry) if is_told else "")))

"""What officers keep for themselves: tags, notes, assignments, saved filters, each with a word of its own."""

from __future__ import annotations

import uuid

from conference.models import TeamRole
from registration.models import Assignment, DeskArrangement, NoteReaders, OfficerNote, SavedFilter, Tag, Tagging
from tests.borders.host import Host
from tests.borders.words import PROTECTED, TEAM

DECIDING = frozenset({"coordinator", "registration", "protocol", "vetting", "of_both", "of_there", "superuser"})


def add_desk(host: Host) -> None:
    """On a hidden person, on a counted one, and on one whom everybody of the team may know."""
    officer = host.officers[TeamRole.REGISTRATION]
    host.tags["tag"] = Tag.objects.create(conference=host.conference, name=f"Tag {host.words.new()}", colour="blue")
    for name, readers in (("hidden_person", PROTECTED), ("registered", TEAM), ("nominee", TEAM)):
        row = host.registrations[name]
        Tagging.objects.create(registration=row, tag=host.tags["tag"], by=officer, act=uuid.uuid4())
        Assignment.objects.create(registration=row, officer=officer, by=officer, act=uuid.uuid4())
        OfficerNote.objects.create(registration=row, words=f"Noted {host.words.new(readers)}", by=officer)
    _add_guarded_notes(host)
    _add_saved_filters(host)


def _add_guarded_notes(host: Host) -> None:
    row, officer = host.registrations["nominee"], host.officers[TeamRole.REGISTRATION]
    for readers, known in ((NoteReaders.DECIDING, DECIDING), (NoteReaders.AUTHOR, frozenset({"registration"}))):
        words = f"Guarded {host.words.new(known)}"
        OfficerNote.objects.create(registration=row, words=words, readers=readers, by=officer)


def _add_saved_filters(host: Host) -> None:
    officer = host.officers[TeamRole.COORDINATOR]
    for name, readers in (("own", frozenset({"coordinator"})), ("shared", TEAM)):
        host.saved_filters[name] = SavedFilter.objects.create(
            conference=host.conference,
            owner=officer,
            name=f"Filter {host.words.new(readers)}",
            query=f"q={host.words.new(readers).lower()}",
            is_shared=name == "shared",
        )
    DeskArrangement.objects.create(conference=host.conference, officer=officer, columns=["status", "tags"])

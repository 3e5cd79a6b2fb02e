"""What the officers keep for themselves: tags, notes, who attends to whom, saved filters."""

from typing import Any
from uuid import UUID

from agenda.demonstration.stage import Stage
from registration.models import Assignment, OfficerNote, SavedFilter, Tag, Tagging


def set_up_desk(stage: Stage) -> None:
    """Nothing for a conference that has no such file."""
    if not (stage.demonstration.folder / "desk.json").exists():
        return
    given = stage.texts("desk")
    act = stage.id_of("marks of officers")
    _tag(stage, given, act)
    Assignment.objects.bulk_create(
        Assignment(registration=stage.registrations[key], officer_id=_officer(stage, email), act=act)
        for email, keys in given["assigned"].items()
        for key in keys
    )
    OfficerNote.objects.bulk_create(_note(stage, note) for note in given["notes"])
    SavedFilter.objects.bulk_create(
        SavedFilter(
            pk=stage.id_of("saved filter", kept["name"]),
            conference=stage.conference,
            owner_id=_officer(stage, kept["by"]),
            **{name: kept[name] for name in ("name", "query", "columns", "is_shared")},
        )
        for kept in given["saved"]
    )


def _tag(stage: Stage, given: dict[str, Any], act: UUID) -> None:
    tags = {
        name: Tag(pk=stage.id_of("tag", name), conference=stage.conference, name=name, colour=colour)
        for name, colour in given["tags"].items()
    }
    Tag.objects.bulk_create(tags.values())
    Tagging.objects.bulk_create(
        Tagging(registration=stage.registrations[key], tag=tags[name], act=act)
        for name, keys in given["tagged"].items()
        for key in keys
    )


def _note(stage: Stage, note: dict[str, str]) -> OfficerNote:
    return OfficerNote(
        registration=stage.registrations[note["of"]],
        words=note["words"],
        readers=note["readers"],
        by_id=_officer(stage, note["by"]),
        at=stage.clock.recorded(stage.clock.at(note["at"])),
        form_token=stage.id_of("form of a note", note["of"], note["at"]),
    )


def _officer(stage: Stage, email: str) -> UUID:
    return stage.id_of("officer", email)

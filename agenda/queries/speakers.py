"""Everybody who is named on the published agenda, with what they do there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from agenda.queries.naming import Speaker
from agenda.queries.published import PublishedAgenda, PublishedSession


@dataclass
class PublishedSpeaker:
    """A person named on the agenda. Static lines have no page of their own, hence no id."""

    name: str
    function: str
    participant_id: UUID | None
    sort_name: str
    appearances: list[tuple[PublishedSession, Speaker]] = field(default_factory=list)


def speakers_of(agenda: PublishedAgenda) -> Sequence[PublishedSpeaker]:
    """By name. Who is shown by function only is in no list; a static line counts as one person by its words."""
    people: dict[UUID | str, PublishedSpeaker] = {}
    for session in agenda.sessions:
        for line in session.speakers:
            if line.is_named:
                person = people.setdefault(
                    line.participant_id or line.name,
                    PublishedSpeaker(line.name, line.function, line.participant_id, line.sort_name),
                )
                person.appearances.append((session, line))
    return sorted(people.values(), key=lambda person: (person.sort_name, person.name))


def speaker_with(participant_id: UUID, agenda: PublishedAgenda) -> PublishedSpeaker | None:
    return next((person for person in speakers_of(agenda) if person.participant_id == participant_id), None)

"""By which words a session or a speaker of the published agenda is found: what everybody may read of them."""

from collections.abc import Sequence

from agenda.queries.published import PublishedSession
from agenda.queries.speakers import PublishedSpeaker
from registration.models import is_cyrillic, searchable
from registration.queries.desk_registrations import occurs_in
from registration.queries.latin_names import latin_form


def words_of(session: PublishedSession) -> str:
    """Titles in all languages, the abstract in the active one, people as they are named, in Latin letters too."""
    people = (part for line in session.speakers for part in (*spellings(line.name), line.function))
    return searchable(*session.title.values(), str(session.abstract), *people)


def words_of_person(person: PublishedSpeaker) -> str:
    """The name, in Latin letters too, and the function."""
    return searchable(*spellings(person.name), person.function)


def spellings(name: str) -> tuple[str, ...]:
    return (name, latin_form(name)) if is_cyrillic(name) else (name,)


def is_found(text: str, asked: Sequence[str]) -> bool:
    """Whether every word that was asked for occurs; one of one or two letters has to begin a word."""
    return all(occurs_in(text, word) for word in asked)


def wanted(asked: str) -> Sequence[str]:
    """The words of a search as they are compared: without capitals and accents."""
    return searchable(asked).split()

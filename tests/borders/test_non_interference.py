"""What protected persons are called changes nothing that others are shown: no order, no count, no place, no answer.

The same pages are read twice: while every text of the hidden persons begins with zeros, which any order puts before
letters, and while it begins with the last letter. Who may not know them must not tell one from the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import EmailField, JSONField, TextField, Value
from django.db.models.functions import Concat, Left

from agenda.models import Release
from conference.correspondence.models import LetterTemplate, OutgoingMessage, ReminderRule
from conference.models import Conference, EncryptedTextField, Mission, Organisation, State, User, Venue
from conference.views.rendered_once import editions
from registration.models import OfficerNote, ParticipantCategory
from tests.borders.roles import Visitor, visitor
from tests.borders.test_searching import choices_by_search, lists
from tests.borders.walking import opened
from tests.borders.whole_person import HIDDEN, rows_of, texts_of, ways_to_a_person
from tests.borders.words import PUBLIC, TEAM, WORD
from tests.borders.world import World

pytestmark = pytest.mark.usefixtures("db")
#: What no list can be sorted by or searched in.
NOT_SORTED = (JSONField, EncryptedTextField)
OF_NO_PERSON = (
    *(State, Mission, Organisation, Venue, User, Conference),
    *(ParticipantCategory, LetterTemplate, ReminderRule, Release),
)
FIRST, LAST = "000000", "zzzzzz"


def begin_with(world: World, letters: str) -> None:
    """Every text of the hidden persons, and of what was written to them and about them, but for what all may read."""
    for name in HIDDEN:
        person = world.here.people[name]
        for model in ways_to_a_person():
            if model is OfficerNote:
                _write_notes_anew(world, rows_of(model, person), letters)
                continue
            for row in rows_of(model, person):
                for field in texts_of(model):
                    if not isinstance(field, NOT_SORTED) and is_protected(world, str(getattr(row, field.attname))):
                        _put_before(model._default_manager.filter(pk=row.pk), field, letters)
        type(person).objects.filter(pk=person.pk).update(search_text=f"{letters} {person.search_text}")
        LogEntry.objects.filter(object_id=str(person.pk)).update(object_repr=letters)
        written = [getattr(kept[name], "pk", None) for kept in _kept(world) if name in kept]
        letters_sent = OutgoingMessage.objects.filter(about_id__in=written)
        for field_name in ("recipient", "recipient_name", "subject"):
            _put_before(letters_sent, OutgoingMessage._meta.get_field(field_name), letters)


def _write_notes_anew(world: World, notes: Any, letters: str) -> None:
    """The database lets nobody change a note: it goes and comes back, the letters before its words."""
    protected = [note for note in notes if is_protected(world, note.words)]
    notes.filter(pk__in=[note.pk for note in protected]).delete()
    for note in protected:
        note.words = f"{letters} {note.words}"
    OfficerNote.objects.bulk_create(protected)


def is_protected(world: World, text: str) -> bool:
    """By its word: the number of a letter to a protected person is the whole team's."""
    word = WORD.search(text.lower())
    return word is not None and not world.here.words.used[word[0]].readers & (TEAM | PUBLIC)


def _kept(world: World) -> tuple[dict[str, Any], ...]:
    return world.here.people, world.here.registrations, world.here.appearances, world.here.invitations


def _put_before(rows: Any, field: Any, letters: str) -> None:
    gap = "" if isinstance(field, EmailField) else " "
    longer = Concat(Value(letters + gap), field.name, output_field=TextField())
    rows.update(**{field.name: Left(longer, field.max_length or 5000)})


def addresses() -> Iterator[str]:
    """Every list in every order that it offers; searches by the beginning of what is protected."""
    for url, model_admin in lists():
        if model_admin.model in OF_NO_PERSON:
            continue
        columns = len(model_admin.list_display) + bool(model_admin.actions)
        yield from (f"{url}?o={number}" for number in range(columns))
        yield from (f"{url}?q={letters[:4]}" for letters in (FIRST, LAST))
    for url in choices_by_search():
        yield from (f"{url}&term={letters[:4]}" for letters in (FIRST, LAST))


def read(walker: Visitor) -> dict[str, Any]:
    return {url: opened(walker.client, url).comparable([]) for url in addresses()}


def test_no_list_and_no_search_depends_on_what_protected_persons_are_called(world: World):
    walker = visitor(world, "coordinator")
    begin_with(world, FIRST)
    first = read(walker)
    begin_with(world, LAST)
    second = read(walker)
    told = [url for url in first if first[url] != second[url]]
    assert not told, told


def test_whoever_may_name_them_does_see_the_difference(world: World):
    """Else the test above would compare nothing."""
    walker = visitor(world, "registration")
    url = "/admin/registration/registration/?o=1&q=orkhon"
    begin_with(world, FIRST)
    first = opened(walker.client, url).text
    begin_with(world, LAST)
    assert first != opened(walker.client, url).text


@pytest.mark.parametrize("role", ["anonymous", "focal_point", "other_focal_point", "applicant", "speaker"])
def test_no_page_of_anybody_else_depends_on_it(role: str, world: World):
    walker, pages = visitor(world, role), ("", "agenda/", "agenda/speakers/", "register/", "me/", "speaking/")
    asked = [f"/en/{world.here.slug}/{page}" for page in pages]
    begin_with(world, FIRST)
    first = [opened(walker.client, page).comparable([]) for page in asked]
    begin_with(world, LAST)
    editions._seen.clear()
    assert [opened(walker.client, page).comparable([]) for page in asked] == first

"""Two imports of a programme at once: real threads on a real PostgreSQL."""

import pytest

from agenda.actions.import_programme import import_programme
from agenda.imports.reading import ProgrammeReader
from agenda.models import ImportedSession, Session
from conference.celery import app as celery_app
from registration.actions.undo_import import silent
from registration.errors import ChangedSincePreviewError
from tests.registration.actions.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = ["Number", "Type", "Title", "Day", "Begins", "Ends", "Rooms"]


@pytest.fixture(autouse=True)
def _nobody_works(monkeypatch):
    monkeypatch.setattr(celery_app, "send_task", lambda *_args, **_kwargs: None)


def importing(brought, officer):
    def run():
        try:
            import_programme(brought.pk, lambda found: ProgrammeReader(found, by=officer), by=officer, report=silent)
        except ChangedSincePreviewError:
            return "changed"
        return "imported"

    return run


@pytest.mark.usefixtures("hall")
def test_of_two_tables_that_want_one_room_at_once_the_second_is_told_that_it_is_taken(desk, officer):
    tables = [
        desk.preview(HEAD, [str(number), "panel", "One", "2019-06-20", "09:00", "10:00", "Onon Hall"])
        for number in (1, 2)
    ]
    told = at_once([importing(table, officer) for table in tables])
    assert sorted(told) == ["changed", "imported"]
    assert Session.objects.count() == ImportedSession.objects.count() == 1


@pytest.mark.usefixtures("hall")
def test_one_table_imported_twice_at_once_is_imported_once(desk, officer):
    brought = desk.preview(HEAD, ["1", "panel", "One", "2019-06-20", "09:00", "10:00", "Onon Hall"])
    assert at_once([importing(brought, officer)] * 3) == ["imported"] * 3
    assert Session.objects.count() == ImportedSession.objects.count() == 1

"""What goes out as a file comes in unchanged; a table costs as many queries for one row as for a hundred."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda.actions.import_programme import judged
from agenda.actions.programme_rows import ProgrammeRow
from agenda.actions.programme_scene import scene_of
from agenda.exports.programme import PROGRAMME
from agenda.models import AppearanceRole, Session
from conference.exports.formats import TableFormat
from conference.imports.rows import RowKind
from conference.jobs import files, running
from conference.jobs.asking import ask_for_job
from conference.models import Topic
from registration.models import Visibility
from tests.factories.agenda import make_appearance, make_hall, make_session, make_static_line
from tests.factories.registration import make_category, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(conference, hall):
    """Everything that a session may say, a protected speaker, two of one name, a cancelled one, one without a time."""
    topic = Topic.objects.create(conference=conference, name={"en": "Water", "mn": "Ус"})
    other = make_hall(conference, name={"en": "Onon Hall"})
    category = make_category(conference, name={"en": "Guests; and others"})
    session = make_session(
        conference,
        rooms=[hall, other],
        number=3,
        topic=topic,
        title={"en": "=A title; with signs", "mn": "Гарчиг"},
        abstract={"en": "One paragraph.\n\nAnother one."},
        guiding_questions={"en": "Who?\nWhy?"},
        channels={"mn": 1, "en": 2},
        capacity=40,
        needs_booking=True,
    )
    session.entry.set([category])
    for _ in range(2):
        make_appearance(session, make_participant(conference, given_names="Bold", family_name="Bataar"), minutes=7)
    make_appearance(session, make_participant(conference, visibility=Visibility.HIDDEN), role=AppearanceRole.CHAIR)
    make_static_line(session)
    make_session(conference, None, title={"en": "Some day"})
    return session


def file_of(conference, by, form):
    ids = [str(pk) for pk in Session.objects.in_order().values_list("pk", flat=True)]
    job = ask_for_job(
        "programme",
        conference=conference,
        by=by,
        asked_for={"ids": ids, "columns": list(PROGRAMME.usual), "format": form},
        reason="To be changed",
        is_claimed=True,
    )
    job = running.run_at_once(job)
    return (files.folder() / job.file).read_bytes()


@pytest.mark.parametrize("form", [TableFormat.CSV, TableFormat.XLSX])
@pytest.mark.usefixtures("programme")
def test_what_goes_out_comes_in_unchanged(desk, conference, officer, form):
    brought = desk.work(desk.bring(content=file_of(conference, officer, form)), "preview")
    assert "" not in brought.columns
    assert (brought.new, brought.changed, brought.unchanged, brought.refused) == (0, 0, 2, 0)


def test_what_is_changed_in_the_file_changes_that_and_no_more(desk, conference, officer, programme):
    content = file_of(conference, officer, TableFormat.CSV).decode("utf-8-sig")
    brought = desk.work(desk.bring(content=content.replace("Гарчиг", "Шинэ гарчиг").encode()), "preview")
    assert (brought.changed, brought.unchanged) == (1, 1)
    desk.work(brought, "import")
    programme.refresh_from_db()
    assert programme.title == {"en": "=A title; with signs", "mn": "Шинэ гарчиг"}
    assert programme.abstract == {"en": "One paragraph.\n\nAnother one."}
    assert programme.appearances.count() == 4


def test_a_table_is_judged_in_as_many_queries_for_a_hundred_rows_as_for_one(conference, officer, hall):
    sessions = [make_session(conference, None, number=number) for number in range(1, 101)]
    counted = []
    for some in (sessions[:1], sessions):
        rows = [
            ProgrammeRow(number, each.pk, values={"number": each.number, "capacity": 9}, texts={"capacity": "9"})
            for number, each in enumerate(some)
        ]
        with CaptureQueriesContext(connection) as queries:
            outcomes = judged(rows, scene_of(conference, by=officer))
        assert {each.kind for each in outcomes} == {RowKind.CHANGED}
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 20

"""The pages on which a programme is brought, looked over, imported, and taken away again."""

import io
import re
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agenda.actions.describe import describe_session
from agenda.actions.import_programme import import_programme
from agenda.imports.reading import ProgrammeReader
from agenda.models import ProgrammeImport, Session
from conference.admin.current import FORM_FIELD
from conference.jobs import running
from conference.models import TeamRole
from registration.actions.undo_import import silent
from tests.factories.agenda import make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]

TABLE = "Number;Type;Title (EN);Day;Begins;Ends;Rooms\n1;Panel;Out of a table;2019-06-20;09:00;10:00;Conference Hall\n"


def url(page, *args):
    return reverse(f"admin:agenda_programmeimport_{page}", args=args)


def test_a_programme_is_brought_looked_over_and_previewed_through_the_pages(desk, conference, hall):
    page = desk.get(url("add"))
    found = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert found is not None
    own = {FORM_FIELD: str(conference.pk)}
    answer = desk.post(
        url("add"), {**own, "form_token": found[1], "table": SimpleUploadedFile("programme.csv", TABLE.encode())}
    )
    brought = ProgrammeImport.objects.get()
    assert answer.url == url("columns", brought.pk)
    page = desk.get(answer.url)
    assert "For all rows in which no cell says it" in page.text
    chosen = {f"column_{place}": key for place, key in enumerate(brought.columns)}
    answer = desk.post(url("columns", brought.pk), {**own, **chosen, "type": "", "listing": ""})
    assert answer.url == url("change", brought.pk)
    assert running.run_due()
    page = desk.get(answer.url)
    assert "Out of a table" in page.text
    assert "Thematic panel 1" in page.text
    assert "Thursday, 20 June, 09:00–10:00" in page.text
    assert not Session.objects.exists()


@pytest.mark.parametrize("is_touched", [True, False])
def test_an_import_is_undone_through_the_pages_or_the_page_says_with_which_session_it_is_not(
    desk, conference, hall, is_touched
):
    own = {FORM_FIELD: str(conference.pk)}
    found = re.search(r'name="form_token" value="([^"]+)"', desk.get(url("add")).text)
    assert found is not None
    file = SimpleUploadedFile("programme.csv", TABLE.encode())
    desk.post(url("add"), {**own, "form_token": found[1], "table": file})
    brought = ProgrammeImport.objects.get()
    chosen = {f"column_{place}": key for place, key in enumerate(brought.columns)}
    desk.post(url("columns", brought.pk), {**own, **chosen, "type": "", "listing": ""})
    running.run_due()
    assert brought.by is not None
    reader = partial(ProgrammeReader, by=brought.by)
    import_programme(brought.pk, reader, by=brought.by, report=silent)
    if is_touched:
        describe_session(Session.objects.get().pk, changes={"capacity": 3}, by=None)
    desk.post(url("undo", brought.pk), own)
    text = desk.get(url("change", brought.pk)).text
    assert Session.objects.exists() is is_touched
    assert ("1 session has been changed or published" in text, "Out of a table" in text) == (is_touched, is_touched)


def test_the_workbook_to_fill_in_offers_the_rooms_and_topics_and_is_read_back(desk, conference, hall):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(desk.get(url("template")).content))
    heads = [cell.value for cell in book.worksheets[0][1]]
    assert heads[:4] == ["Number", "Type", "Title (MN)", "Title (EN)"] or "Title (EN)" in heads
    offered = {cell.value for row in book.worksheets[1].iter_rows() for cell in row}
    assert "Conference Hall" in offered
    assert "Thematic panel" in offered


def test_only_who_schedules_sees_imports(desk_of):
    for role, answer in ((TeamRole.AGENDA, 200), (TeamRole.PROTOCOL, 403), (TeamRole.OBSERVER, 403)):
        assert desk_of(role).get(url("changelist")).status_code == answer


@pytest.mark.parametrize("count", [1, 100])
def test_the_list_of_sessions_leads_to_file_and_import(desk, conference, count, django_assert_max_num_queries):
    for number in range(1, count + 1):
        make_session(conference, None, number=number)
    desk.get(reverse("admin:agenda_session_changelist"))
    with django_assert_max_num_queries(20):
        page = desk.get(reverse("admin:agenda_session_changelist"))
    assert url("changelist") in page.text
    assert reverse("admin:agenda_session_file") in page.text

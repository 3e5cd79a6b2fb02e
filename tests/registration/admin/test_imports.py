"""An officer brings a table, says what its columns are, looks at every row, imports it and takes it back."""

import io

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conference.admin.current import FORM_FIELD
from conference.imports import files
from conference.jobs import running
from conference.models import TeamRole
from registration.models import Registration, RegistrationImport, Route
from registration.states import ImportState
from tests.factories.conference import make_officer
from tests.factories.registration import make_category

pytestmark = pytest.mark.django_db
TABLE = """Имя;Фамилия;Должность;Электронная почта
Болд;Батаар;Директор;bold@mfa.example
Сарнай;Дорж;;sarnai(at)mfa.example
""".encode("cp1251")


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def guests(conference):
    return make_category(conference, slug="guests", name={"en": "Guests"}, route=Route.ON_THE_SPOT)


def url(page, brought=None):
    return reverse(f"admin:registration_registrationimport_{page}", args=[brought.pk] if brought else [])


def post(desk, conference, address, **data):
    return desk.post(address, {FORM_FIELD: str(conference.pk)} | data, follow=True)


def bring(desk, conference, content=TABLE, name="список.csv"):
    page = desk.get(url("add"))
    token = page.context["form"]["form_token"].value()
    file = SimpleUploadedFile(name, content)
    return post(desk, conference, url("add"), table=file, form_token=str(token))


def preview(desk, conference, guests, **columns):
    brought = RegistrationImport.objects.get()
    answered = {f"column_{place}": key for place, key in enumerate(brought.columns)} | columns
    response = post(desk, conference, url("columns", brought), category=str(guests.pk), **answered)
    assert running.run_due()
    return response, brought


def text_of(response):
    return response.content.decode()


def workbook(*rows):
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.add_worksheet("Notes").write(0, 0, "See the next sheet")
        sheet = book.add_worksheet("List")
        sheet.merge_range(0, 0, 0, 3, "Participants of the Ministry")
        for number, row in enumerate(rows, start=2):
            for place, value in enumerate(row):
                sheet.write(number, place, value)
    return written.getvalue()


def test_a_table_in_another_encoding_is_brought_and_its_columns_are_guessed(desk, conference):
    response = bring(desk, conference)
    brought = RegistrationImport.objects.get()
    assert (brought.encoding, brought.separator, brought.file_name) == ("cp1251", ";", "список.csv")
    assert brought.columns == ["given_names", "family_name", "function", "email"]
    assert "Болд" in text_of(response)


def test_what_is_no_table_is_told_and_nothing_is_kept(desk, conference):
    response = bring(desk, conference, b"%PDF-1.4", "list.pdf")
    assert "out of which no table can be read" in text_of(response)
    assert not RegistrationImport.objects.exists()


def test_a_file_that_cannot_be_read_to_its_rows_leaves_the_page_to_another(desk, conference):
    token = str(desk.get(url("add")).context["form"]["form_token"].value())
    open_quotation = SimpleUploadedFile("list.csv", b'Given names,Function\nBold,"' + b"x" * 40_000)
    page = post(desk, conference, url("add"), table=open_quotation, form_token=token)
    assert "quotation mark is not closed" in text_of(page)
    assert not RegistrationImport.objects.exists()
    assert not list(files.folder().iterdir())
    post(desk, conference, url("add"), table=SimpleUploadedFile("list.csv", TABLE), form_token=token)
    assert RegistrationImport.objects.get().columns == ["given_names", "family_name", "function", "email"]


def test_the_same_form_sent_again_leads_to_the_table_that_is_there_as_far_as_it_is(desk, conference, guests):
    token = str(desk.get(url("add")).context["form"]["form_token"].value())
    for _time in range(2):
        post(desk, conference, url("add"), table=SimpleUploadedFile("list.csv", TABLE), form_token=token)
        brought = RegistrationImport.objects.get()
    answered = {f"column_{place}": key for place, key in enumerate(brought.columns)}
    post(desk, conference, url("columns", brought), category=str(guests.pk), **answered)  # a worker has it now
    again = post(desk, conference, url("add"), table=SimpleUploadedFile("list.csv", TABLE), form_token=token)
    assert again.status_code == 200
    assert RegistrationImport.objects.get().job is not None


def test_a_row_with_an_error_is_told_with_what_may_be_meant_and_may_be_left_out(desk, conference, guests):
    bring(desk, conference)
    _page, brought = preview(desk, conference, guests)
    shown = text_of(desk.get(url("change", brought)))
    assert "E-mail: “sarnai(at)mfa.example”. " in shown
    assert "Did you mean “sarnai@mfa.example”?" in shown
    response = post(desk, conference, url("import", brought))
    assert "rows with errors" in text_of(response)
    response = post(desk, conference, url("import", brought), leaves_out="on")
    assert "The rows are being imported" in text_of(response)


def test_the_rows_to_correct_are_a_workbook(desk, conference, guests):
    bring(desk, conference)
    _page, brought = preview(desk, conference, guests)
    response = desk.get(url("errors", brought))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("Имя", "Фамилия", "Должность", "Электронная почта")
    assert rows[1][:2] == ("Сарнай", "Дорж")
    assert "e-mail address" in rows[1][-1]


def test_the_columns_are_remembered_for_the_next_table_with_the_same_headings(desk, conference, guests):
    bring(desk, conference)
    preview(desk, conference, guests, column_2="institution")
    RegistrationImport.objects.all().delete()
    bring(desk, conference)
    brought = RegistrationImport.objects.get()
    assert brought.columns[2] == "institution"
    assert brought.fixed == {"category": str(guests.pk)}


def test_two_columns_are_not_the_same_and_a_name_is_needed(desk, conference, guests):
    bring(desk, conference)
    brought = RegistrationImport.objects.get()
    page = post(desk, conference, url("columns", brought), column_0="email", column_1="email")
    assert "Two columns are said to be the same" in text_of(page)
    assert "which column holds the given names" in text_of(page)


def test_another_sheet_of_a_workbook_may_be_read(desk, conference):
    content = workbook(["Given names", "Surname"], ["Bold", "Bataar"])
    bring(desk, conference, content, "list.xlsx")
    brought = RegistrationImport.objects.get()
    assert brought.sheet == "Notes"
    page = post(desk, conference, url("columns", brought), read="1", sheet="List", header_row="3")
    brought.refresh_from_db()
    assert (brought.sheet, brought.header_row, brought.headings) == ("List", 3, ["Given names", "Surname"])
    assert brought.columns == ["given_names", "family_name"]
    assert "Bold" in text_of(page)


def test_a_colleague_sees_the_counts_and_nothing_of_the_table(desk, conference, guests, sign_in):
    bring(desk, conference)
    _page, brought = preview(desk, conference, guests)
    colleague = sign_in(make_officer(conference, TeamRole.REGISTRATION, name="Ganbold"))
    shown = text_of(colleague.get(url("change", brought)))
    assert "With errors" in shown
    assert "Сарнай" not in shown
    assert colleague.get(url("columns", brought)).status_code == 404
    assert colleague.get(url("errors", brought)).status_code == 404
    observer = sign_in(make_officer(conference, TeamRole.OBSERVER))
    assert observer.get(url("changelist")).status_code == 403
    assert observer.get(url("change", brought)).status_code == 404


def test_a_table_may_be_dropped_before_it_is_imported(desk, conference, guests, django_capture_on_commit_callbacks):
    bring(desk, conference)
    _page, brought = preview(desk, conference, guests)
    with django_capture_on_commit_callbacks(execute=True):
        post(desk, conference, url("drop", brought))
    brought.refresh_from_db()
    assert (brought.state, brought.file, brought.checked) == (ImportState.DROPPED, "", "")
    assert not Registration.objects.exists()


def test_work_is_shown_while_it_is_under_way_and_can_be_stopped(desk, conference, guests):
    bring(desk, conference)
    brought = RegistrationImport.objects.get()
    answered = {f"column_{place}": key for place, key in enumerate(brought.columns)}
    shown = text_of(post(desk, conference, url("columns", brought), category=str(guests.pk), **answered))
    assert 'data-unfinished="yes"' in shown
    assert 'data-unfinished="yes"' in text_of(desk.get(url("standing", brought)))
    post(desk, conference, url("stop", brought))
    assert "It was stopped" in text_of(desk.get(url("change", brought)))


def test_the_workbook_to_fill_in_has_headings_that_are_understood_and_lists(desk, conference, guests):
    content = desk.get(url("template")).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    sheet["F2"] = "Bold"
    assert len(sheet.data_validations.dataValidation) >= 4
    assert sheet.column_dimensions["A"].number_format == "@"
    written = io.BytesIO()
    book.save(written)
    bring(desk, conference, written.getvalue(), "participants.xlsx")
    brought = RegistrationImport.objects.get()
    assert "" not in brought.columns
    assert brought.columns[:3] == ["category", "delegation", "role"]


@pytest.mark.parametrize("count", [1, 100])
def test_the_page_of_an_import_costs_the_same_for_one_row_and_for_many(
    desk, conference, guests, count, django_assert_num_queries
):
    rows = "".join(f"Member{n};Family{n};Director;m{n}@mfa.example\n" for n in range(count))
    bring(desk, conference, f"Given names;Family name;Function;E-mail\n{rows}".encode())
    _page, brought = preview(desk, conference, guests)
    desk.get(url("change", brought))
    with django_assert_num_queries(QUERIES):
        desk.get(url("change", brought))


QUERIES = 11


def test_what_every_row_lacks_is_said_once_and_what_is_left_out_by_name(desk, conference, guests):
    rows = [["Имя", "Фамилия", "Электронная почта", "Гражданство", "Рейс"]]
    rows += [["Болд", f"Батаар{n}", "bold(at)mfa.example", "Mongolai", "OM 302"] for n in range(3)]
    rows[1][2] = "bold@mfa.example"
    bring(desk, conference, "\n".join(map(";".join, rows)).encode())
    _, brought = preview(desk, conference, guests, column_3="nationality", column_4="")

    shown = desk.get(url("change", brought))

    assert [(each["count"], each["text"][:11]) for each in shown.context["common"]] == [
        (3, "Nationality"),
        (2, "E-mail: “bo"),
    ]
    assert [line["problems"] for line in shown.context["lines"]] == [
        [],
        *[["E-mail: “bold(at)mfa.example”. Did you mean “bold@mfa.example”?"]] * 2,
    ]
    assert "Did you mean “Mongolia”?" in text_of(shown)
    assert text_of(shown).count("Mongolai") == 1
    assert "These columns of the file are not imported: “Рейс”." in text_of(shown)

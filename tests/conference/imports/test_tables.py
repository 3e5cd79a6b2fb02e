"""Tables that people send: whatever program wrote them, their rows are read as text; what is no table is told."""

import datetime
import io
import time
import zipfile

import pytest
import xlsxwriter

from conference.imports import workbooks
from conference.imports.errors import UnreadableTableError
from conference.imports.tables import Limits, look_at, rows_of
from conference.imports.workbooks import sheets_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NAMES = [["Имя", "Фамилия", "Телефон"], ["Иван", "Петров", "00976"]]


def read(content: bytes, **choices: str) -> list[list[str]]:
    file = io.BytesIO(content)
    return [cells for _number, cells in rows_of(file, look_at(file, len(content)).read_as(**choices))]


def refusal(content: bytes, limits: Limits | None = None) -> str:
    file = io.BytesIO(content)
    with pytest.raises(UnreadableTableError) as refused:
        list(rows_of(file, look_at(file, len(content), limits=limits)))
    return str(refused.value)


def workbook(rows, *, sheets=("Participants",), formats=()) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    style = dict(formats).get(column)
                    sheet.write(number, column, value, *([book.add_format({"num_format": style})] if style else []))
    return written.getvalue()


def archive(**members: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return written.getvalue()


def changed(content: bytes, member: str, change) -> bytes:
    """The workbook with one member made anew."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return written.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_text_is_read_however_its_letters_are_stored_and_its_cells_parted(encoding, separator):
    text = "\r\n".join(separator.join(row) for row in NAMES)
    assert read(text.encode(encoding)) == NAMES


def test_western_names_and_old_macintoshes_are_read():
    assert read("Prénom;Nom\nAndré;Müller\n".encode("cp1252")) == [["Prénom", "Nom"], ["André", "Müller"]]
    assert read("ИМЯ;ФАМИЛИЯ\nИван;Петров\n".encode("mac-cyrillic")) == [["ИМЯ", "ФАМИЛИЯ"], ["Иван", "Петров"]]


def test_another_encoding_may_be_chosen_and_one_that_does_not_fit_is_told():
    content = "Имя;Фамилия\nИван;Петров\n".encode("cp1251")
    assert read(content, encoding="cp1252")[1][0] != "Иван"
    with pytest.raises(UnreadableTableError, match="not stored as"):
        read(content, encoding="utf-8-sig")


def test_a_line_that_names_the_separator_and_quoted_cells_with_ends_of_lines_are_understood():
    assert read(b'sep=,\nname,function\n"Bold, B.","Director\nof it"\n') == [
        ["name", "function"],
        ["Bold, B.", "Director of it"],
    ]


def test_an_apostrophe_that_our_own_tables_put_before_a_formula_is_taken_away_and_no_other():
    rows = read(b"phone,name\n'+976 11,O'Brien\n'=1+1,'t Hooft\n")
    assert rows[1:] == [["+976 11", "O'Brien"], ["=1+1", "'t Hooft"]]


def test_marks_that_nobody_sees_are_left_out_and_letters_are_composed():
    assert read("name,x\n\u202eBold\u200b,e\u0301\xa0a\n".encode())[1] == ["Bold", "é a"]


def test_a_workbook_is_read_as_somebody_reads_it():
    row = [datetime.date(2019, 6, 20), 97611262626, 42, 1.5, True, "007", None]
    rows = read(workbook([["a"], row], formats=((0, "dd.mm.yyyy"), (2, "00000"))))
    assert rows[1] == ["2019-06-20", "97611262626", "00042", "1.5", "TRUE", "007"]


def test_rows_keep_the_number_that_the_spreadsheet_shows_and_empty_ones_are_passed_over():
    content = workbook([["List of participants"], [], ["name"], ["Bold"], [""], ["  "]])
    file = io.BytesIO(content)
    assert list(rows_of(file, look_at(file, len(content)))) == [
        (1, ["List of participants"]),
        (3, ["name"]),
        (4, ["Bold"]),
    ]


def test_of_several_sheets_each_may_be_read():
    content = workbook([["name"]], sheets=("First", "Second"))
    assert [sheet.name for sheet in sheets_of(io.BytesIO(content))] == ["First", "Second"]
    assert read(content, sheet="Second") == [["name"]]
    with pytest.raises(UnreadableTableError, match="“Third” is not"):
        read(content, sheet="Third")


def test_what_a_workbook_says_of_its_own_size_is_not_believed():
    wide = changed(
        workbook([["name"], ["Bold"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"'),
    )
    assert read(wide) == [["name"], ["Bold"]]


def sheet_of(rows: str) -> bytes:
    """A workbook whose first sheet says just this."""
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return changed(workbook([["name"]]), "xl/worksheets/sheet1.xml", lambda _xml: xml.encode())


def test_a_row_with_a_number_beyond_every_spreadsheet_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(workbooks, "LAST_ROW", 1_000)
    name = '<c r="A1" t="inlineStr"><is><t>name</t></is></c>'
    assert "far larger" in refusal(sheet_of(f'<row r="1">{name}</row><row r="50000"><c r="A50000"><v>1</v></c></row>'))


def test_short_rows_that_name_a_far_column_are_not_looked_at_without_end(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_CELLS", 100_000)
    assert "far larger" in refusal(sheet_of('<row><c r="ZZZ1"/></row>' * 20))


def test_ten_thousand_comments_without_an_end_are_refused_at_once():
    many = changed(workbook([["name"]]), "xl/styles.xml", lambda _xml: b"<!--" * 16_000)
    began = time.process_time()
    assert "declarations" in refusal(many)
    assert time.process_time() - began < 0.5


def test_what_begins_beyond_what_is_looked_at_is_refused():
    late = changed(workbook([["name"]]), "xl/styles.xml", lambda xml: b" " * 70_000 + b"<!DOCTYPE a>" + xml)
    padded = changed(workbook([["name"]]), "xl/styles.xml", lambda xml: b"x" * 70_000 + xml)
    assert "declarations" in refusal(padded)
    assert "declarations" in refusal(late)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"%PDF-1.4", "no table can be read"),
        (b"\x89PNG\r\n", "This is a picture"),
        (b"{\\rtf1", "a text document"),
        (b"\x1f\x8b\x08", "packed archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel 97–2003"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "locked with a password",
        ),
        (b"<html><table><tr><td>Bold</td></tr></table></html>", "a web page"),
        (b"MZ\x90\x00" + b"\x00" * 200 + b"This program", "no table that can be read"),
        (b"\0" * 5_000, "no table that can be read"),
        (b"PK\x03\x04" + b"\0" * 50, "damaged or incomplete"),
        (archive(**{"mimetype": b"x", "content.xml": b""}), "OpenDocument"),
        (archive(**{"xl/workbook.bin": b""}), "binary workbook"),
        (archive(**{"Index/Document.iwa": b""}), "Numbers"),
        (archive(**{"word/document.xml": b""}), "a text document"),
        (archive(**{"ppt/slide.xml": b""}), "a presentation"),
        (archive(**{"[Content_Types].xml": b""}), "damaged"),
        (archive(**{"list.csv": b"a"}), "This is an archive"),
        (archive(**{"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b""}), "macros"),
        (archive(**{"xl/workbook.xml": b"<a/>"}), "damaged"),
        (workbook([["a"]])[:-400], "damaged"),
    ],
    ids=lambda case: case if isinstance(case, str) else "a file",  # an archive bears the time at which it was made
)
def test_what_is_no_table_is_told_with_what_to_do(content, said):
    assert said in refusal(content)


def test_bombs_are_refused_before_anything_is_unpacked():
    good = workbook([["name"], ["Bold"]])
    ratio = changed(good, "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 5_000_000)
    assert "far larger" in refusal(ratio)
    assert "far larger" in refusal(good, limits=Limits(unpacked=1_000))
    many = archive(**{"xl/workbook.xml": b"<a/>"}, **{f"a{n}": b"" for n in range(1_200)})
    assert "far larger" in refusal(many)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_anything_is_parsed(encoding):
    laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sst>&b;</sst>'
    bomb = changed(workbook([["name"]]), "xl/sharedStrings.xml", lambda _xml: laughs.encode(encoding))
    assert "declarations" in refusal(bomb)


def test_more_than_may_be_taken_is_told():
    assert "at most 1 can be taken" in refusal(b"a," * 1_000_000, limits=Limits(file=1_000_000))
    assert "more than 5 rows" in refusal(b"a\n" * 100, limits=Limits(rows=5))
    assert "more than 200 columns" in refusal(b"a;" * 300 + b"b")
    assert "longer than a spreadsheet takes" in refusal(b'a;"' + b"b" * 40_000)
    assert "longer than a spreadsheet takes" in refusal(b'a;"' + b"b" * 140_000)

"""Pasted lists: what each row says, and what is wrong where, with what may be meant."""

import pytest

from registration.imports.pasted import ORGANISATIONS, PERSONS, person_of, read_list, split_name


def read(text, columns=PERSONS):
    return read_list(text, columns, languages=("mn", "en", "ru"), default="en")


def faults(text, columns=PERSONS):
    return [(f.row, str(f.column), f.sentence, f.suggestion) for row in read(text, columns) for f in row.faults]


GOOD = "H.E. Ms.\tAigerim BEKOVA\tAmbassador\tMinistry of Foreign Affairs\tAigerim@Ministry.example\tRussian"


def test_a_row_of_a_spreadsheet_is_a_person():
    (row,) = read(GOOD)
    person = person_of(row)
    assert row.faults == []
    assert (person.courtesy, person.given_names, person.family_name) == ("H.E. Ms.", "Aigerim", "Bekova")
    assert (person.email, person.language) == ("aigerim@ministry.example", "ru")


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_tabs_semicolons_and_commas_divide_alike(separator):
    (row,) = read(separator.join(["Ms.", "Ana Lima", "Director", "Institute", "ana@lima.example", "en"]))
    assert (row.faults, row.values["institution"]) == ([], "Institute")


def test_a_quoted_cell_may_hold_the_separator():
    (row,) = read('Ms.,Ana Lima,"Director, Research",Institute,ana@lima.example,en')
    assert row.values["function"] == "Director, Research"


def test_headings_and_empty_lines_are_passed_over_and_rows_keep_their_numbers():
    rows = read(f"Courtesy\tName\tFunction\tInstitution\tE-mail\tLanguage\n\n{GOOD}\n")
    assert [row.number for row in rows] == [3]


NO_ADDRESS = "“%s” is no e-mail address."
ELSEWHERE = "“Institute” is no e-mail address; one stands in another column."
NO_LANGUAGE = "“Russan” is none of the languages of the conference (mn, en, ru)."
NO_COURTESY = "“ana@lima.example” is no courtesy; has a column been left out?"


@pytest.mark.parametrize(
    ("line", "column", "sentence", "suggestion"),
    [
        ("Ms.;Ana Lima;;;ana@lima,example;en", "E-mail", NO_ADDRESS % "ana@lima,example", "ana@lima.example"),
        ("Ms.;Ana Lima;;;ana(at)lima.example;en", "E-mail", NO_ADDRESS % "ana(at)lima.example", "ana@lima.example"),
        ("Ms.;Ana Lima;ana@lima.example;;Institute;en", "E-mail", ELSEWHERE, "ana@lima.example"),
        ("Ms.;Ana Lima;;;ana@lima.example;Russan", "Language", NO_LANGUAGE, "ru"),
        ("Ms.;;;;ana@lima.example;en", "Name", "This is missing.", ""),
        ("Ms.;Ana Lima;;;;en", "E-mail", "This is missing.", ""),
        ("Ms.;Ana Lima;;;a@b.example;en;;x", "", "This row has more columns than the list; “x” belongs to none.", ""),
        ("ana@lima.example;Ana Lima;;;ana@lima.example;en", "Courtesy", NO_COURTESY, ""),
        (f"Ms.;{'A' * 151};;;ana@lima.example;en", "Name", "This is longer than 150 characters.", ""),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column_with_what_may_be_meant(line, column, sentence, suggestion):
    assert faults(line) == [(1, column, sentence, suggestion)]


def test_the_same_twice_names_the_row_before():
    assert faults(f"{GOOD}\n{GOOD}") == [(2, "", "This is row 1 once more.", "")]


def test_organisations_may_have_no_address_but_seats_are_a_number():
    for seats in ("three", "0", "1000", "9" * 20):
        told = [(1, "Seats", f"“{seats}” is no number of seats.", "")]
        assert faults(f"Steppe Institute;;en;{seats}", ORGANISATIONS) == told
    assert faults("Steppe Institute;;en;3", ORGANISATIONS) == []


def test_a_usual_courtesy_without_its_points_is_understood():
    assert read("HE Ms;Ana Lima;;;ana@lima.example;en")[0].values["courtesy"] == "H.E. Ms."


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ana Lima", ("Ana", "Lima")),
        ("KIM Minjun", ("Minjun", "Kim")),
        ("Henrik VESTERGAARD-LUND", ("Henrik", "Vestergaard-Lund")),
        ("Altan", ("Altan", "")),
        ("ANA LIMA", ("ANA", "LIMA")),
        ("Ana 🙂", ("Ana", "🙂")),
    ],
)
def test_a_name_is_divided_as_lists_write_it(name, parts):
    assert split_name(name) == parts


@pytest.mark.parametrize("text", ['"', "\x00", "a" * 300_000, "\u202e;x", '"a\nb";c'])
def test_nothing_that_is_pasted_breaks_it(text):
    assert all(row.faults for row in read(text))


def test_a_list_too_long_is_to_be_pasted_in_parts():
    rows = read("\n".join(f"Ms.;Ana Lima{n};;;a{n}@lima.example;en" for n in range(400)))
    assert rows[-1].faults[0].sentence == "The list is longer than 300 rows; please paste it in parts."

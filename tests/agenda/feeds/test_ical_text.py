"""Whatever is typed is a text in a calendar: nothing of it becomes another line, property or entry."""

import string

import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conference.calendar_lines import folded, in_lines, on_one_line, text_line, written

TYPED = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('\r\n\\;,:"\t' + string.ascii_uppercase))


def file_with(text):
    entry = ["BEGIN:VEVENT", text_line("DESCRIPTION", text), "END:VEVENT"]
    return written(["BEGIN:VCALENDAR", *entry, "END:VCALENDAR"])


@settings(max_examples=200, database=None, deadline=None)
@given(TYPED)
@example("\\N\\n\\;")
@example("a\r\nEND:VEVENT\u2028b\x85c\x0bd")
@example("Ө" * 300)
@example("\\" * 300)
@example("🕊" * 100)
def test_a_text_is_read_back_as_it_was_typed(typed):
    text = in_lines(typed)

    file = file_with(typed)

    (event,) = vobject.readOne(file.decode()).contents["vevent"]
    read = event.contents["description"][0].value
    # The reader leaves out what is before a text and after it, which nobody sees.
    assert read.strip() == text.strip()
    lines = file.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert [line.decode() for line in lines] == file.decode().split("\r\n")
    assert all((len(line) - len(line.rstrip(b"\\"))) % 2 == 0 for line in lines), "an escape is parted"
    assert len(file.decode().replace("\r\n ", "").splitlines()) == 5


@settings(max_examples=100, database=None, deadline=None)
@given(TYPED)
def test_a_title_is_one_line(typed):
    assert len(on_one_line(typed).splitlines()) <= 1


@settings(max_examples=100, database=None, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_folded_line_unfolds_into_itself(line):
    assert folded(line).replace(b"\r\n ", b"") == line.encode() + b"\r\n"

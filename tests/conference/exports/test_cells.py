"""What stands in a cell: text that is no formula, and that an import reads back as it was."""

import datetime
import itertools

import pytest

from conference.exports.cells import GUARDED, guarded, reads_as, text_of, unguarded

SIGNS = "=+-@＝＋－＠"


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", " ", "\t", "\r", "\n", "\ufeff", "\u200b", "Bold; ", "Bold,", "'", "''"])
def test_a_text_that_would_begin_a_formula_has_an_apostrophe_before_the_sign(before, sign):
    written = guarded(f"{before}{sign}1+1")

    assert f"'{sign}1+1" in written
    assert written.count("'") == before.count("'") + 1


def test_the_apostrophe_comes_off_again_and_no_other():
    for letters in itertools.product("a '=;", repeat=6):
        text = "".join(letters)
        assert unguarded(guarded(text)) == text
        assert reads_as(guarded(text), text)


@pytest.mark.parametrize("text", ["one\n\n- two\r\n=three", "\tBold\x00", " +976 1234 ", "-", "\n"])
def test_whatever_was_written_reads_as_it_was(text):
    assert reads_as(guarded(text), text)
    assert not set(guarded(text)) & set("\t\r\n\x00")


def test_another_text_does_not_read_as_the_same():
    assert not reads_as("Bold", "Bald")
    assert not reads_as("", "Bold")
    assert not reads_as("976", "+976")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (7, "7"),
        (datetime.date(2019, 6, 3), "2019-06-03"),
        (datetime.datetime(2019, 6, 3, 9, 5, tzinfo=datetime.UTC), "2019-06-03 09:05"),
        ("0049", "0049"),
    ],
)
def test_a_fact_is_one_text(value, text):
    assert text_of(value) == text
    assert reads_as(text, value)


def test_what_was_never_guarded_keeps_its_apostrophes():
    for text in ("O'Brien", "d'Arc; l'État", "'quoted'"):
        assert unguarded(text) == guarded(text) == text
        assert not GUARDED.search(text)

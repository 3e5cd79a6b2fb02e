"""Texts as the typefaces on paper can show them."""

import pytest

from conference.typefaces import characters, showable


def test_the_letters_of_all_our_languages_are_there():
    assert characters().issuperset("Өө Үү ёЁ Ґґ Ққ “”«»–— ąćęłń ßüñç ğşı")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Plain, as typed", "Plain, as typed"),
        ("Йод", "Йод"),
        ("１２３", "123"),
        ("Peace 🕊️", "Peace "),
        ("שלום", "⁇"),
        ("中 文", "⁇ ⁇"),
        ("a\u2003b\tc", "a b c"),
        ("a\ufeffb\u2066c\x07", "abc"),
        ("One\nTwo", "One\nTwo"),
    ],
)
def test_what_cannot_be_shown_is_written_otherwise_left_out_or_marked(typed, shown):
    assert showable(typed) == shown


def test_data_keep_their_shape():
    data = {"a": ["é", {"b": "🕊"}], "n": 1, "none": None, "yes": True}

    assert showable(data) == {"a": ["é", {"b": ""}], "n": 1, "none": None, "yes": True}

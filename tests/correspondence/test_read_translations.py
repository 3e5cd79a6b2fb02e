"""Which shipped translations a native speaker has read: by a record that a change of the text makes void."""

import pytest

from conference.correspondence import read_translations
from conference.correspondence.compose import LETTERS
from conference.correspondence.read_translations import RECORD, digest_of, is_read

ENTRY = """
[[read]]
letter = "waitlisted"
language = "ru"
by = "Anna Primerova"
on = 2026-11-23
sha256 = "{digest}"
"""


@pytest.fixture
def record(tmp_path, monkeypatch):
    """Writes a record in place of ours."""
    path = tmp_path / "READ.toml"
    monkeypatch.setattr(read_translations, "RECORD", path)

    def write(text):
        path.write_text(text, encoding="utf-8")
        read_translations._digests.cache_clear()

    yield write
    read_translations._digests.cache_clear()


def test_a_text_is_read_where_the_record_has_it_as_it_stands(record):
    record(ENTRY.format(digest=digest_of("waitlisted", "ru")))
    assert is_read("waitlisted", "ru")
    assert not is_read("waitlisted", "mn")
    assert not is_read("promoted", "ru")


def test_a_text_that_changed_since_is_unread_again(record):
    record(ENTRY.format(digest="0" * 64))
    assert not is_read("waitlisted", "ru")


def test_english_is_the_original(record):
    record("")
    assert is_read("waitlisted", "en")


def test_our_own_record_names_texts_that_are_there():
    read_translations._digests.cache_clear()
    for letter, language in read_translations._digests():
        assert (LETTERS / language / f"{letter}.txt").is_file(), f"{RECORD.name} names {language}/{letter}"

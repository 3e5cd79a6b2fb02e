"""How the facts of a session read."""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

from agenda.queries.labels import duration_text, language_name, languages_text

NINE = datetime.datetime(2019, 6, 20, 9, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(30, "30 min"), (90, "90 min"), (120, "120 min"), (150, "2 h 30 min"), (180, "3 hours")],
)
def test_short_sessions_last_minutes_and_long_ones_hours(minutes, text):
    assert duration_text(NINE, NINE + datetime.timedelta(minutes=minutes)) == text


@pytest.mark.parametrize(
    ("language", "listed"), [("en", "English, Russian"), ("ru", "Английский, русский"), ("mn", "Англи, орос")]
)
def test_only_english_writes_each_language_with_a_capital(language, listed):
    session: Any = SimpleNamespace(languages=["en", "ru"], is_interpreted=False, channels={})
    with override(language):
        assert languages_text(session) == listed


def test_languages_are_named_in_the_readers_language_and_an_unknown_one_by_its_code():
    assert language_name("ru") == "Russian"
    assert language_name("xx") == "XX"
    with override("ru"):
        assert language_name("ru") == "Русский"

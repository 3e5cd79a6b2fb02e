"""What ``make check`` finds wrong with a translation, before a reader does; of the site's own it finds nothing."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from conference.correspondence import compose
from conference.management import faults
from conference.management.messages import Message

START = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 ? 0 : 1);\\n"

"""
SOUND = """msgid "Registered"
msgstr "Зарегистрировано"
"""
PLURAL = """msgid "%(total)s letter"
msgid_plural "%(total)s letters"
msgstr[0] "Одно письмо"
msgstr[1] "%(total)s письма"
msgstr[2] "{last}"
"""


def found_in(folder: Path, text: str, messages: list[Message] | None = None) -> list[str]:
    path = folder / "django.po"
    path.write_text(START + text)
    return list(faults.in_catalogue(path, "ru", {message.key: message for message in messages or ()}))


def test_a_sound_catalogue_has_no_faults(tmp_path: Path) -> None:
    assert found_in(tmp_path, SOUND + "\n" + PLURAL.format(last="%(total)s писем")) == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "Registered"\nmsgstr ""\n', "is not translated."),
        ("#, fuzzy\n" + SOUND, "is marked fuzzy"),
        (PLURAL.format(last=""), "lacks a plural form."),
        ('msgid "Dear %(name)s"\nmsgstr "Уважаемый %(имя)s"\n', "have different placeholders."),
        ('msgid "Changed {name}."\nmsgstr "Изменено."\n', "have different placeholders."),
        (PLURAL.format(last="%(count)s писем"), "have different placeholders."),
        ('msgid "Conference"\nmsgstr "Кoнференция"\n', "has letters of two alphabets in “Кoнференция”."),
        ('msgid "Kyrgyzstan"\nmsgstr "Киргизия"\n', "says “Киргизи…”."),
    ],
)
def test_a_fault_of_a_translation_is_told_with_its_text(entry: str, fault: str, tmp_path: Path) -> None:
    (told,) = found_in(tmp_path, entry)
    assert fault in told


def test_what_the_code_says_and_the_catalogue_does_not_is_told(tmp_path: Path) -> None:
    new = Message(None, "Withdrawn", files=["page.html"])
    assert found_in(tmp_path, SOUND, [new]) == ["django.po: “Withdrawn” of page.html is not collected: make messages."]


def test_a_missing_letter_and_one_that_lost_its_link_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for language, body in (("en", "{salutation},\n\n{status_link}"), ("ru", "Добрый день!")):
        folder = tmp_path / language
        folder.mkdir()
        (folder / "withdrawn.txt").write_text(f"Subject: Subject\n\n{body}\n")
    monkeypatch.setattr(faults, "LETTERS", tmp_path)
    monkeypatch.setattr(compose, "LETTERS", tmp_path)
    compose.shipped_wording.cache_clear()
    told = list(faults.in_letters(["ru"]))
    compose.shipped_wording.cache_clear()
    assert "letters/ru/withdrawn.txt lacks “status_link”, which the English letter has." in told
    assert "letters/ru/waitlisted.txt is missing." in told


def test_a_text_of_a_demonstration_that_a_language_lacks_is_told(tmp_path: Path) -> None:
    given = {"topics": [{"name": {"en": "Youth", "ru": "Молодёжь"}}]}
    (tmp_path / "conference.json").write_text(json.dumps(given))
    (told,) = faults.in_content(tmp_path, ["en", "ru", "mn"])
    assert "conference.topics[1].name says nothing in “mn”." in told


def test_check_fails_and_tells_every_fault_at_once(settings: Any, tmp_path: Path) -> None:
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    page = tmp_path / "templates" / "page.html"
    page.parent.mkdir()
    page.write_text('{% translate "Said of old" %}')
    call_command("collect_messages", stdout=StringIO())
    page.write_text('{% translate "Said anew" %}')
    with pytest.raises(CommandError) as told:
        call_command("check_translations", stdout=StringIO())
    assert str(told.value).count("“Said of old” is not translated.") == 2
    assert str(told.value).count("“Said anew” of templates/page.html is not collected: make messages.") == 2

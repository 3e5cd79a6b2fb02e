"""Translations are compiled without the gettext programs."""

import gettext
import os
from pathlib import Path

from conference.embedded.translations import compile_translations

CATALOGUE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Registered"
msgstr "Бүртгэгдсэн"

#, fuzzy
msgid "Withdrawn"
msgstr "Батлагдсан"
"""


def catalogue(folder: Path, text: str = CATALOGUE) -> Path:
    source = folder / "mn" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(text)
    return source


def test_a_catalogue_is_compiled_as_gettext_reads_it(tmp_path: Path) -> None:
    catalogue(tmp_path)
    (written,) = compile_translations(tmp_path)
    with written.open("rb") as file:
        found = gettext.GNUTranslations(file)
    assert found.gettext("Registered") == "Бүртгэгдсэн"
    assert found.gettext("Withdrawn") == "Withdrawn", "what nobody has confirmed is not shown"


def test_it_is_compiled_again_only_when_it_changed(tmp_path: Path) -> None:
    source = catalogue(tmp_path)
    compile_translations(tmp_path)
    assert compile_translations(tmp_path) == []
    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_translations(tmp_path) == [source.with_suffix(".mo")]


def test_an_empty_folder_is_in_order(tmp_path: Path) -> None:
    assert compile_translations(tmp_path) == []

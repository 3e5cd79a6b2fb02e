"""Translations are compiled without gettext, and checked before a person meets the fault."""

import gettext
import os
from pathlib import Path

from conference.embedded.translations import compile_translations, faults

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


def test_other_placeholders_than_the_originals_are_found(tmp_path: Path) -> None:
    catalogue(tmp_path, CATALOGUE + '\nmsgid "Dear %(name)s"\nmsgstr "Эрхэм %(нэр)s"\n')
    (fault,) = faults(tmp_path)
    assert "“Dear %(name)s” and “Эрхэм %(нэр)s”" in fault


def test_a_plural_may_leave_its_number_out_but_not_invent_another(tmp_path: Path) -> None:
    plural = (
        '\nmsgid "%(total)s letter"\nmsgid_plural "%(total)s letters"\nmsgstr[0] "Нэг"\nmsgstr[1] "%(total)s захиа"\n'
    )
    catalogue(tmp_path, CATALOGUE + plural)
    assert list(faults(tmp_path)) == []
    catalogue(tmp_path, CATALOGUE + plural.replace("%(total)s захиа", "%(count)s захиа"))
    assert len(list(faults(tmp_path))) == 1


def test_an_empty_folder_is_in_order(tmp_path: Path) -> None:
    assert compile_translations(tmp_path) == []
    assert list(faults(tmp_path)) == []

"""Every text that people read reaches the translators, without the gettext programs."""

from io import StringIO
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import ngettext, override, trans_real

from conference.embedded.translations import compile_translations
from conference.management.catalogues import CATALOGUE

CODE = """
from django.utils.translation import gettext as _now, gettext_lazy as _, ngettext, pgettext
title = _("Rooms of "
          "the venue")
said = _now("Good morning") if title else unknown("Not ours")
both = ngettext("%(total)d seat", "%(total)d seats", 2), pgettext("month", "May")
"""
PAGE = """<h1 title="{% translate 'Good morning' %}">
      {{ name|default:_("Nobody") }}
  {% blocktranslate trimmed count total=total %}
      {{ total }} flag
    {% plural %}
      {{ total }} flags
  {% endblocktranslate %}
{# (a bracket that nobody closes #} 100% {% translate "100% full" context "hall" %}
"""


@pytest.fixture
def project(settings: Any, tmp_path: Path) -> Path:
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "code.py").write_text(CODE)
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    return tmp_path


def collect() -> str:
    output = StringIO()
    call_command("collect_messages", stdout=output)
    return output.getvalue()


def russian(project: Path) -> Any:
    return polib.pofile(str(project / "locale" / "ru" / CATALOGUE))


def test_texts_are_found_under_every_name_that_a_file_gives_to_the_functions(project: Path) -> None:
    collect()
    found = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in russian(project)}
    assert found == {
        (None, "Rooms of the venue", ""),
        (None, "Good morning", ""),
        (None, "%(total)d seat", "%(total)d seats"),
        ("month", "May", ""),
        (None, "Nobody", ""),
        (None, "%(total)s flag", "%(total)s flags"),
        ("hall", "100%% full", ""),
    }


def test_a_text_says_where_it_stands_and_whether_it_has_placeholders(project: Path) -> None:
    collect()
    entries = {entry.msgid: entry for entry in russian(project)}
    assert entries["Good morning"].occurrences == [("templates/code.py", ""), ("templates/page.html", "")]
    assert entries["%(total)s flag"].flags == ["python-format"]
    assert entries["Nobody"].flags == []


def test_translations_stay_and_texts_that_nobody_says_any_more_go(project: Path) -> None:
    collect()
    catalogue = russian(project)
    catalogue.find("Nobody").msgstr = "Никто"
    catalogue.find("%(total)s flag").msgstr_plural = {0: "флаг", 1: "флага", 2: "флагов"}
    catalogue.save()
    (project / "templates" / "code.py").unlink()
    assert "ru: 4 messages, 2 translated, 0 read by a native speaker." in collect()
    kept = {entry.msgid: entry.msgstr_plural or entry.msgstr for entry in russian(project)}
    assert kept == {
        "Good morning": "",
        "Nobody": "Никто",
        "%(total)s flag": {0: "флаг", 1: "флага", 2: "флагов"},
        "100%% full": "",
    }


def test_an_unchanged_catalogue_is_not_written_again(project: Path) -> None:
    collect()
    before = (project / "locale" / "mn" / CATALOGUE).stat().st_mtime_ns
    collect()
    assert (project / "locale" / "mn" / CATALOGUE).stat().st_mtime_ns == before


def test_one_text_with_two_plurals_is_refused(project: Path) -> None:
    source = 'from django.utils.translation import ngettext\nngettext("%(total)d seat", "%(total)d chairs", 2)\n'
    (project / "templates" / "more.py").write_text(source)
    with pytest.raises(CommandError, match=r"“%\(total\)d seat” has two plurals, in templates/code.py and in"):
        collect()


def test_what_django_translates_is_taken_over(project: Path) -> None:
    (project / "templates" / "more.html").write_text('{% translate "Save" %} {% translate "Sessions" %}')
    collect()
    assert russian(project).find("Save").msgstr == "Сохранить"
    assert russian(project).find("Sessions").msgstr == "", "Django means those of browsers"


def test_russian_counts_in_three_forms_beside_djangos_own_four(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collect()
    catalogue = russian(project)
    catalogue.find("%(total)d seat").msgstr_plural = {0: "место", 1: "места", 2: "мест"}
    catalogue.save()
    compile_translations(project / "locale")
    monkeypatch.setattr(trans_real, "_translations", {})
    with override("ru"):
        said = [ngettext("%(total)d seat", "%(total)d seats", number) for number in (1, 2, 5, 11, 12, 21, 22, 100)]
    assert said == ["место", "места", "мест", "мест", "мест", "место", "места", "мест"]

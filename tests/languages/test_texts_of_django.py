"""What Django itself says on our pages is said in each language, by its own catalogue or by ours."""

import re
from pathlib import Path

import django
import polib
import pytest
from django.utils.translation import gettext, ngettext, override, pgettext

from tests.languages.reading import LATIN

FOLDER = Path(django.__file__).parent
CATALOGUES = ("conf", "contrib/admin", "contrib/auth", "contrib/postgres")
# Of the rest of conf, names of languages and pages for developers are never shown here.
SAID_TO_VISITORS = re.compile(r"^(contrib/|core/validators|db/models/|forms/)")
FOR_DEVELOPERS = re.compile(
    r"field_type|\(.*_length.*\)|alse\b|^Boolean|YYYY|HH:MM|%\(from\)s|JSON|IPv|Foreign Key|identifier|PostgreSQL"
    r"|protocol|username. This|nulls|block size|inline value|ss\[.u"
)
FILLED_IN = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{\w+\}|<[^>]+>|&\w+;|(?<=[.@/+_-])\w|\S+@\S+")
WORDS = {
    "URL",
    "UUID",
    "QR",
    "None",
    "True",
    "False",
    "Django",
    "ManagementForm",
    "slug",
    "ASCII",
    "Control",
    "Command",
    "Mac",
}


def said() -> list[polib.POEntry]:
    entries = [
        entry
        for place in CATALOGUES
        for entry in polib.pofile(str(FOLDER / place / "locale" / "en" / "LC_MESSAGES" / "django.po"))
    ]
    return [
        entry
        for entry in entries
        if any(SAID_TO_VISITORS.search(name) for name, _line in entry.occurrences)
        and not FOR_DEVELOPERS.search(entry.msgid)
    ]


@pytest.mark.parametrize("language", ["ru", "mn"])
def test_django_says_nothing_in_english(language: str) -> None:
    english = {}
    with override(language):
        for entry in said():
            spoken = _spoken(entry)
            words = [word for word in LATIN.findall(FILLED_IN.sub(" ", spoken)) if len(word) > 2]
            if set(words) - WORDS:
                english[entry.msgid] = spoken
    assert english == {}


def _spoken(entry: polib.POEntry) -> str:
    if entry.msgid_plural:
        return ngettext(entry.msgid, entry.msgid_plural, 2)
    return pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else gettext(entry.msgid)

"""Every page that a role can reach, with what its forms answer, in Russian and in Mongolian."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from conference.correspondence.compose import shipped_wording
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.purposes import PURPOSES
from conference.correspondence.samples import sample_of
from conference.correspondence.wordings import Slot, Words
from conference.models import Conference, User
from tests.languages.crawl import WAYS, Visitor
from tests.languages.reading import English

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.xdist_group("languages")]

LANGUAGES = ["ru", "mn"]
SLUG = "ulaanbaatar-2019"
# A text that nobody marked for translation shows in either language, and one that nobody translated fails the check of
# the catalogues: so who reads everything walks the desk in Russian. LANGUAGES=full: in both, and an observer too; and
# each form is sent also as it is shown, and empty.
IS_FULL = os.environ.get("LANGUAGES") == "full"
OFFICERS = [("coordinator@demo.example", "ru")]
if IS_FULL:
    OFFICERS += [("coordinator@demo.example", "mn"), *(("observer@demo.example", language) for language in LANGUAGES)]
PERSONS = [
    "",
    "aisuluu.bekturova@delegation-kg.example",
    "leyla.aslanbeyli@caspian-dialogue.example",
    "onorbaiar@altai-neighbours.example",
]
SERVER_FAULT = 500
# They end the visit.
NEVER = frozenset({"accounts:sign-out", "accounts:language", "admin:logout"})


def visitor(address: str, language: str) -> Visitor:
    client = Client(headers={"accept-language": language}, raise_request_exception=False)
    client.cookies["django_language"] = language
    if address:
        client.force_login(User.objects.for_address(address))
    return Visitor(client, never=NEVER, ways=WAYS if IS_FULL or not address.endswith("@demo.example") else WAYS[2:])


def english_seen(who: Visitor, english: English, language: str, *starts: str) -> dict[str, str]:
    """Each text that is English, with the first page on which it was seen."""
    seen: dict[str, str] = {}
    pages = 0
    for page in who.pages(*starts):
        pages += 1
        assert page.status < SERVER_FAULT, f"{page} answers {page.status}"
        for text in english.on_page(page.html, language):
            seen.setdefault(text, str(page))
    assert pages > 20, "the walk came nowhere"
    return seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_shows_through_to_visitors(
    language: str, english: English, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path  # in the mailbox of the run lie the letters of other tests, in their own languages
    starts = (f"/{language}/{SLUG}/", f"/{language}/{SLUG}/me/", "/accounts/sign-in/", "/mailbox/", "/nowhere/")
    seen = {
        text: (address, page)
        for address in PERSONS
        for text, page in english_seen(visitor(address, language), english, language, *starts).items()
    }
    assert seen == {}


@pytest.mark.parametrize(("address", "language"), OFFICERS)
def test_no_english_shows_through_to_officers(address: str, language: str, english: English) -> None:
    assert english_seen(visitor(address, language), english, language, "/admin/", "/admin/login/?next=/") == {}


def test_no_english_stands_in_a_letter(english: English) -> None:
    conference = Conference.objects.get(slug=SLUG)
    found = {}
    for language in LANGUAGES:
        for key in PURPOSES:
            wording = shipped_wording(key, language)
            assert wording is not None
            sample = sample_of(Slot(conference, key, language), Words(wording.subject, wording.body))
            words = set(english.in_text(f"{sample.subject}\n{sample.text}")) - {"SAMPLE", "DEMO", "https"}
            if words:
                found[language, key] = words
    assert found == {}


def test_no_english_stands_in_the_subjects_of_what_went_out(english: English) -> None:
    """A reason that an officer typed, or a name, may stand in the text of a letter; the subject is ours alone."""
    letters = OutgoingMessage.objects.filter(language__in=LANGUAGES)
    assert letters.exists()
    reader = English([], english.words | {"DEMO"})
    found = {letter.subject: reader.in_text(letter.subject) for letter in letters}
    assert {subject: words for subject, words in found.items() if words} == {}

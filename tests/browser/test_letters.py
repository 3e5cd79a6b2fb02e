"""Every letter as mail programs show it: in each language, narrow and wide, in the light and the dark."""

import re
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Literal

import pytest
from django.conf import settings

from conference.correspondence.compose import LETTERS, SECRET, Composed, compose, mask_secrets, shipped_wording
from conference.correspondence.purposes import PURPOSES
from conference.correspondence.samples import sample_letter, sample_of
from conference.correspondence.wordings import Slot, Words
from conference.models import Conference
from tests.factories.conference import make_conference

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
WIDTHS = (360, 700)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PREVIEW = re.compile(r'class="preview"[^>]*>\s*[^<\s]')
#: What is left where something is missing: two spaces, a comma before a full stop, empty brackets.
UNSIGHTLY = re.compile(r"  |\.\.|[ (]\.|\s,|, ?\.|,,|\(\s*[;,)]|[;,]\s*\)|«»|“”|^[,.!;:]|[{}]", re.MULTILINE)
LONGEST = "Абдурахман" * 20
CODE, DIGITS = "WMWM-WMWM-WMWM-WMWM", "888888"
LINES_OF_THE_CODE = """() => [...document.querySelectorAll('.code')].map(e => {
    const range = document.createRange();
    range.selectNodeContents(e);
    return new Set([...range.getClientRects()].map(box => box.top)).size;
})"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: WCAG 2.2, 1.4.3, of each element that holds words, against what lies behind it.
TOO_FAINT = """() => {
    const parts = colour => colour.match(/[\\d.]+/g).map(Number);
    const linear = v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => [r, g, b].map(v => linear(v / 255))
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = element => {
        for (let e = element; e; e = e.parentElement) {
            const colour = parts(getComputedStyle(e).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return colour;
        }
        return [255, 255, 255];
    };
    return [...document.querySelectorAll('p, a')].filter(e => e.innerText.trim()).filter(e => {
        const [a, b] = [light(parts(getComputedStyle(e).color)), light(behind(e))];
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
    }).map(e => e.className || e.tagName);
}"""


@pytest.fixture
def held() -> Conference:
    long = "Whole-of-Society Conference on Preventing and Countering Violent Extremism"
    long = f"{long} and Radicalization that Lead to Terrorism"
    return make_conference(title={"en": long}, short_title={"en": long, "mn": "Өргөн хүрээний бага хурал"})


def letters(held: Conference, language: str) -> dict[str, Composed]:
    """Each letter that comes with Plenary, with sample values."""
    shipped = {key: shipped_wording(key, language) for key in sorted(PURPOSES)}
    return {
        key: sample_of(Slot(held, key, language), Words(wording.subject, wording.body))
        for key, wording in shipped.items()
        if wording
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_legible_wherever_it_is_read(language: str, browser: "Browser", held: Conference) -> None:
    read = letters(held, language)
    assert len(read) == len(list((LETTERS / language).glob("*.txt")))
    for scheme, width in product(SCHEMES, WIDTHS):
        page = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}).new_page()
        asked = asked_of(page)
        for key, letter in read.items():
            page.set_content(letter.html)
            assert page.evaluate(TOO_WIDE) <= 0, (key, width)
            assert page.evaluate(TOO_FAINT) == [], (key, scheme)
        assert asked == []
        page.context.close()


def asked_of(page: "Page") -> list[str]:
    """Whatever the letter fetches: a reader's mail program would tell somebody that it was opened."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_parts_of_a_letter_say_the_same(language: str, browser: "Browser", held: Conference) -> None:
    page = browser.new_page()
    for key, letter in letters(held, language).items():
        page.set_content(letter.html)
        shown = page.locator(".body").inner_text()
        assert words(mask_secrets(shown)) == words(letter.text), key
        assert "{" not in letter.subject + letter.text, key
        assert page.title() == letter.subject, key
    page.close()


def words(text: str) -> list[str]:
    return text.split()


def written(held: Conference, language: str, value: str, name: str) -> dict[str, Composed]:
    """Each letter with one value for whatever is filled in, to somebody of that name."""
    found = {}
    for key in sorted(PURPOSES):
        letter = sample_letter(Slot(held, key, language))
        found[key] = compose(replace(letter, recipient_name=name, values=dict.fromkeys(letter.values, value)))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_over_where_something_is_missing(language: str, held: Conference) -> None:
    """Nobody's name is known and the Secretariat has no telephone."""
    held.contact_phone = ""
    for key, letter in written(held, language, "X", "").items():
        for part in (letter.subject, letter.text):
            assert not UNSIGHTLY.search(part), (key, part)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subject_says_the_act_before_the_conference(language: str, held: Conference) -> None:
    """A telephone shows the beginning alone."""
    for key, letter in written(held, language, "X", "").items():
        assert not letter.subject.startswith(held.short_title.in_language(language)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_neither_a_long_name_nor_a_code_breaks_a_letter_on_a_telephone(
    language: str, browser: "Browser", held: Conference
) -> None:
    page = browser.new_context(viewport={"width": 360, "height": 900}).new_page()
    for key, letter in written(held, language, LONGEST, LONGEST).items():
        page.set_content(SECRET.sub(lambda mark: DIGITS if mark[1] == "code" else CODE, letter.html))
        assert page.evaluate(TOO_WIDE) <= 0, key
        assert set(page.evaluate(LINES_OF_THE_CODE)) <= {1}, key
    page.context.close()


def test_the_measures_see_what_is_wrong(browser: "Browser") -> None:
    page = browser.new_context(viewport={"width": 360, "height": 900}).new_page()
    page.set_content('<body style="background: #fff"><p style="color: #999">faint<p style="width: 500px">wide')
    assert page.evaluate(TOO_WIDE) > 0
    assert page.evaluate(TOO_FAINT) == ["P"]
    page.set_content(f'<p class="code" style="font-size: 40px">{CODE}')
    assert page.evaluate(LINES_OF_THE_CODE) == [2]
    for left_over in ("Dear ,", "a@people.example, .", "(; X)", "X  X", ", X", "{name}", "«»"):
        assert UNSIGHTLY.search(left_over), left_over
    page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_outlook_is_given_a_width_and_the_list_of_mails_the_beginning(language: str, held: Conference) -> None:
    for key, letter in letters(held, language).items():
        assert 'width="620"' in letter.html, key
        assert letter.html.count("<!--[if mso]>") == 3, key
        assert PREVIEW.search(letter.html), key

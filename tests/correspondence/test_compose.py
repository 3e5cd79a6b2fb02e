"""What people typed is a value: never a template, markup, a header or a link."""

import re

import pytest

from conference.correspondence import compose
from conference.correspondence.letter import Letter
from conference.correspondence.models import LetterTemplate
from conference.correspondence.purposes import COMMON, PURPOSES, Purpose
from conference.kinds import CASES, ConferenceKind, words_of
from tests.factories.conference import make_conference

pytestmark = pytest.mark.django_db

ADDRESS = re.compile(r"(https?|ftp)://\S|www\.\w", re.IGNORECASE)
BODY = """Dear {name},

{link}

{note}
and {contact_phone}

{contact_phone}

The Secretariat"""


@pytest.fixture(autouse=True)
def purpose(monkeypatch):
    placeholders = {"name": "a name", "link": "an address", "note": "what an officer wrote", "code": "a code"}
    monkeypatch.setitem(PURPOSES, "greeting", Purpose("greeting", "Greeting", placeholders, links=frozenset({"link"})))


@pytest.fixture
def conference():
    return made()


def made(**changes):
    conference = make_conference(**changes)
    LetterTemplate.objects.create(
        conference=conference, purpose="greeting", language="en", subject="For {name}", body=BODY
    )
    return conference


def composed(conference, *, name="Altan", link="https://plenary.example/en/?a=1&b=2", note="Welcome.", **fields):
    fields = {"language": "en", "recipient": "altan@example.org"} | fields
    values = {"name": name, "link": link, "note": note}
    return compose.compose(Letter(conference=conference, purpose="greeting", values=values, **fields))


@pytest.mark.parametrize(
    "name",
    [
        "https://evil.example/",
        "Altan (see HTTP://evil.example)",
        "www.evil.example",
        "ftp://evil.example",
        "x://evil.example//www.evil.example",
    ],
)
def test_a_name_that_looks_like_an_address_offers_mail_programs_no_link(conference, name):
    letter = composed(conference, name=name)
    greeting = letter.text.splitlines()[0]
    assert not ADDRESS.search(greeting)
    assert greeting.replace(compose.WORD_JOINER, "") == f"Dear {name},"
    assert letter.html.count("<a ") == 1


def test_the_letters_own_address_stays_whole_and_is_the_only_link(conference):
    letter = composed(conference)
    assert "https://plenary.example/en/?a=1&b=2\n" in letter.text
    assert 'href="https://plenary.example/en/?a=1&amp;b=2"' in letter.html


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Al\x00tan", "Altan"),
        ("Al\x1b[31mtan", "Al[31mtan"),
        ("Altan\u202egnp.exe", "Altangnp.exe"),
        ("Altan\ufeff", "Altan"),
        ("\ue000code\ue001", "code"),
        ("\ud800Altan", "Altan"),
    ],
)
def test_characters_that_nobody_sees_are_gone(conference, typed, read):
    letter = composed(conference, name=typed, secrets={"code": "123456"})
    assert letter.text.startswith(f"Dear {read},")
    assert letter.subject == f"For {read}"
    assert "123456" not in compose.fill_secrets(letter.text, {"code": "123456"})


@pytest.mark.parametrize("name", ["Бат-Эрдэнэ Өнөрөө", "می\u200cخواهم", "Nguyễn Thị Hằng", "김철수", "O’Brien & Sons"])
def test_names_of_every_script_are_kept(conference, name):
    letter = composed(conference, name=name)
    assert letter.text.startswith(f"Dear {name},")
    assert letter.subject == f"For {name}"


@pytest.mark.parametrize(
    "name", ["<b>Altan</b>", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;", "<!-- "]
)
def test_markup_in_a_name_is_text(conference, name):
    html = composed(conference, name=name).html
    assert name not in html
    assert "<script" not in html
    assert "<img" not in html
    assert "The Secretariat" in html


def test_a_line_with_nothing_to_say_is_left_out():
    letter = composed(made(contact_phone=""), note="")
    assert "and \n" in letter.text
    assert "\n\n\n" not in letter.text
    assert letter.text.count("{") == 0


def test_a_secret_is_a_mark_until_hand_over_and_hidden_from_officers(conference):
    LetterTemplate.objects.update(body="Your code:\n\n{code}")
    letter = composed(conference, secrets={"code": "482913"})
    assert "482913" not in letter.text + letter.html
    assert "482913" in compose.fill_secrets(letter.html, {"code": "482913"})
    assert (
        compose.mask_secrets(letter.text) == "Your code:\n\n••••••\n\nDemonstration: the persons shown are invented.\n"
    )


def test_a_letter_of_a_demonstration_says_so_in_both_parts(conference):
    letter = composed(conference)
    assert "the persons shown are invented" in letter.text
    assert "the persons shown are invented" in letter.html
    real = composed(made(is_demonstration=False, demonstration_offset=None))
    assert "invented" not in real.text + real.html


def test_a_letter_that_falls_back_to_english_is_english_throughout(conference):
    letter = composed(conference, language="ru", recipient_name="")
    assert '<html lang="en"' in letter.html
    assert "Whole-of-Society Conference" in letter.html


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("{conference_kind_in} урих нь", "Семинарт урих нь"),
        (
            "Таныг {conference_kind_in} урьж байна. {conference_kind_of} ажил",
            "Таныг семинарт урьж байна. Семинарын ажил",
        ),
    ],
)
def test_what_it_is_begins_a_sentence_with_a_capital(conference, text, written):
    conference.kind = ConferenceKind.SEMINAR
    LetterTemplate.objects.create(conference=conference, purpose="greeting", language="mn", subject=text, body=text)
    letter = composed(conference, language="mn")
    assert (letter.subject, letter.text.splitlines()[0]) == (written, written)


@pytest.mark.parametrize("kind", ConferenceKind)
@pytest.mark.parametrize("language", ["en", "ru", "mn", "fr"])
def test_each_kind_has_a_word_in_each_case(kind, language):
    words = words_of(kind, language)
    assert words.keys() == CASES.keys() <= COMMON.keys()
    assert all(words.values())


@pytest.mark.parametrize(
    ("language", "name", "begins"),
    [
        ("mn", "Эрхэм хувраг Дамбажав", "Эрхэм хувраг Дамбажав,"),
        ("mn", "Эрхэмсэг ноён Цогтбаатар", "Эрхэмсэг ноён Цогтбаатар,"),
        ("mn", "Бат-Эрдэнэ", "Эрхэм хүндэт Бат-Эрдэнэ,"),
        ("mn", "", "Эрхэм хүндэт ноён, хатагтай,"),
        ("en", "Ms. Sample", "Dear Ms. Sample,"),
        ("mn", "Ноён Бат-Эрдэнэ", "Эрхэм хүндэт ноён Бат-Эрдэнэ,"),
        ("ru", "г-жа Образцова", "Уважаемая госпожа Образцова!"),
        ("ru", "Г-н Образцов", "Уважаемый господин Образцов!"),
        ("ru", "Д-р Образцова", "Уважаемый доктор Образцова!"),
        ("ru", "Е.П. г-жа Образцова", "Ваше Превосходительство!"),
        ("ru", "Айгерим Образцова", "Айгерим Образцова!"),
        ("ru", "", "Уважаемые дамы и господа!"),
    ],
)
def test_each_language_begins_a_letter_in_its_own_way_and_says_no_courtesy_twice(language, name, begins):
    letter = Letter(
        conference=make_conference(),
        purpose="waitlisted",
        recipient="a@people.example",
        recipient_name=name,
        language=language,
        values={"category": "X", "participant_name": "Y", "status_link": "https://x.example/"},
    )
    assert compose.compose(letter).text.startswith(begins)

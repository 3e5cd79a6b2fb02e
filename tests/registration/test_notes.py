"""Notes on paper: the register's words, the code, the QR code, one page each, nothing interpreted."""

import io
import re
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from conference.correspondence.models import LetterTemplate
from conference.kinds import ConferenceKind
from registration.models import Channel, Invitation, Route
from registration.notes import notes_as_pdf
from tests.factories.conference import make_conference, make_mission, make_state, set_clock
from tests.factories.registration import make_category, make_delegation, make_invitation, make_participant


@pytest.fixture
def conference(db):
    return set_clock(make_conference(notes_place={"en": "Ulaanbaatar", "ru": "Улан-Батор"}), "2019-06-03 09:00")


def note(conference, code="DE", **changes):
    state = make_state(code)
    known: dict[str, Any] = {"channel": Channel.NOTE_VERBALE, "reference": "MFA/2019/7", "dated_on": "2019-06-03"}
    to, mission = make_delegation(conference, state), make_mission(state)
    return make_invitation(to=to, mission=mission, **(known | {"quota": 4} | changes))


def typeset(conference, *notes):
    listed = Invitation.objects.for_listing().filter(pk__in=[n.pk for n in notes])
    return PdfReader(io.BytesIO(notes_as_pdf(conference, listed)))


def words(page):
    """A line may end with a hyphen."""
    return " ".join(page.extract_text().split()).replace("- ", "-")


def test_a_note_says_what_a_note_verbale_says(conference):
    one = note(conference)
    pdf = typeset(conference, one)
    text = words(pdf.pages[0])
    assert text.startswith("MINISTRY OF FOREIGN AFFAIRS OF MONGOLIA Note No. MFA/2019/7 Ulaanbaatar, 3 June 2019")
    assert "presents its compliments to the Delegation of the Federal Republic of Germany to the OSCE" in text
    assert "has the honour to invite the Government of the Federal Republic of Germany" in text
    assert str(conference.title["en"]) in text
    assert one.designation_code in text
    assert "/designate/" in text
    assert "assurances of its highest consideration" in text
    assert text.endswith("Delegation of the Federal Republic of Germany to the OSCE Vienna") or "Vienna" in text[-200:]


def test_a_character_that_the_typefaces_lack_stops_no_note(conference):
    text = words(typeset(conference, note(conference, reference="MFA/🕊/2019 文")).pages[0])
    assert "Note No. MFA//2019 ⁇" in text


@pytest.mark.parametrize(("language", "words_expected"), [("ru", "Нота № MFA/2019/7"), ("mn", "тоот ноот бичиг")])
def test_a_note_is_written_in_the_language_of_the_mission(conference, language, words_expected):
    text = words(typeset(conference, note(conference, language=language)).pages[0])
    assert words_expected.casefold() in text.casefold()


@pytest.mark.parametrize(
    ("language", "words_expected"),
    [
        ("en", "on the page of the Seminar. The page asks"),
        ("ru", "принять участие в семинаре: "),
        ("mn", "дараах семинарт төлөөлөгчдийн"),
    ],
)
def test_a_seminar_is_called_a_seminar(conference, language, words_expected):
    conference.kind = ConferenceKind.SEMINAR
    conference.save()
    text = words(typeset(conference, note(conference, language=language)).pages[0])
    assert words_expected in text
    assert not re.search("the page of the Conference|конференции|хуралд", text)


def test_the_register_gives_the_genitive(conference):
    one = note(conference, "KG", language="ru")
    name = one.delegation.state.names.get()
    assert f"Правительство {name.genitive['ru']}" in words(typeset(conference, one).pages[0])


def test_what_looks_like_markup_is_text(conference):
    LetterTemplate.objects.create(
        conference=conference,
        purpose="note_verbale",
        language="en",
        subject="#panic() {reference}",
        body='$x^2$ *bold* _it_ <label> @ref `raw` #import "x" \\ // [c]\n\n{designation_code}',
    )
    text = words(typeset(conference, note(conference)).pages[0])
    assert "#panic() MFA/2019/7" in text
    assert '$x^2$ *bold* _it_ <label> @ref `raw` #import "x" \\ // [c]' in text


def test_each_note_begins_on_a_page_of_its_own_and_the_document_is_tagged(conference):
    pdf = typeset(conference, *(note(conference, code, reference=code) for code in ("DE", "CA", "KG")))
    assert len(pdf.pages) == 3
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.metadata.title == str(conference.short_title["en"])


FIVE_LINES = "Chancery of the Permanent Delegation\nPalais Epstein-Schwarzenberg\nStiege IV, Stock 3\n1030 Wien\nVienna"
FORMAL_NAME = "Sovereign Federal Democratic Commonwealth of the United Islands and the Northern Territories"
MISSION = f"Permanent Delegation of the {FORMAL_NAME} to the Organization for Security and Co-operation in Europe"


@pytest.mark.parametrize("language", ["en", "ru", "mn"])
def test_long_names_and_a_long_address_stay_on_one_page(conference, language, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    emblem = io.BytesIO()
    Image.new("RGB", (300, 300), "navy").save(emblem, "PNG")
    conference.emblem.save("emblem.png", io.BytesIO(emblem.getvalue()))
    long = note(conference, language=language, reference="MFA/CONF/2019/PROTOCOL/NOTE-VERBALE/0007")
    for row, field, text in (
        (long.delegation.state.names.get(), "formal_name", FORMAL_NAME),
        (long.mission, "name", MISSION),
        (long.mission, "city", FIVE_LINES),
    ):
        setattr(row, field, dict.fromkeys(("en", "ru", "mn"), text))
        row.save()

    pdf = typeset(conference, long)

    assert len(pdf.pages) == 1
    text = words(pdf.pages[0])
    assert "1030 Wien Vienna" in text
    assert long.designation_code in text


def test_the_fonts_are_ours_and_inside(conference):
    pdf = typeset(conference, note(conference))
    names = {str(font.get_object()["/BaseFont"]) for font in pdf.pages[0]["/Resources"]["/Font"].values()}
    assert names
    assert all("SourceSerif4" in name or "SourceSans3" in name for name in names)


def test_the_emblem_stands_above_and_a_broken_one_is_left_out(conference, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    one = note(conference)
    drawn = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(drawn, "PNG")
    for content, images in ((drawn.getvalue(), 1), (b"no picture", 0)):
        (tmp_path / "emblem.png").write_bytes(content)
        conference.emblem = "emblem.png"
        assert len(typeset(conference, one).pages[0].images) == images


def test_a_person_who_is_never_written_to_automatically_has_a_letter_on_paper(conference):
    person = make_participant(conference, never_write_automatically=True, given_names="Altan", family_name="Od")
    letter = make_invitation(to=person, category=make_category(conference, Route.INVITATION), dated_on="2019-06-03")
    text = words(typeset(conference, letter).pages[0])
    assert letter.link_token in text.replace(" ", "")
    assert "Altan OD" in text


def test_many_notes_cost_as_many_queries_as_one(conference, django_assert_max_num_queries):
    notes = [note(conference, code, reference=code) for code in ("DE", "CA", "KG", "KR")]
    listed = Invitation.objects.for_listing().filter(pk__in=[n.pk for n in notes])
    with django_assert_max_num_queries(6):
        notes_as_pdf(conference, listed)

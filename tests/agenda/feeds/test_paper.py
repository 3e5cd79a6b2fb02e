"""The annotated agenda on paper, read back from the file."""

import io

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override
from PIL import Image
from pypdf import PdfReader

from agenda.actions.schedule import cancel_session, schedule_session
from agenda.feeds import paper
from agenda.feeds.paper import agenda_as_pdf, agenda_for_paper
from agenda.models import AppearanceRole, SessionType
from agenda.queries.published import published_agenda
from agenda.states import AppearanceState
from conference.models import Conference
from conference.views.kept import KeptParts
from registration.models import Visibility
from tests.factories.agenda import at, make_appearance, make_hall, make_release, make_session
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(fetch):
    return lambda **asked: PdfReader(io.BytesIO(fetch("pdf", **asked)))


def words(document):
    """All that is printed, its lines joined."""
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def test_a_session_stands_with_time_room_people_questions_and_subject(conference, read):
    hall = make_hall(conference, name={"en": "Conference Hall"})
    session = make_session(
        conference, rooms=[hall], number=1, title={"en": "Dialogue"}, abstract={"en": "Why.\n\nHow."},
        guiding_questions={"en": "What works?\nFor whom?"}, is_open_to_press=True,
    )  # fmt: skip
    chair = make_participant(conference, visibility=Visibility.LISTED, function="Minister", institution="")
    make_appearance(session, chair, role=AppearanceRole.CHAIR, state=AppearanceState.INVITED)
    make_session(conference, "12:30–14:00", type=SessionType.BREAK, title={"en": "Lunch"})
    make_release(conference, en="The first release.")

    text = words(read())

    for said in (
        "Annotated agenda Release 1 ·",
        "All times are Ulaanbaatar time (UTC+8).",
        "What changed with this release The first release.",
        "Thursday, 20 June 2019",
        "11:00–12:30 THEMATIC PANEL 1 Dialogue",
        "Conference Hall, Ministry of Foreign Affairs · Mongolian, English, Russian, with interpretation",
        "· open to press",
        f"Chair: {chair.formal_name}, Minister (to be confirmed)",
        "Why. How. Guiding questions 1. What works? 2. For whom?",
        "12:30–14:00 Lunch",
        "Page 1 of 1",
    ):
        assert said in text


def test_what_moved_or_was_cancelled_says_so(conference, read):
    moved, cancelled = make_session(conference, "09:00–10:00"), make_session(conference, "10:00–11:00")
    make_release(conference)
    schedule_session(moved.pk, starts_at=at("14:00"), ends_at=at("15:00"), rooms=[], by=None)
    cancel_session(cancelled.pk, by=None)
    make_release(conference)

    text = words(read())

    assert "Moved from 09:00" in text
    assert "Cancelled" in text


def test_the_file_is_tagged_and_has_a_title_a_language_and_marks_for_its_days(conference, read):
    make_session(conference)
    make_release(conference)

    document = read(lang="mn")

    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "mn"
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert document.metadata.title.startswith(conference.short_title["mn"])
    assert [mark.title for mark in document.outline if not isinstance(mark, list)] == [
        "2019 оны 6 дугаар сарын 20, Пүрэв гараг"
    ]


def test_each_process_sets_the_same_file(conference, monkeypatch):
    make_session(conference)
    make_release(conference)
    agenda = published_agenda(conference)

    with time_machine.travel("2019-06-01"):
        first = agenda_as_pdf(agenda)
    monkeypatch.setattr(paper, "papers", KeptParts(room=1))

    assert agenda_as_pdf(agenda) == first


def test_an_edition_that_changes_nothing_on_the_sheet_has_nothing_set_anew(client, conference, monkeypatch):
    make_session(conference)
    make_release(conference)
    url = reverse("agenda-files:pdf", args=[conference.slug])
    first = client.get(url)
    monkeypatch.setattr(paper, "typeset", None)
    Conference.objects.update(contact_phone="+976 11 262788")

    assert client.get(url).content == first.content


def test_mongolian_letters_are_printed(conference, read):
    make_session(conference, title={"mn": "Өргөн үзүүлэлт"})
    make_release(conference)

    assert "Өргөн үзүүлэлт" in words(read(lang="mn"))


def test_what_the_typefaces_lack_and_what_looks_like_markup_stops_nothing(conference, read):
    title = "🕊️ Peace שלום #set page() $x$ [*bold*] \\ ﬁne \ufeff\t<b>" + "Ө" * 250
    make_session(conference, title={"en": title[:300]}, abstract={"en": "One\r\nTwo #panic()"})
    make_release(conference)

    text = words(read())

    assert "Peace ⁇ #set page() $x$ [*bold*] \\ ﬁne <b>ӨӨӨ" in text.replace("fine", "ﬁne")
    assert "One Two #panic()" in text


def test_the_emblem_stands_above(conference, read, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = io.BytesIO()
    Image.new("RGB", (300, 300), "navy").save(picture, "PNG")
    conference.emblem.save("emblem.png", io.BytesIO(picture.getvalue()))

    assert len(read().pages[0].images) == 1


def test_before_the_first_release_it_says_that_there_is_no_agenda_yet(conference, read):
    make_session(conference)

    assert "The agenda has not been published yet" in words(read())


def test_the_data_for_the_sheet_ask_nothing_of_the_database(conference, django_assert_num_queries):
    make_appearance(make_session(conference))
    make_release(conference)
    agenda = published_agenda(conference)

    with django_assert_num_queries(0):
        agenda_for_paper(agenda)


def test_a_word_that_is_wider_than_the_column_stays_on_the_sheet(conference, read):
    make_session(conference, title={"en": "W" * 300})
    make_release(conference)
    found: list[float] = []

    def where(text: str, _matrix: object, place: list[float], _font: object, size: float) -> None:
        if "W" in text:
            found.append(place[4] + text.count("W") * size / 2)

    for page in read().pages:
        page.extract_text(visitor_text=where)
    assert found
    assert max(found) < 595


def test_the_foot_of_a_page_and_the_days_in_each_language(conference):
    make_session(conference)
    make_release(conference)
    with override("ru"):
        sheet = agenda_for_paper(published_agenda(conference))
    assert sheet["days"][0]["heading"] == "Четверг, 20 июня 2019 года"
    assert sheet["foot"].endswith("3 июня 2019 года")

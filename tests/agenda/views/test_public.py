"""The public pages of the agenda, as a browser without cookies and scripts gets them."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from agenda.actions.schedule import cancel_session
from agenda.models import Appearance, Listing, SessionType
from agenda.states import AppearanceState
from conference.models import Topic
from registration.models import Visibility
from tests.factories.agenda import FRIDAY, make_appearance, make_hall, make_release, make_session, make_static_line
from tests.factories.conference import make_conference
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db

CONFIRMED = AppearanceState.CONFIRMED
SCRIPT = re.compile(r"<script[^>]*>")


def address(conference, name="agenda", *args):
    return reverse(f"agenda:{name}", args=[conference.slug, *args])


def text_of(response):
    """What is read on the page, on one line."""
    body = response.content.decode().split("<main", 1)[1].split("</main>")[0].split(">", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("&#x27;", "'").split())


def titles_on(response):
    return re.findall(r'class="session-title">\s*(?:<a[^>]*>)?\s*([^<]+?)\s*<', response.content.decode())


def test_before_the_first_release_the_page_says_what_will_be_here(client, conference):
    make_session(conference, title={"en": "A draft"})

    response = client.get(address(conference))

    assert response.status_code == 200
    assert "The agenda has not been published yet" in text_of(response)
    assert "20–21 June 2019" in text_of(response)
    assert "A draft" not in text_of(response)


def test_the_page_shows_release_day_time_room_languages_and_people(client, conference):
    hall = make_hall(conference, name={"en": "Conference Hall"})
    panel = make_session(conference, "11:00–12:30", rooms=[hall], number=1, title={"en": "Youth"})
    make_static_line(panel, "D. Gerel", static_function={"en": "General Intelligence Agency"})
    make_release(conference, en="The panel on youth was added.")

    text = text_of(client.get(address(conference)))

    for words in (
        "Release 1 · Monday, 3 June 2019",
        "The panel on youth was added.",
        "All times in Ulaanbaatar time (UTC+8).",
        "Thursday, 20 June 2019",
        "11:00 –12:30 90 min",
        "Thematic panel 1",
        "Conference Hall, Ministry of Foreign Affairs",
        "MN · EN · RU",
        "Remarks D. Gerel General Intelligence Agency",
    ):
        assert words in text


def test_no_cookie_no_session_and_the_same_for_everybody(client, conference, django_user_model):
    make_session(conference)
    make_release(conference)
    anonymous = client.get(address(conference))
    client.force_login(django_user_model.objects.for_address("leyla@people.example"))

    signed_in = client.get(address(conference))

    assert anonymous["Cache-Control"] == "public, no-cache"
    assert not anonymous.cookies
    assert "Cookie" not in anonymous.get("Vary", "")
    assert signed_in.content == anonymous.content


def test_a_page_that_has_not_changed_is_not_sent_again(client, conference):
    make_session(conference)
    make_release(conference)
    first = client.get(address(conference))

    again = client.get(address(conference), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "public, no-cache"


def test_one_day_can_be_asked_for_and_an_unknown_day_shows_all(client, conference):
    make_session(conference, title={"en": "On Thursday"})
    make_session(conference, day=FRIDAY, title={"en": "On Friday"})
    make_release(conference)

    assert titles_on(client.get(address(conference))) == ["On Thursday", "On Friday"]
    assert titles_on(client.get(address(conference), {"day": "2019-06-21"})) == ["On Friday"]
    for unknown in ("2019-06-23", "tomorrow"):
        response = client.get(address(conference), {"day": unknown})
        assert titles_on(response) == ["On Thursday", "On Friday"]
        assert "Nothing is held on the day that was asked for" in text_of(response)


def test_topic_and_room_narrow_it_down_and_the_choice_stays_on_the_other_day(client, conference):
    hall, small = make_hall(conference), make_hall(conference)
    youth, dialogue = (Topic.objects.create(conference=conference, name={"en": name}) for name in ("Youth", "Dialogue"))
    make_session(conference, "09:00–10:00", rooms=[hall], topic=youth, title={"en": "Youth in the hall"})
    make_session(conference, "11:00–12:00", rooms=[small], topic=dialogue, title={"en": "Dialogue"})
    make_session(conference, "11:00–12:00", rooms=[hall], topic=youth, day=FRIDAY, title={"en": "Youth on Friday"})
    make_release(conference)

    by_topic = client.get(address(conference), {"topic": youth.pk})
    assert titles_on(by_topic) == ["Youth in the hall", "Youth on Friday"]
    assert f"?day=2019-06-21&amp;topic={youth.pk}" in by_topic.content.decode()
    assert titles_on(client.get(address(conference), {"room": small.pk})) == ["Dialogue"]
    assert titles_on(client.get(address(conference), {"room": "nonsense"})) == [
        "Youth in the hall",
        "Dialogue",
        "Youth on Friday",
    ]
    nothing = client.get(address(conference), {"room": small.pk, "topic": youth.pk})
    assert "Nothing in the agenda answers to this choice" in text_of(nothing)


def test_what_is_cancelled_stays_and_says_so(client, conference):
    session = make_session(conference, title={"en": "Side meeting"})
    make_release(conference)
    cancel_session(session.pk, by=None)
    assert "Cancelled" not in text_of(client.get(address(conference)))
    make_release(conference)

    assert "Cancelled Side meeting" in text_of(client.get(address(conference)))
    assert "Cancelled" in text_of(client.get(address(conference, "session", session.pk)))


def test_breaks_stand_in_one_quiet_line_and_the_press_is_told_where_it_may_enter(client, conference):
    make_session(conference, "10:30–11:00", type=SessionType.BREAK, title={"en": "Coffee"})
    make_session(conference, "09:00–10:30", type=SessionType.OPENING, is_open_to_press=True, title={"en": "Opening"})
    make_release(conference)

    response = client.get(address(conference))

    assert "Opening session · open to press Opening" in text_of(response)
    assert "session-break" in response.content.decode()
    assert text_of(response).count("Break") == 0


def test_parallel_sessions_that_end_apart_say_their_own_time(client, conference):
    make_session(conference, "11:00–12:30")
    make_session(conference, "11:00–12:00")
    make_release(conference)

    text = text_of(client.get(address(conference)))

    assert "11:00–12:30" in text
    assert "11:00–12:00" in text


def test_who_has_not_answered_is_to_be_confirmed(client, conference):
    session = make_session(conference)
    make_appearance(session, make_participant(conference, function="Adviser", institution=""))
    make_appearance(session, make_participant(conference, function="", institution=""))
    make_release(conference)

    text = text_of(client.get(address(conference)))

    assert "Adviser (to be confirmed)" in text
    assert " to be confirmed" in text


def test_an_empty_line_is_neither_a_question_nor_a_part_of_the_note(client, conference):
    session = make_session(conference, guiding_questions={"en": "Which?\r\n\r\n  How?\n"})
    release = make_release(conference)
    release.note = {"en": "Panel 3 moved.\n\n\nPanel 4 too."}
    release.save()

    page = client.get(address(conference, "session", session.pk)).content.decode()
    overview, changes = (client.get(address(conference, name)).content.decode() for name in ("agenda", "changes"))

    assert re.findall(r"<li>(Which\?|How\?|\s*)</li>", page) == ["Which?", "How?"]
    for shown in (overview, changes):
        assert "<p>Panel 4 too.</p>" in shown
        assert not re.search(r"<p>\s*</p>", shown)


def test_text_of_participants_is_never_markup(client, conference):
    session = make_session(conference, title={"en": "<script>alert(1)</script>"}, abstract={"en": "<b>bold</b>"})
    make_appearance(session, make_participant(conference, function="<img src=x>"), state=CONFIRMED)
    make_release(conference)

    for name, args in (("agenda", ()), ("session", (session.pk,)), ("speakers", ())):
        content = client.get(address(conference, name, *args)).content.decode()
        assert "<script>" not in content
        assert "<img src=x>" not in content
        assert "<b>bold" not in content


def test_no_page_has_a_script_or_a_style_of_its_own(client, conference):
    session, person = make_session(conference), make_participant(conference)
    make_appearance(session, person, state=CONFIRMED)
    make_release(conference)

    for name, args in (("agenda", ()), ("session", (session.pk,)), ("speakers", ()), ("speaker", (person.pk,))):
        content = client.get(address(conference, name, *args)).content.decode()
        assert all(re.fullmatch(r'<script type="module" src="/static/[^"]+">', tag) for tag in SCRIPT.findall(content))
        assert "<style" not in content
        assert " style=" not in content
        assert not re.findall(r'(?:src|href)="https?://', content)


def test_a_session_has_a_page_with_all_that_is_said_of_it(client, conference):
    hall = make_hall(conference, name={"en": "Conference Hall"})
    topic = Topic.objects.create(conference=conference, name={"en": "The role of youth"})
    session = make_session(
        conference,
        "11:00–12:30",
        rooms=[hall],
        topic=topic,
        number=2,
        abstract={"en": "What works.\n\nWhat does not."},
        guiding_questions={"en": "Who acts?\nWith whom?"},
        attribution="chatham_house",
    )
    make_release(conference)

    response = client.get(address(conference, "session", session.pk))

    for words in (
        "Thematic panel 2",
        "Thursday, 20 June, 11:00–12:30 Ulaanbaatar time (UTC+8)",
        "Conference Hall, Ministry of Foreign Affairs",
        "Mongolian, English, Russian, with interpretation",
        "The role of youth",
        "Chatham House Rule",
        "What works. What does not.",
        "Who acts? With whom?",
    ):
        assert words in text_of(response)
    assert f"/ulaanbaatar-2019/agenda/sessions/{session.pk}.ics?lang=en" in response.content.decode()


def test_a_session_of_the_draft_or_not_for_everybody_or_of_another_conference_has_no_page(client, conference):
    hidden = make_session(conference, listing=Listing.ENTITLED)
    make_session(conference, "15:00–16:00")
    make_release(conference)
    draft = make_session(conference, "17:00–18:00")
    other = make_session(make_conference())
    make_release(other.conference)

    for pk in (hidden.pk, draft.pk, other.pk, uuid4()):
        assert client.get(address(conference, "session", pk)).status_code == 404


def test_speakers_are_listed_with_their_sessions_and_have_a_page(client, conference):
    session = make_session(conference, title={"en": "Youth"})
    person = make_participant(conference, family_name="Sample")
    make_appearance(session, person, state=CONFIRMED)
    make_static_line(session, "Thomas Greminger")
    make_release(conference)

    listed = text_of(client.get(address(conference, "speakers")))
    page = text_of(client.get(address(conference, "speaker", person.pk)))

    assert "Ms. Aigerim SAMPLE Adviser, Institute of Public Policy" in listed
    assert "Thomas Greminger" in listed
    assert "Youth Panellist Thursday, 20 June, 11:00–12:30" in page


def test_who_is_not_named_on_the_agenda_has_no_page_and_is_answered_like_nobody(client, conference):
    session = make_session(conference)
    hidden = make_participant(conference, visibility=Visibility.HIDDEN)
    regretted = make_participant(conference)
    make_appearance(session, hidden, state=CONFIRMED)
    make_appearance(session, regretted, state=CONFIRMED)
    make_release(conference)
    Appearance.objects.filter(participant=regretted).update(state=AppearanceState.DECLINED)

    def answer_for(pk):
        response = client.get(address(conference, "speaker", pk))
        return response.status_code, response.content.decode().replace(str(pk), "who was asked for")

    nobody = answer_for(uuid4())
    assert nobody[0] == 404
    for person in (hidden, regretted, make_participant(conference)):
        assert answer_for(person.pk) == nobody
    assert "No speakers have been announced yet" in text_of(client.get(address(conference, "speakers")))


def test_an_unknown_or_closed_conference_has_no_agenda(client):
    closed = make_conference(is_public=False)

    assert client.get(address(closed)).status_code == 404
    assert client.get("/en/nowhere/agenda/").status_code == 404


def test_the_agenda_is_read_and_never_written(client, conference):
    assert client.post(address(conference)).status_code == 405


def test_in_mongolian_the_page_speaks_mongolian_where_there_are_texts(client, conference):
    make_session(conference, title={"en": "Opening", "mn": "Нээлт"})
    make_release(conference)

    response = client.get(f"/mn/{conference.slug}/agenda/")

    assert titles_on(response) == ["Нээлт"]
    assert "2019 оны 6 дугаар сарын 20, Пүрэв гараг" in text_of(response)


@pytest.mark.parametrize("count", [1, 100])
def test_rendering_the_page_costs_eleven_queries_however_many_sessions(
    client, conference, count, django_assert_num_queries
):
    person = make_participant(conference)
    for number in range(count):
        begins = 9 * 60 + number * 5
        times = f"{begins // 60:02}:{begins % 60:02}–{(begins + 5) // 60:02}:{(begins + 5) % 60:02}"
        make_appearance(make_session(conference, times), person, state=CONFIRMED)
    make_release(conference)

    with django_assert_num_queries(11):
        response = client.get(address(conference))

    assert len(titles_on(response)) == count

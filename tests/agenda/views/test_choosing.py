"""The agenda narrowed down: by topic, room, language, kind and words, each an address that everybody may share."""

import gzip
import re

import brotli
import pytest
from django.urls import reverse

from agenda.models import Listing, SessionType
from agenda.states import AppearanceState
from conference.models import Topic
from conference.views import rendered_once as rendered_once_module
from conference.views.kept import KeptParts
from conference.views.rendered_once import Editions, Shelf
from registration.models import Visibility
from tests.agenda.views.test_public import address, text_of, titles_on
from tests.factories.agenda import FRIDAY, make_appearance, make_hall, make_release, make_session
from tests.factories.conference import make_conference
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db

CONFIRMED = AppearanceState.CONFIRMED


@pytest.fixture
def conference():
    """Three sessions that differ in all by which one can choose."""
    conference = make_conference()
    hall, small = make_hall(conference), make_hall(conference)
    youth = Topic.objects.create(conference=conference, name={"en": "Youth"})
    trust = Topic.objects.create(conference=conference, name={"en": "Trust"})
    title = {"en": "Réunion of the young", "mn": "Өнөөгийн залуус"}
    panel = make_session(conference, "09:00–10:00", rooms=[hall], topic=youth, title=title, languages=["mn", "en"])
    make_session(
        conference, "11:00–12:00", rooms=[small], topic=trust, title={"en": "Police"}, type=SessionType.SIDE_EVENT,
        languages=["en"], abstract={"en": "On early warning."},
    )  # fmt: skip
    make_session(conference, "11:00–12:00", rooms=[hall], topic=trust, title={"en": "Schools"}, day=FRIDAY)
    make_appearance(panel, make_participant(conference, family_name="Ærøskøbing"), state=CONFIRMED)
    hidden = make_participant(conference, family_name="Unspoken", visibility=Visibility.HIDDEN)
    make_appearance(panel, hidden, state=CONFIRMED)
    make_session(conference, "13:00–14:00", title={"en": "Behind closed doors"}, listing=Listing.ENTITLED)
    make_release(conference)
    return conference


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"language": "mn"}, ["Réunion of the young", "Schools"]),
        ({"type": "side_event"}, ["Police"]),
        ({"q": "REUNION"}, ["Réunion of the young"]),
        ({"q": "өнөөгийн"}, ["Réunion of the young"]),
        ({"q": "warning early"}, ["Police"]),
        ({"q": "warning nowhere"}, []),
        ({"q": "aeroskobing"}, ["Réunion of the young"]),
        ({"q": "police", "language": "mn"}, []),
        ({"q": "unspoken"}, []),
        ({"q": "closed doors"}, []),
        ({"q": " "}, ["Réunion of the young", "Police", "Schools"]),
        ({"q": "x" * 65}, ["Réunion of the young", "Police", "Schools"]),
        ({"language": "tlh", "type": "ball"}, ["Réunion of the young", "Police", "Schools"]),
    ],
)
def test_each_choice_leaves_what_answers_to_it(client, conference, asked, found):
    assert titles_on(client.get(address(conference), asked)) == found


def test_choices_are_named_counted_and_taken_back_one_by_one(client, conference):
    response = client.get(address(conference), {"type": "side_event", "q": "police", "day": "2019-06-20"})

    assert "1 session answers to this choice." in text_of(response)
    assert "Kind of session: Side event" in text_of(response)
    chips = re.findall(r'class="chip" href="([^"]+)"', response.content.decode())
    assert chips == ["?day=2019-06-20&amp;q=police", "?day=2019-06-20&amp;type=side_event"]
    assert 'value="police"' in response.content.decode()


def test_nothing_found_says_what_to_do(client, conference):
    text = text_of(client.get(address(conference), {"q": "<b>nowhere</b>"}))

    assert "No session answers to this choice." in text
    assert "Take one of the choices above back" in text
    assert "Show the whole agenda" in text


def test_what_is_typed_is_never_markup(client, conference):
    content = client.get(address(conference), {"q": '"><script>x</script>'}).content.decode()

    assert "<script>x" not in content
    assert "&quot;&gt;&lt;script&gt;" in content


@pytest.mark.parametrize(
    ("asked", "is_kept"),
    [({"type": "side_event"}, True), ({"q": "police"}, False), ({"day": "2019-06-20"}, True), ({"day": "1"}, False)],
)
def test_what_nobody_can_foresee_is_not_kept_and_costs_no_query(
    client, conference, monkeypatch, settings, django_assert_num_queries, asked, is_kept
):
    settings.PUBLIC_EDITION_SECONDS = 60.0
    shelf = Shelf()
    monkeypatch.setattr(rendered_once_module, "shelf", shelf)
    # What an earlier test's conference of this address was counts for a minute here.
    monkeypatch.setattr(rendered_once_module, "editions", Editions())
    client.get(address(conference))

    with django_assert_num_queries(0):
        client.get(address(conference), asked)

    assert len(shelf._pages) == 1 + is_kept


@pytest.mark.parametrize(
    ("accepted", "made"), [("gzip, deflate, br", {"br"}), ("gzip", {"gzip"}), ("", set()), ("br;q=0", set())]
)
def test_what_is_not_kept_is_compressed_for_whoever_asked_and_for_nobody_else(
    client, conference, monkeypatch, accepted, made
):
    client.get(address(conference))
    compressed = set()
    for library, coding in ((gzip, "gzip"), (brotli, "br")):

        def compress(plain, coding=coding, own=library.compress, **how):
            compressed.add(coding)
            return own(plain, **how)

        monkeypatch.setattr(library, "compress", compress)

    answer = client.get(address(conference), {"q": "police"}, headers={"Accept-Encoding": accepted})

    assert compressed == made
    assert answer.get("Content-Encoding") == next(iter(made), None)
    again = client.get(
        address(conference), {"q": "police"}, headers={"Accept-Encoding": accepted, "If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_parts_are_made_once_for_an_edition_and_the_oldest_go():
    parts = KeptParts[int](room=2)
    made = iter(range(9))

    def part(key, mark):
        return parts.of(key, (mark,), lambda: next(made))

    assert [part("a", 1), part("a", 1), part("a", 2), part("b", 2), part("a", 2), part("c", 2)] == [0, 0, 1, 2, 1, 3]
    assert [part("a", 2), part("b", 2)] == [1, 4]


def test_many_at_one_time_stand_by_room_with_their_people_in_a_line(client):
    conference = make_conference()
    for number in range(5):
        session = make_session(conference, rooms=[make_hall(conference)], title={"en": f"Parallel {number}"})
        make_appearance(session, make_participant(conference, family_name=f"Sample{number}"), state=CONFIRMED)
    make_session(conference, is_whole_conference=True, title={"en": "For everybody"})
    make_release(conference)

    content = client.get(address(conference)).content.decode()

    assert content.count("agenda-by-room") == 1
    assert content.count('class="session-names"') == 5
    assert content.count("session-whole") == 1
    assert 'class="people"' not in content


def test_entry_channels_places_and_following_online_are_said(client):
    conference = make_conference()
    session = make_session(
        conference, languages=["en", "ru"], channels={"en": 1, "ru": 2}, capacity=60, needs_booking=True,
        is_hybrid=True, link="https://meet.example/secret",
    )  # fmt: skip
    make_release(conference)

    listed, page = (client.get(address(conference, *which)) for which in (("agenda",), ("session", session.pk)))

    assert "EN 1 · RU 2 60 places, to be booked may be followed online" in text_of(listed)
    assert "English (channel 1), Russian (channel 2), with interpretation" in text_of(page)
    assert "All participants" in text_of(page)
    assert "meet.example" not in listed.content.decode() + page.content.decode()


def test_a_session_leads_to_its_neighbours_and_to_its_topic(client, conference):
    session = re.findall(r"/agenda/sessions/([^/]+)/", client.get(address(conference)).content.decode())[1]

    response = client.get(address(conference, "session", session))

    assert "Before · 09:00–10:00 Réunion of the young" in text_of(response)
    assert "After ·" not in text_of(response)
    assert "Under the same topic Schools Friday, 21 June, 11:00–12:00" in text_of(response)
    topic = re.findall(r"/agenda/topics/([^/]+)/", response.content.decode())[0]
    assert titles_on(client.get(address(conference, "topic", topic))) == ["Police", "Schools"]


def test_a_topic_of_closed_sessions_alone_is_not_there(client, conference):
    topic = Topic.objects.create(conference=conference, name={"en": "Secret"})
    make_session(conference, "15:00–16:00", topic=topic, listing=Listing.PARTICIPANTS)
    make_release(conference)

    assert client.get(address(conference, "topic", topic.pk)).status_code == 404


def test_what_changed_says_the_note_first_and_then_old_and_new(client, conference):
    make_session(conference, "16:00–17:00", title={"en": "Added later"})
    make_release(conference, en="A session was added.")

    last, first = (client.get(address(conference, *which)) for which in (("changes",), ("changes-of", 1)))

    assert "A session was added. New Added later Thursday, 20 June, 16:00" in text_of(last)
    assert "everything in it was new" in text_of(first)
    assert client.get(address(conference, "changes-of", 3)).status_code == 404
    assert reverse("agenda:changes", args=[conference.slug]) in client.get(address(conference)).content.decode()


def test_many_speakers_stand_by_letter_and_can_be_searched(client):
    conference = make_conference()
    session = make_session(conference)
    for name in [f"Öz{number}" for number in range(29)] + ["Łuk"]:
        make_appearance(session, make_participant(conference, family_name=name), state=CONFIRMED)
    make_release(conference)
    speakers = address(conference, "speakers")

    assert re.findall(r'href="#letter-(.)"', client.get(speakers).content.decode()) == ["L", "O"]
    found = text_of(client.get(speakers, {"q": "luk"}))
    assert "1 person found." in found
    assert "ŁUK" in found
    assert "ÖZ" not in found
    assert "Nobody of this name" in text_of(client.get(speakers, {"q": "zzz"}))

"""Languages with channels, seats, the address to follow online, titles: what the form keeps, refuses and tells."""

import pytest
from django.urls import reverse

from agenda.actions.describe import create_session, describe_session
from agenda.errors import UnsoundSessionError
from agenda.models import Session
from tests.agenda.admin.forms import answers_of, save
from tests.factories.agenda import make_appearance, make_hall, make_release, make_session
from tests.registration.admin.reading import text_of

LINK = "https://meet.example/room?key=secret"


def form_of(session: Session) -> str:
    return reverse("admin:agenda_session_change", args=[session.pk])


def test_each_language_has_its_channel_beside_it(desk, conference):
    session = make_session(conference, languages=["mn", "en"])
    ticked = {"languages_mn_channel": "0", "languages_en_channel": "2", "languages_ru": "on"}
    save(desk, form_of(session), conference, **ticked)
    session.refresh_from_db()
    assert (session.languages, session.channels) == (["mn", "en", "ru"], {"mn": 0, "en": 2})
    assert answers_of(desk.get(form_of(session)))["languages_en_channel"] == "2"
    save(desk, form_of(session), conference, languages_mn="", languages_mn_channel="")
    session.refresh_from_db()
    assert (session.languages, session.channels) == (["en", "ru"], {"en": 2})


def test_a_language_that_the_conference_no_longer_has_is_kept(desk, conference):
    session = make_session(conference, languages=["en", "fr"])
    save(desk, form_of(session), conference, languages_en_channel="1")
    session.refresh_from_db()
    assert session.languages == ["en", "fr"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"languages_ru": "", "languages_ru_channel": "3"}, "There is a channel of Русский: tick the language too"),
        ({"languages_ru_channel": "3", "languages_en_channel": "3"}, "Two languages cannot be heard on one channel."),
        ({"languages_ru_channel": "100"}, "A channel is a number from 0 to 99."),
        ({"is_hybrid": "on", "link": "http://meet.example/"}, "Enter an address that begins with https://"),
        ({"is_hybrid": "on", "link": "javascript:alert(1)"}, "Enter an address that begins with https://"),
        ({"link": LINK}, "Only a session that may be followed online has an address for it."),
        ({"needs_booking": "on"}, "Where a seat has to be booked, say how many there are."),
        ({"capacity": "0"}, "The capacity is one or more, or stays empty."),
        ({"title_en": "x" * 501}, "The title in English has 501 characters; 500 are the most."),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_saved(desk, conference, changes, sentence):
    session = make_session(conference)
    page = save(desk, form_of(session), conference, **changes)
    assert sentence in text_of(page)
    before = session.version
    session.refresh_from_db()
    assert session.version == before


def test_a_session_is_followed_online_at_an_address_that_no_release_holds(desk, conference):
    session = make_session(conference)
    save(desk, form_of(session), conference, is_hybrid="on", link=LINK, capacity="40", needs_booking="on")
    session.refresh_from_db()
    assert (session.link, session.capacity, session.needs_booking) == (LINK, 40, True)
    assert "meet.example" not in str(make_release(conference).snapshot)


def test_a_title_of_three_hundred_characters_stands_and_line_ends_in_it_become_spaces(desk, conference):
    session = make_session(conference)
    title = "Өргөн " * 50
    save(desk, form_of(session), conference, title_en=f"{title}\r\nSUMMARY:other")
    session.refresh_from_db()
    assert str(session.title) == f"{title}SUMMARY:other"


def test_an_abstract_is_text_and_never_markup(desk, conference, client):
    session = make_session(conference)
    save(desk, form_of(session), conference, abstract_en="<script>alert(1)</script> & more")
    make_release(conference)
    page = client.get(reverse("agenda:session", args=[conference.slug, session.pk])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page


def test_the_acts_refuse_what_the_form_refuses(conference):
    session = make_session(conference)
    for changes in ({"title": {"en": "x" * 501}}, {"channels": {"fr": 1}}, {"channels": {"en": "one"}}):
        with pytest.raises(UnsoundSessionError):
            describe_session(session.pk, changes=changes, by=None)
    with pytest.raises(UnsoundSessionError, match="https://"):
        create_session(Session(conference=conference, type="plenary", is_hybrid=True, link="ftp://x.example"), by=None)
    described = describe_session(session.pk, changes={"title": {"en": "One\r\nline"}}, by=None)
    assert str(described.title) == "One line"


def notes_on(desk, session) -> str:
    return text_of(desk.get(form_of(session)))


def test_seats_and_minutes_are_told_beside_the_form_and_not_refused(desk, conference):
    hall = make_hall(conference, name={"en": "Small Hall"}, seats_at_table=10, seats_behind=20)
    session = make_session(conference, rooms=[hall], capacity=31)
    make_appearance(session, minutes=80)
    assert "Small Hall, Ministry of Foreign Affairs (30 seats)" in notes_on(desk, session)
    assert "31 may enter, but Small Hall has 30 seats." in notes_on(desk, session)
    assert "80 of 90 min" in notes_on(desk, session)
    assert "10 min are left for discussion" in notes_on(desk, session)
    make_appearance(session, minutes=11)
    assert "The speakers have 91 minutes together, but the session lasts 90." in notes_on(desk, session)


def test_what_is_missing_or_meets_a_sitting_of_all_is_told(desk, conference):
    session = make_session(conference, is_hybrid=True, is_interpreted=False, channels={"mn": 1}, listing="entitled")
    told = notes_on(desk, session)
    assert "It may be followed online, but there is no address for it yet." in told
    assert "There are channels, but the session is not marked as interpreted." in told
    assert "while no category is ticked, that is every participant" in told
    photograph = make_session(conference, "12:00–12:15", is_whole_conference=True, title={"en": "Family photograph"})
    assert "At this time everybody is expected at “Family photograph”." in notes_on(desk, session)
    assert "is held at the same time" in notes_on(desk, photograph)
    make_session(conference, "12:30–13:00", is_whole_conference=True, title={"en": "Afterwards"})
    assert "Afterwards" not in notes_on(desk, session)

"""What holds for every file of the agenda: who is in it, how it is answered, and that nothing typed breaks it."""

import datetime
import io
import json
from itertools import pairwise

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from pypdf import PdfReader

from agenda.feeds.frab import agenda_as_frab
from agenda.feeds.json import agenda_as_json
from agenda.models import Appearance, Listing, Session
from agenda.queries.published import published_agenda
from agenda.states import AppearanceState
from conference.views import rendered_once as rendered_once_module
from conference.views.rendered_once import Editions
from registration.models import Participant, Visibility
from tests.agenda.feeds.conference_app import app
from tests.agenda.feeds.schema import faults
from tests.factories.agenda import make_appearance, make_release, make_session
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db

KINDS = ("ics", "json", "xml", "pdf")
WITH_DOCUMENTS = ("json", "xml")
AWFUL = "Ө <b>bold</b> & “quoted”, x; y \\ 🕊️ שלום\r\nBEGIN:VEVENT\x0b]]> #x[" * 5
TYPED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=300)


@pytest.fixture
def session(conference):
    return make_session(conference, title={"en": "Dialogue"})


@pytest.fixture
def speaker(conference, session):
    person = make_participant(conference, family_name="Sultanova", visibility=Visibility.LISTED)
    make_appearance(session, person, state=AppearanceState.CONFIRMED)
    make_release(conference)
    return person


def address(kind, conference):
    return reverse(f"agenda-files:{kind}", args=[conference.slug])


def text_of(content, kind):
    """What a reader of such a file is told."""
    if kind == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode().replace("\r\n ", "")


@pytest.fixture
def says(client, conference):
    def says(word, kind):
        return word.upper() in text_of(client.get(address(kind, conference)).content, kind).upper()

    return says


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "change",
    [
        lambda: Participant.objects.update(visibility=Visibility.HIDDEN, named_on_agenda=False),
        lambda: Appearance.objects.update(state=AppearanceState.DECLINED, reason="Illness"),
        lambda: Participant.objects.all().delete(),
    ],
    ids=["hidden", "regretted", "erased"],
)
@pytest.mark.usefixtures("speaker")
def test_who_wishes_it_or_goes_is_in_no_file_when_the_second_is_over(says, settings, monkeypatch, kind, change):
    monkeypatch.setattr(rendered_once_module, "editions", Editions())
    settings.PUBLIC_EDITION_SECONDS = 60.0
    assert says("Sultanova", kind)
    change()
    assert says("Sultanova", kind)

    settings.PUBLIC_EDITION_SECONDS = 0.0

    assert not says("Sultanova", kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("listing", [Listing.PARTICIPANTS, Listing.ENTITLED])
def test_what_is_not_for_everybody_and_what_is_draft_is_in_no_file(conference, says, kind, listing):
    make_session(
        conference, title={"en": "Closed"}, listing=listing, is_hybrid=True, link="https://live.example/closed"
    )
    make_session(conference, title={"en": "Open"}, is_hybrid=True, link="https://live.example/open")
    make_release(conference)
    make_session(conference, title={"en": "Drafted"})

    assert [says(word, kind) for word in ("Open", "Closed", "Drafted", "live.example")] == [True, False, False, False]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("speaker")
def test_a_copy_that_still_holds_is_not_sent_again_and_head_tells_the_same(client, conference, kind):
    url = address(kind, conference)
    first = client.get(url, {"lang": "mn"})

    again = client.get(url, {"lang": "mn"}, headers={"If-None-Match": first["ETag"]})
    head = client.head(url, {"lang": "mn"})

    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    assert first["Content-Language"] == "mn"
    assert first["Vary"] == "Accept-Encoding"
    assert (first["Cache-Control"], bool(first.cookies)) == ("public, no-cache", False)
    assert client.post(url).status_code == 405


@pytest.mark.parametrize(
    ("kind", "content_type", "disposition", "origin"),
    [
        ("ics", "text/calendar; charset=utf-8", "attachment", None),
        ("json", "application/json", "inline", "*"),
        ("xml", "text/xml; charset=utf-8", "inline", "*"),
        ("pdf", "application/pdf", "inline", None),
    ],
)
def test_a_file_says_what_it_is_and_whose_pages_may_read_it(
    client, conference, kind, content_type, disposition, origin
):
    response = client.get(address(kind, conference))

    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'{disposition}; filename="{conference.slug}-agenda.{kind}"'
    assert response.get("Access-Control-Allow-Origin") == origin


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 100])
def test_a_file_costs_the_same_queries_for_one_session_and_for_a_hundred(
    client, conference, kind, count, django_assert_num_queries
):
    person = make_participant(conference)
    first = datetime.datetime(2019, 6, 20, 8, tzinfo=conference.zone)
    times = [first + datetime.timedelta(minutes=5 * number) for number in range(count + 1)]
    held = Session.objects.bulk_create(
        Session(conference=conference, type="plenary", title={"en": "Youth"}, starts_at=begins, ends_at=ends)
        for begins, ends in pairwise(times)
    )
    Appearance.objects.bulk_create(Appearance(session=one, participant=person, role="panellist") for one in held)
    make_release(conference)

    with django_assert_num_queries(14 if kind in WITH_DOCUMENTS else 11):
        client.get(address(kind, conference))


@pytest.mark.parametrize("kind", KINDS)
def test_awful_texts_break_no_file(client, conference, kind):
    make_session(conference, title={"en": AWFUL[:300]}, abstract={"en": AWFUL}, guiding_questions={"en": AWFUL})
    make_release(conference)

    content = client.get(address(kind, conference)).content

    if kind == "ics":
        assert len(Calendar.from_ical(content).events) == 1
    elif kind == "json":
        assert json.loads(content)["sessions"][0]["title"] == AWFUL[:300]
    elif kind == "xml":
        assert (
            app(content).sessions[0].title.startswith("Ө <b>bold</b> & “quoted”, x; y \\ 🕊️ שלום BEGIN:VEVENT ]]> #x[")
        )
    else:
        assert "<b>bold</b> & “quoted”, x; y \\" in text_of(content, kind)


@settings(max_examples=20, database=None, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=TYPED)
@example(typed="]]>&amp;<!--\ufffe\x1b\x85")
def test_whatever_is_typed_stays_text_in_xml_and_data(conference, session, typed):
    Session.objects.update(title={"en": typed}, abstract={"en": typed})
    if not published_agenda(conference).release:
        make_release(conference)
    release = conference.releases.get()
    release.snapshot["sessions"][0] |= {"title": {"en": typed}, "abstract": {"en": typed}}
    release.save()
    agenda = published_agenda(conference)

    (shown,) = app(agenda_as_frab(agenda, {})).sessions
    data = json.loads(agenda_as_json(agenda, {}))

    assert faults(data) == []
    assert data["sessions"][0]["title"] == typed
    assert set(shown.abstract) <= set(typed) | {"\n"}
    assert len(shown.title.splitlines()) <= 1

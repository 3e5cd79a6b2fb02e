"""The agenda as data: the shape that is promised, and nothing that the public may not know."""

import json

import pytest

from agenda.actions.schedule import cancel_session
from agenda.models import AppearanceRole, Attribution, Distribution
from agenda.states import AppearanceState
from conference.models import Topic
from registration.models import Visibility
from tests.agenda.feeds.schema import faults
from tests.factories.agenda import make_appearance, make_hall, make_release, make_session, make_static_line
from tests.factories.documents import make_document, text_of
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(fetch):
    """The data, which is always of the promised shape."""

    def read(**asked):
        data = json.loads(fetch("json", **asked))
        assert faults(data) == []
        return data

    return read


def test_a_session_stands_with_all_that_the_public_may_know(conference, read):
    topic = Topic.objects.create(conference=conference, name={"en": "Youth"})
    hall = make_hall(conference, name={"en": "Conference Hall"}, floor="2")
    session = make_session(
        conference,
        rooms=[hall],
        topic=topic,
        number=1,
        title={"en": "Dialogue"},
        guiding_questions={"en": "What works?\n\nFor whom?"},
        attribution=Attribution.CHATHAM_HOUSE,
        capacity=40,
        needs_booking=True,
        channels={"en": 1, "mn": 2},
    )
    make_release(conference, en="First release")

    data = read()

    (found,) = data["sessions"]
    assert data["release"]["number"] == 1
    assert data["release"]["note"] == "First release"
    assert data["days"] == [{"date": "2019-06-20", "sessions": [str(session.pk)]}]
    assert data["rooms"][0] | {"id": ""} == {
        "id": "", "name": "Conference Hall", "floor": "2", "venue": "Ministry of Foreign Affairs",
    }  # fmt: skip
    assert (data["topics"], found["topic"]) == ([{"id": str(topic.pk), "name": "Youth"}], str(topic.pk))
    assert (found["starts_at"], found["ends_at"]) == ("2019-06-20T11:00:00+08:00", "2019-06-20T12:30:00+08:00")
    assert found["rooms"] == [data["rooms"][0]["id"]]
    assert found["guiding_questions"] == ["What works?", "For whom?"]
    assert (found["label"], found["attribution"], found["capacity"]) == ("Thematic panel 1", "chatham_house", 40)
    assert (found["needs_booking"], found["channels"]) == (True, {"en": 1, "mn": 2})
    assert (found["change"], found["revision"], found["is_cancelled"]) == (None, 0, False)
    assert found["url"].endswith(f"/en/{conference.slug}/agenda/sessions/{session.pk}/")
    assert found["calendar_url"].endswith(f"/{conference.slug}/agenda/sessions/{session.pk}.ics")


def test_speakers_stand_in_order_with_role_name_and_function(conference, read):
    session = make_session(conference)
    chair = make_participant(conference, visibility=Visibility.LISTED, function="Minister", institution="")
    make_appearance(session, chair, role=AppearanceRole.CHAIR, state=AppearanceState.CONFIRMED, minutes=5)
    make_static_line(session, "Thomas Greminger", static_function={"en": "Secretary General"})
    make_release(conference)

    first, second = read()["sessions"][0]["speakers"]

    assert (first["role"], first["name"], first["function"]) == ("chair", chair.formal_name, "Minister")
    assert (first["is_to_be_confirmed"], first["minutes"]) == (False, 5)
    assert first["url"].endswith(f"/agenda/speakers/{chair.pk}/")
    assert (second["name"], second["url"]) == ("Thomas Greminger", None)


def test_the_hybrid_link_is_in_no_data(conference, read):
    make_session(conference, is_hybrid=True, link="https://stream.example/secret")
    make_release(conference)

    data = read()

    assert data["sessions"][0]["is_hybrid"] is True
    assert "stream.example" not in json.dumps(data)


def test_what_is_cancelled_says_so(conference, read):
    session = make_session(conference)
    make_release(conference)
    cancel_session(session.pk, by=None)
    make_release(conference)

    found = read()["sessions"][0]

    assert (found["is_cancelled"], found["revision"]) == (True, 1)
    assert found["change"] == {"kind": "cancelled", "text": "Cancelled"}


def test_texts_come_in_the_language_that_is_asked_for(conference, read):
    make_session(conference, title={"en": "Opening", "mn": "Нээлт"})
    make_release(conference)

    assert [read(lang=code)["sessions"][0]["title"] for code in ("mn", "en", "de")] == ["Нээлт", "Opening", "Opening"]
    assert [read(lang=code)["language"] for code in ("mn", "de")] == ["mn", "en"]


def test_before_the_first_release_there_is_the_conference_and_nothing_else(conference, read):
    make_session(conference)

    data = read()

    assert data["conference"]["id"] == str(conference.pk)
    assert (data["release"], data["days"], data["sessions"]) == (None, [], [])


def test_documents_that_everybody_may_have_stand_with_their_session_and_no_others(conference, read):
    session = make_session(conference)
    make_release(conference)
    public = make_document(conference, symbol="UB19/4", languages=("en", "ru"), sessions=(session,))
    make_document(conference, distribution=Distribution.PARTICIPANTS, sessions=(session,))
    make_document(conference, is_issued=False, sessions=(session,))

    (found,) = read()["sessions"][0]["documents"]

    assert (found["id"], found["symbol"], found["kind"]) == (str(public.pk), "UB19/4", "concept_note")
    assert [(file["language"], file["is_original"]) for file in found["files"]] == [("en", True), ("ru", False)]
    assert found["files"][0]["url"].endswith(f"/{conference.slug}/documents/{text_of(public).pk}/file")

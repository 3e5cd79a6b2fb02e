"""Several sessions at once: edited with old and new before the eyes, or cancelled with a reason."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry

from agenda.errors import LostUpdateError
from agenda.models import Listing, Session
from agenda.states import AppearanceState, SessionState
from conference.models import TeamRole, Topic
from registration.models import Route, Visibility
from tests.factories.agenda import make_appearance, make_release, make_session
from tests.factories.registration import make_category, make_participant
from tests.registration.admin.reading import notices_of, send, text_of

pytestmark = pytest.mark.django_db
LIST = "/admin/agenda/session/"


def page_of(name, *sessions):
    return f"{LIST}bulk/{name}/?" + urlencode([("id", str(session.pk)) for session in sessions])


def seen(*sessions):
    return [f"{session.pk}:{session.version}" for session in sessions]


@pytest.fixture
def sessions(conference):
    return [
        make_session(conference, times, title={"en": title})
        for times, title in (("09:00–10:00", "Youth"), ("11:00–12:00", "Media"))
    ]


def apply(desk, conference, chosen, **answers):
    """Shows what would change, then changes it."""
    page = send(desk, page_of("edit", *chosen), conference, seen=seen(*chosen), preview="1", **answers)
    return send(
        desk, page_of("edit", *chosen), conference, seen=seen(*chosen), apply=page.context["previewed"], **answers
    )


@pytest.mark.parametrize(("action", "page"), [("edit_together", "edit"), ("cancel_together", "cancel")])
def test_the_ticked_ones_are_led_to_a_page(desk, conference, sessions, action, page):
    ids = [str(session.pk) for session in sessions]
    answer = send(desk, LIST, conference, action=action, _selected_action=ids, index="0")
    assert answer.redirect_chain[0][0].startswith(f"{LIST}bulk/{page}/?id=")
    assert "Youth" in text_of(answer)
    assert "Media" in text_of(answer)


def test_who_only_reads_has_nothing_to_tick_and_no_page(desk_of, conference, sessions):
    reader = desk_of(TeamRole.REGISTRATION)
    assert "With the selected" not in text_of(reader.get(LIST))
    for name in ("edit", "cancel"):
        assert reader.get(page_of(name, *sessions)).status_code == 403
        assert send(reader, page_of(name, *sessions), conference, seen=seen(*sessions)).status_code == 403


def test_old_and_new_stand_before_the_act(desk, conference, sessions):
    topic = Topic.objects.create(conference=conference, name={"en": "Dialogue"})
    experts = make_category(conference, Route.INVITATION)
    answers = {
        "what": ["topic", "languages", "is_interpreted", "listing", "entry", "attribution"],
        "topic": str(topic.pk),
        "languages": ["en"],
        "is_interpreted": "no",
        "listing": "participants",
        "entry": [str(experts.pk)],
        "attribution": "chatham_house",
    }
    Session.objects.filter(pk=sessions[1].pk).update(channels={"en": 1, "ru": 2})
    page = send(desk, page_of("edit", *sessions), conference, seen=seen(*sessions), preview="1", **answers)
    for words in (
        "Youth Topic No topic Dialogue",
        "Youth Languages Монгол, English, Русский English",
        "Media Interpretation Interpreted Not interpreted",
        "Media Who may know of it Everybody Participants",
        "Media Who may enter All participants Independent experts",
        "Media Attribution Attributable among participants Chatham House Rule",
    ):
        assert words in text_of(page)
    assert not Session.objects.filter(topic=topic).exists()

    done = apply(desk, conference, sessions, **answers)
    assert notices_of(done) == ["2 sessions are changed."]
    for session in Session.objects.all():
        assert (session.topic, session.languages, session.is_interpreted) == (topic, ["en"], False)
        assert (session.listing, session.attribution, session.version) == ("participants", "chatham_house", 3)
        assert list(session.entry.all()) == [experts]
    assert Session.objects.get(pk=sessions[1].pk).channels == {"en": 1}


def test_what_is_not_ticked_is_left_and_what_is_so_already_is_not_saved(desk, conference, sessions):
    Session.objects.filter(pk=sessions[0].pk).update(listing=Listing.PARTICIPANTS)
    done = apply(desk, conference, sessions, what=["listing"], listing="participants", attribution="public", topic="")
    assert notices_of(done) == ["1 session is changed."]
    rows = Session.objects.in_order().values_list("listing", "attribution", "version")
    assert list(rows) == [("participants", "participants", 2), ("participants", "participants", 3)]


def test_one_that_has_changed_since_keeps_all_as_they_are(desk, conference, sessions):
    answers = {"what": ["listing"], "listing": "participants"}
    page = send(desk, page_of("edit", *sessions), conference, seen=seen(*sessions), preview="1", **answers)
    Session.objects.filter(pk=sessions[1].pk).update(version=9)
    stale = send(
        desk, page_of("edit", *sessions), conference, seen=seen(*sessions), apply=page.context["previewed"], **answers
    )
    assert "Somebody else has changed this in the meantime" in notices_of(stale)[0]
    assert not Session.objects.filter(listing="participants").exists()


def test_what_was_typed_after_the_preview_is_shown_first(desk, conference, sessions):
    page = send(
        desk,
        page_of("edit", *sessions),
        conference,
        seen=seen(*sessions),
        preview="1",
        what="listing",
        listing="entitled",
    )
    other = send(
        desk,
        page_of("edit", *sessions),
        conference,
        seen=seen(*sessions),
        apply=page.context["previewed"],
        what="listing",
        listing="participants",
    )
    assert "Youth Who may know of it Everybody Participants" in text_of(other)
    assert Session.objects.filter(listing="public").count() == 2


def test_cancelling_says_who_will_be_told_and_keeps_the_reason(desk, conference, sessions):
    first, second = sessions
    make_appearance(first, make_participant(conference, family_name="Told"), state=AppearanceState.CONFIRMED)
    make_appearance(make_session(conference, "14:00–15:00"), make_participant(conference, family_name="Elsewhere"))
    make_release(conference)
    make_appearance(make_session(conference, "16:00–17:00"), make_participant(conference, family_name="Fresh"))
    page = desk.get(page_of("cancel", first, second))
    text = text_of(page)
    assert "With the next release, each in one letter: Ms. Aigerim TOLD" in text
    assert "ELSEWHERE" not in text
    assert "FRESH" not in text
    assert Session.objects.filter(state=SessionState.CANCELLED).count() == 0

    for session in sessions:
        session.refresh_from_db()
    refused = send(desk, page_of("cancel", *sessions), conference, seen=seen(*sessions), reason=" ")
    assert refused.context["form"].errors
    done = send(desk, page_of("cancel", *sessions), conference, seen=seen(*sessions), reason="The hall is closed.")
    assert notices_of(done) == ["2 sessions are cancelled. The public sees it with the next release."]
    assert Session.objects.filter(state=SessionState.CANCELLED).count() == 2
    log = LogEntry.objects.filter(object_id=str(first.pk)).get()
    assert log.get_change_message() == "Cancelled: The hall is closed."


def test_who_is_not_named_stands_first_and_tells_no_initial(desk, desk_of, conference, sessions):
    for name, how in (("Albert", Visibility.LISTED), ("Secret", Visibility.HIDDEN), ("Zola", Visibility.LISTED)):
        make_appearance(sessions[0], make_participant(conference, family_name=name, visibility=how))
    make_release(conference)
    text = text_of(desk.get(page_of("cancel", *sessions)))
    assert "in one letter: Protected participant Ms. Aigerim ALBERT Ms. Aigerim ZOLA Reason" in text
    knowing = desk_of(TeamRole.REGISTRATION, TeamRole.AGENDA)
    assert "Ms. Aigerim SECRET" in text_of(knowing.get(page_of("cancel", *sessions)))


def test_what_is_cancelled_already_is_left_out(desk, conference, sessions):
    gone = make_session(conference, "14:00–15:00", title={"en": "Gone"}, state=SessionState.CANCELLED)
    assert "Gone" not in text_of(desk.get(page_of("cancel", gone, *sessions)))
    assert desk.get(page_of("cancel", gone)).status_code == 302


@pytest.mark.parametrize("name", ["edit", "cancel"])
def test_sessions_of_others_and_nonsense_are_passed_over(desk, conference, other_conference, name):
    theirs = make_session(other_conference)
    assert desk.get(page_of(name, theirs)).status_code == 302
    assert desk.get(f"{LIST}bulk/{name}/?id=nonsense").status_code == 302
    mine = make_session(conference)
    send(desk, page_of(name, mine), conference, seen=[*seen(mine), *seen(theirs), "x"], reason="Closed.")
    theirs.refresh_from_db()
    mine.refresh_from_db()
    assert theirs.state == SessionState.SCHEDULED
    assert (mine.state == SessionState.CANCELLED) is (name == "cancel")


def test_a_page_of_another_conference_changes_nothing(desk, conference, other_conference, sessions):
    send(desk, page_of("cancel", *sessions), other_conference, seen=seen(*sessions), reason="Closed.")
    assert not Session.objects.filter(state=SessionState.CANCELLED).exists()


@pytest.mark.parametrize("name", ["edit", "cancel"])
def test_a_page_that_names_no_session_changes_nothing(desk, conference, sessions, name):
    answers: dict[str, Any] = {"what": ["listing"], "listing": "participants", "reason": "Closed."}
    previewed = ""
    if name == "edit":
        page = send(desk, page_of(name, *sessions), conference, seen=seen(*sessions), preview="1", **answers)
        previewed = page.context["previewed"]
    for sent in ([], ["nonsense"]):
        page = send(desk, page_of(name, *sessions), conference, seen=sent, apply=previewed, **answers)
        assert notices_of(page)[0] == "Choose sessions in the list first."
    assert Session.objects.filter(state=SessionState.SCHEDULED, listing=Listing.PUBLIC).count() == 2


def test_an_edit_stands_in_the_history_of_each_session(desk, conference, sessions):
    apply(desk, conference, sessions, what=["listing", "topic"], listing="participants", topic="")
    entries = LogEntry.objects.filter(object_id__in=[str(session.pk) for session in sessions])
    assert {entry.get_change_message() for entry in entries} == {"Changed who may know of it and topic."}
    assert entries.count() == 2


def test_somebody_who_is_faster_than_the_cancel_page_breaks_nothing(desk, conference, sessions, monkeypatch):
    def refused(*_args: Any, **_kwargs: Any) -> None:
        raise LostUpdateError

    monkeypatch.setattr("agenda.admin.bulk_pages.told_of_cancelling", refused)
    page = desk.get(page_of("cancel", *sessions))
    assert page.status_code == 200
    assert "Somebody else has changed this" in notices_of(page)[0]


@pytest.mark.parametrize("count", [1, 60])
def test_cancelling_costs_the_same_for_one_and_for_sixty(desk, conference, count, django_assert_max_num_queries):
    chosen = [make_session(conference, f"09:{number:02}–10:00") for number in range(count)]
    make_release(conference)
    desk.get(page_of("cancel", *chosen))
    with django_assert_max_num_queries(45):
        desk.get(page_of("cancel", *chosen))
    posted = {"_conference": str(conference.pk), "reason": "Closed.", "seen": seen(*chosen)}
    with django_assert_max_num_queries(30 + count):  # the history has a line for each
        desk.post(page_of("cancel", *chosen), posted)
    assert Session.objects.filter(state=SessionState.CANCELLED).count() == count


@pytest.mark.parametrize("count", [1, 60])
@pytest.mark.parametrize("name", ["edit"])
def test_the_page_costs_the_same_for_one_and_for_sixty(desk, conference, name, count, django_assert_max_num_queries):
    chosen = [make_session(conference, f"09:{number:02}–10:00") for number in range(count)]
    topic = Topic.objects.create(conference=conference, name={"en": "Dialogue"})
    answers = {"what": ["topic", "entry"], "topic": str(topic.pk), "preview": "1", "_conference": str(conference.pk)}
    desk.get(page_of(name, *chosen))
    with django_assert_max_num_queries(25):
        page = desk.post(page_of(name, *chosen), {**answers, "seen": seen(*chosen)})
    assert len(page.context["rows"]) == count

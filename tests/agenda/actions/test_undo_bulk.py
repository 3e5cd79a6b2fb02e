"""What was done to several sessions at once is undone, as far as nobody has changed them since."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from agenda.actions.bulk import cancel_sessions, describe_sessions
from agenda.actions.describe import describe_session, discard_session
from agenda.actions.undo_bulk import undo_together
from agenda.errors import NothingChosenError, NotPermittedError, TooLateToUndoError
from agenda.models import ProgrammeAct, RoomBooking, Session
from agenda.states import SessionState
from conference.models import UNDO_WITHIN, TeamRole, Topic
from registration.models import Route
from tests.factories.agenda import make_hall, make_session
from tests.factories.conference import make_officer
from tests.factories.registration import make_category

pytestmark = pytest.mark.django_db


@pytest.fixture
def sessions(conference):
    hall = make_hall(conference, name={"en": "Conference Hall"})
    return [
        make_session(conference, times, rooms=[hall], title={"en": title})
        for times, title in (("09:00–10:00", "Youth"), ("11:00–12:00", "Media"), ("14:00–15:00", "Work"))
    ]


def versions(sessions):
    return dict(Session.objects.filter(pk__in=[each.pk for each in sessions]).values_list("pk", "version"))


def cancel(sessions, by=None):
    cancel_sessions(versions(sessions), reason="The wrong list.", by=by)
    return ProgrammeAct.objects.get()


def edit(sessions, **changes):
    describe_sessions(versions(sessions), changes=changes, by=None)
    return ProgrammeAct.objects.latest("at")


def states():
    return [each.state for each in Session.objects.in_order()]


def test_cancelled_together_they_are_held_again_in_their_rooms(conference, sessions, officer):
    act = cancel(sessions, by=officer)
    assert (act.reason, act.by, act.change) == ("The wrong list.", officer, "cancel")
    assert set(states()) == {SessionState.CANCELLED}
    undone = undo_together(act.pk, by=officer)
    assert (undone.done, undone.left) == (sessions, [])
    assert set(states()) == {SessionState.SCHEDULED}
    assert not RoomBooking.objects.filter(is_cancelled=True).exists()
    assert Session.objects.get(pk=sessions[0].pk).changed_by == officer
    act.refresh_from_db()
    assert (act.undone_by, act.may_be_undone) == (officer, False)
    with pytest.raises(TooLateToUndoError):
        undo_together(act.pk, by=officer)


def test_what_was_edited_says_again_what_it_said(conference, sessions):
    former, topic = (Topic.objects.create(conference=conference, name={"en": name}) for name in ("Old", "New"))
    guests, experts = make_category(conference, Route.APPLICATION), make_category(conference, Route.INVITATION)
    Session.objects.filter(pk=sessions[0].pk).update(topic=former, channels={"en": 1, "ru": 2})
    sessions[0].entry.add(guests)
    changes: dict[str, Any] = {
        "topic": topic,
        "languages": ["en"],
        "is_interpreted": False,
        "listing": "participants",
        "entry": [experts],
        "attribution": "chatham_house",
    }
    undone = undo_together(edit(sessions, **changes).pk, by=None)
    assert undone.left == []
    one, two, _three = Session.objects.in_order()
    assert (one.topic, one.channels, list(one.entry.all())) == (former, {"en": 1, "ru": 2}, [guests])
    assert (two.topic, two.channels, list(two.entry.all())) == (None, {}, [])
    for each in (one, two):
        assert (each.languages, each.is_interpreted) == (["mn", "en", "ru"], True)
        assert (each.listing, each.attribution) == ("public", "participants")


def test_of_what_was_so_already_nothing_is_kept(sessions):
    Session.objects.filter(pk=sessions[0].pk).update(listing="participants")
    act = edit(sessions, listing="participants")
    assert {row.session_id for row in act.sessions.all()} == {each.pk for each in sessions[1:]}
    undo_together(act.pk, by=None)
    assert [each.listing for each in Session.objects.in_order()] == ["participants", "public", "public"]
    describe_sessions(versions(sessions[1:]), changes={"listing": "public"}, by=None)
    assert ProgrammeAct.objects.count() == 1


def test_what_has_changed_since_or_lost_its_room_is_left_and_named(conference, sessions):
    act = cancel(sessions)
    describe_session(sessions[0].pk, changes={"title": {"en": "Youth and Work"}}, by=None)
    make_session(conference, "11:30–12:30", rooms=[*sessions[1].rooms.all()], title={"en": "In between"})
    undone = undo_together(act.pk, by=None)
    assert undone.done == [sessions[2]]
    assert [(str(each.pk), why) for each, why in undone.left] == [
        (str(sessions[0].pk), "It has been changed since; it is left as it is."),
        (str(sessions[1].pk), "“Conference Hall” is taken by “In between” on Thursday, 20 June, 11:30–12:30."),
    ]
    cancelled = Session.objects.filter(state=SessionState.CANCELLED)
    assert set(cancelled) == set(sessions[:2])
    assert set(RoomBooking.objects.filter(is_cancelled=True).values_list("session", flat=True)) == {
        each.pk for each in sessions[:2]
    }


def test_where_nothing_could_be_put_back_it_may_be_tried_again(conference, sessions):
    act = cancel(sessions[:1])
    other = make_session(conference, "09:30–10:30", rooms=[*sessions[0].rooms.all()])
    assert undo_together(act.pk, by=None).done == []
    discard_session(other.pk, by=None)
    assert undo_together(act.pk, by=None).done == sessions[:1]


def test_a_topic_that_was_deleted_since_leaves_the_session_as_it_is(conference, sessions):
    former, topic = (Topic.objects.create(conference=conference, name={"en": name}) for name in ("Old", "New"))
    Session.objects.filter(pk=sessions[0].pk).update(topic=former)
    act = edit(sessions, topic=topic, listing="entitled")
    former.delete()
    undone = undo_together(act.pk, by=None)
    assert [each for each, _why in undone.left] == sessions[:1]
    assert "was deleted" in undone.left[0][1]
    assert [(each.topic, each.listing) for each in Session.objects.in_order()] == [
        (topic, "entitled"),
        (None, "public"),
        (None, "public"),
    ]


def test_a_session_that_is_deleted_since_is_passed_over(sessions):
    act = cancel(sessions)
    discard_session(sessions[0].pk, by=None)
    assert undo_together(act.pk, by=None).done == sessions[1:]


def test_it_has_its_time_and_needs_the_right(conference, sessions):
    act = cancel(sessions)
    with pytest.raises(NotPermittedError):
        undo_together(act.pk, by=make_officer(conference, TeamRole.REGISTRATION))
    ProgrammeAct.objects.update(at=timezone.now() - UNDO_WITHIN)
    assert not ProgrammeAct.objects.undoable().exists()
    with pytest.raises(TooLateToUndoError):
        undo_together(act.pk, by=None)
    ProgrammeAct.objects.update(at=timezone.now() - UNDO_WITHIN + datetime.timedelta(minutes=1))
    assert ProgrammeAct.objects.undoable().count() == 1
    assert undo_together(act.pk, by=None).done == sessions


def test_nothing_is_done_to_none():
    with pytest.raises(NothingChosenError):
        cancel_sessions({}, reason="None.", by=None)
    with pytest.raises(NothingChosenError):
        describe_sessions({}, changes={"listing": "public"}, by=None)


@pytest.mark.parametrize("count", [1, 60])
def test_a_hundred_are_undone_with_few_questions_each(conference, count, django_assert_max_num_queries):
    chosen = [make_session(conference, f"09:{number:02}–10:00") for number in range(count)]
    act = cancel(chosen)
    with django_assert_max_num_queries(20 + 8 * count):
        assert len(undo_together(act.pk, by=None).done) == count

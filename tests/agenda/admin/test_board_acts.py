"""What is done on the board: moved, made, taken back, and refused with what stands in the way."""

import pytest
from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.urls import reverse

from agenda.actions.appoint import appoint
from agenda.actions.describe import describe_session, discard_session
from agenda.actions.schedule import cancel_session, schedule_session
from agenda.models import Session, SessionType
from conference.models import TeamRole
from tests.factories.agenda import THURSDAY, at, make_appearance, make_hall, make_release, make_session
from tests.factories.conference import make_officer
from tests.factories.documents import make_document
from tests.factories.registration import make_participant


@pytest.fixture
def small(conference, hall):
    return make_hall(conference, name={"en": "Small Room"})


@pytest.fixture
def session(conference, hall):
    return make_session(conference, "09:00–10:00", rooms=[hall], title={"en": "Youth"})


def post(desk, conference, act="move", **fields):
    url = reverse(f"admin:agenda_session_board_{act}")
    return desk.post(url, {"_conference": str(conference.pk), "shown": THURSDAY.isoformat(), **fields})


def asked(session, times="11:00–12:00", *rooms, day=THURSDAY):
    """What the board sends for a session that it shows as it is."""
    begins, ends = (f"{day}T{clock}" for clock in times.split("–"))
    return {"session": session.pk, "version": session.version, "begins": begins, "ends": ends} | {
        "rooms": [room.pk for room in rooms],
        "seen_begins": f"{THURSDAY}T09:00",
        "seen_ends": f"{THURSDAY}T10:00",
        "seen_rooms": [booking.room_id for booking in session.bookings.all()],
    }


def standing(session):
    session.refresh_from_db()
    if session.starts_at is None:
        return "parked"
    begins, ends = (moment.astimezone(session.conference.zone) for moment in (session.starts_at, session.ends_at))
    rooms = ", ".join(str(booking.room) for booking in session.bookings.all())
    return f"{begins:%H:%M}–{ends:%H:%M} {rooms}"


def undo(desk, conference, answer, **changes):
    record = answer.json()["undo"]
    fields = {"_conference": str(conference.pk), "shown": THURSDAY.isoformat(), "undo": "1"}
    return desk.post(record["url"], {**fields, **record["fields"], **changes})


def test_a_session_is_moved_in_time_and_room_and_the_board_comes_back_checked(desk, conference, session, small):
    other = make_session(conference, "11:30–12:30", title={"en": "Beside"})
    make_appearance(other, make_appearance(session).participant)
    answer = post(desk, conference, **asked(session, "11:00–12:15", small))
    told = answer.json()
    assert answer.status_code == 200
    assert standing(session) == "11:00–12:15 Small Room"
    assert told["said"] == "“Youth” now stands on Thursday, 20 June, 11:00–12:15, Small Room."
    assert told["version"] == session.version
    assert "is in “Youth” (11:00–12:15) and in “Beside” (11:30–12:30) at the same time." in told["parts"]["day"]
    assert LogEntry.objects.get(object_id=str(session.pk)).get_change_message() == "Changed begins, ends and rooms."


def test_a_session_is_parked_and_comes_back_as_long_as_it_was(desk, conference, session):
    fields = asked(session) | {"begins": "", "ends": ""}
    answer = post(desk, conference, **fields)
    assert answer.json()["said"] == "“Youth” is in the parking lot, without a time."
    assert (standing(session), session.parked_minutes) == ("parked", 60)
    assert "Youth" in answer.json()["parts"]["parked"]
    back = undo(desk, conference, answer)
    assert back.json()["said"] == "Undone: “Youth” stands again on Thursday, 20 June, 09:00–10:00, Conference Hall."
    assert (standing(session), session.parked_minutes) == ("09:00–10:00 Conference Hall", None)


def test_several_steps_are_undone_one_after_another(desk, conference, session, small):
    first = post(desk, conference, **asked(session, "11:00–12:00", small))
    session.refresh_from_db()
    second = post(desk, conference, **asked(session, "14:00–15:00", small))
    back = undo(desk, conference, second)
    assert standing(session) == "11:00–12:00 Small Room"
    # The board renews the version of the step before, since nobody else stood between.
    undo(desk, conference, first, version=back.json()["version"])
    assert standing(session) == "09:00–10:00 Conference Hall"


def test_an_undo_is_refused_when_somebody_has_changed_the_session_since(desk, conference, session, small):
    answer = post(desk, conference, **asked(session, "11:00–12:00", small))
    colleague = make_officer(conference, TeamRole.AGENDA, name="Tsetseg")
    describe_session(session.pk, changes={"title": {"en": "Youth and Work"}}, by=colleague)
    refused = undo(desk, conference, answer)
    assert refused.status_code == 409
    assert "Nothing was saved: Tsetseg changed what is said of “Youth and Work” in the meantime" in str(refused.json())
    assert standing(session) == "11:00–12:00 Small Room"


def test_a_parked_session_that_is_put_back_into_the_parking_lot_remembers_its_former_room(desk, conference, small):
    session = make_session(conference, "09:00–10:00", rooms=[small])
    fields = asked(session) | {"begins": "", "ends": ""}
    post(desk, conference, **fields)
    session.refresh_from_db()
    hall = make_hall(conference, name={"en": "Hall"})
    answer = post(desk, conference, **asked(session, "11:00–12:00", hall))
    undo(desk, conference, answer)
    assert standing(session) == "parked"
    assert [booking.room for booking in session.bookings.all()] == [small]


def test_a_stale_save_is_refused_with_what_changed_and_by_whom(desk, conference, session, small):
    seen = asked(session, "14:00–15:00")
    colleague = make_officer(conference, TeamRole.AGENDA, name="Tsetseg")
    schedule_session(session.pk, starts_at=at("11:00"), ends_at=at("12:00"), rooms=[small], by=colleague)
    answer = post(desk, conference, **seen)
    assert answer.status_code == 409
    refused = answer.json()["refused"]
    assert refused.startswith("Nothing was saved: Tsetseg changed “Youth” in the meantime (")
    assert "Before: Thursday, 20 June, 09:00–10:00, Conference Hall. " in refused
    assert refused.endswith("Now: Thursday, 20 June, 11:00–12:00, Small Room.")
    assert standing(session) == "11:00–12:00 Small Room"
    assert f'data-version="{session.version}"' in answer.json()["parts"]["day"]


def test_a_stale_save_of_what_was_cancelled_says_so(desk, conference, session):
    seen = asked(session)
    cancel_session(session.pk, by=None)
    answer = post(desk, conference, **seen)
    assert answer.status_code == 409
    assert "Somebody else cancelled “Youth” in the meantime" in answer.json()["refused"]


def test_a_taken_room_is_refused_with_the_session_that_has_it(desk, conference, session, small):
    other = make_session(conference, "11:30–12:30", rooms=[small], title={"en": "Beside"})
    answer = post(desk, conference, **asked(session, "11:00–12:00", small))
    assert answer.status_code == 422
    assert answer.json()["refused"] == "“Small Room” is taken by “Beside” on Thursday, 20 June, 11:30–12:30."
    url = reverse("admin:agenda_session_change", args=[other.pk])
    assert answer.json()["link"] == {"text": "Beside", "url": url}
    assert standing(session) == "09:00–10:00 Conference Hall"
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"begins": "2019-06-20T12:00", "ends": "2019-06-20T11:00"}, "A session must end after it begins."),
        ({"begins": "2019-06-25T09:00", "ends": "2019-06-25T10:00"}, "The session would begin on Tuesday, 25 June"),
        ({"begins": "nonsense"}, "Enter a valid time."),
        ({"begins": "2019-06-20T09:00Z"}, "Enter a valid time."),
        ({"ends": ""}, "Give begin and end, or none of them."),
        ({"version": "x"}, "Enter a whole number."),
    ],
)
def test_impossible_times_and_what_the_board_never_sends_are_refused_in_a_sentence(
    desk, conference, session, changes, sentence
):
    answer = post(desk, conference, **asked(session) | changes)
    assert answer.status_code == 422
    assert sentence in answer.json()["refused"]
    assert standing(session) == "09:00–10:00 Conference Hall"


def test_another_conferences_session_is_not_found_and_its_room_is_no_choice(
    desk, conference, other_conference, session
):
    theirs = make_session(other_conference, "09:00–10:00")
    assert post(desk, conference, **asked(theirs)).status_code == 404
    discarded = {"session": theirs.pk, "version": theirs.version}
    assert post(desk, conference, "discard", **discarded).status_code == 404
    answer = post(desk, conference, **asked(session, "11:00–12:00", make_hall(other_conference)))
    assert answer.status_code == 422
    assert standing(session) == "09:00–10:00 Conference Hall"
    assert standing(theirs) == "09:00–10:00 "


def test_a_board_of_another_conference_does_nothing(desk, other_conference, session):
    answer = post(desk, other_conference, **asked(session))
    assert answer.status_code == 409
    assert "This board belongs to another conference" in answer.json()["refused"]
    assert standing(session) == "09:00–10:00 Conference Hall"


def test_who_does_not_schedule_moves_makes_and_deletes_nothing(desk_of, conference, session):
    observer = desk_of(TeamRole.OBSERVER)
    new = {"title": "New", "type": "plenary"}
    discarded = {"session": session.pk, "version": session.version}
    for act, fields in (("move", asked(session)), ("create", new), ("discard", discarded)):
        assert post(observer, conference, act, **fields).status_code == 403
    assert standing(session) == "09:00–10:00 Conference Hall"
    assert Session.objects.count() == 1


def test_a_session_is_made_where_it_was_drawn_and_taken_back(desk, conference, hall):
    new = {
        "title": "  Youth \n and Work ",
        "type": "parallel",
        "begins": f"{THURSDAY}T11:00",
        "ends": f"{THURSDAY}T11:45",
    }
    answer = post(desk, conference, "create", **new, rooms=[hall.pk])
    session = Session.objects.get()
    assert (str(session), session.type) == ("Youth and Work", SessionType.PARALLEL)
    assert standing(session) == "11:00–11:45 Conference Hall"
    assert answer.json()["link"]["url"] == reverse("admin:agenda_session_change", args=[session.pk])
    back = undo(desk, conference, answer)
    assert back.json()["said"] == "Undone: “Youth and Work” is deleted."
    assert not Session.objects.exists()
    entries = LogEntry.objects.filter(object_id=str(session.pk)).order_by("pk")
    assert [entry.action_flag for entry in entries] == [ADDITION, DELETION]


def test_a_session_that_would_be_made_in_a_taken_room_is_not_made(desk, conference, session, hall):
    new = {"title": "New", "type": "plenary", "begins": f"{THURSDAY}T09:30", "ends": f"{THURSDAY}T11:00"}
    answer = post(desk, conference, "create", **new, rooms=[hall.pk])
    assert answer.status_code == 422
    assert "“Conference Hall” is taken by “Youth”" in answer.json()["refused"]
    assert post(desk, conference, "create", type="plenary").status_code == 422
    assert list(Session.objects.all()) == [session]


def test_a_session_that_somebody_has_changed_or_published_is_not_taken_back(desk, conference):
    times = {"begins": f"{THURSDAY}T11:00", "ends": f"{THURSDAY}T11:45"}
    answer = post(desk, conference, "create", title="New", type="plenary", **times)
    session = Session.objects.get()
    make_release(conference)
    assert undo(desk, conference, answer).status_code == 422
    cancel_session(session.pk, by=make_officer(conference, TeamRole.AGENDA, name="Tsetseg"))
    refused = undo(desk, conference, answer)
    assert refused.status_code == 409
    assert "Tsetseg cancelled “New”" in refused.json()["refused"]
    assert Session.objects.count() == 1


def test_what_somebody_has_deleted_meanwhile_is_said_to_be_gone(desk, conference, session, small):
    answer = post(desk, conference, **asked(session, "11:00–12:00", small))
    fields = asked(session)
    discard_session(session.pk, by=None)
    discarded = {"session": session.pk, "version": session.version}
    for refused in (
        post(desk, conference, **fields),
        undo(desk, conference, answer),
        post(desk, conference, "discard", **discarded),
    ):
        assert refused.status_code == 404
        assert "the session is no longer there" in refused.json()["refused"]
        assert "Youth" not in refused.json()["parts"]["day"]


def test_a_session_deleted_in_this_very_moment_breaks_nothing(desk, conference, session, monkeypatch):
    def gone(pk, **_how):
        Session.objects.filter(pk=pk).delete()
        raise Session.DoesNotExist

    monkeypatch.setattr("agenda.admin.board_acts.schedule_session", gone)
    assert post(desk, conference, **asked(session)).status_code == 404


@pytest.mark.parametrize("added", ["line", "document"])
def test_a_session_to_which_something_was_added_is_not_taken_back(desk, conference, added):
    answer = post(desk, conference, "create", title="New", type="plenary")
    session = Session.objects.get()
    if added == "line":
        appoint(session.pk, static_name={"en": "Thomas Greminger"}, role="remarks", by=None)
    else:
        session.documents.add(make_document(conference))
    refused = undo(desk, conference, answer)
    assert refused.status_code == 422
    assert "have been added to this session in the meantime" in refused.json()["refused"]
    assert Session.objects.count() == 1


@pytest.mark.parametrize("count", [1, 100])
def test_a_save_costs_the_same_for_one_and_for_a_hundred(
    desk, conference, session, small, django_assert_max_num_queries, count
):
    everywhere, twice = make_participant(conference), 2
    for number in range(count - 1):
        speaker = everywhere if number < twice else None
        make_appearance(make_session(conference, "13:00–14:00", number=number), speaker)
    post(desk, conference, **asked(session, "11:00–12:00", small))
    session.refresh_from_db()
    with django_assert_max_num_queries(47):
        assert post(desk, conference, **asked(session, "11:05–12:05", small)).status_code == 200

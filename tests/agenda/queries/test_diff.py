"""What an officer reads before publishing, and the note that is proposed to the public."""

import pytest

from agenda.actions.appoint import dismiss
from agenda.actions.describe import describe_session
from agenda.actions.schedule import cancel_session, park_session, reinstate_session, schedule_session
from agenda.models import Listing
from agenda.queries.diff import ChangeKind, changes_between_releases, release_preview
from agenda.queries.note import proposed_note
from agenda.states import AppearanceState
from conference.models import TeamRole, Topic
from registration.models import Visibility
from tests.factories.agenda import at, make_appearance, make_hall, make_release, make_session, make_static_line
from tests.factories.conference import make_officer
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def preview(conference):
    officer = make_officer(conference, TeamRole.AGENDA)
    return lambda actor=officer: release_preview(conference, actor=actor)


def details(preview):
    (change,) = preview().changes
    return [(one.label, one.old, one.new) for one in change.details]


def test_before_the_first_release_everything_is_new(conference, preview):
    make_session(conference, title={"en": "Youth"})

    found = preview()

    assert (found.last, found.number) == (None, 1)
    assert [(one.kind, str(one.title)) for one in found.changes] == [(ChangeKind.NEW, "Youth")]


def test_after_a_release_nothing_is_different_until_something_is(conference, preview):
    make_session(conference)
    make_release(conference)

    assert (preview().number, preview().changes) == (2, ())


def test_every_kind_of_change_the_gravest_first(conference, preview):
    sessions = {
        name: make_session(conference, f"{hour:02}:00–{hour:02}:30", title={"en": name})
        for hour, name in enumerate(("changed", "reinstated", "moved", "cancelled", "removed", "same"), start=9)
    }
    make_release(conference)
    cancel_session(sessions["reinstated"].pk, by=None)
    make_release(conference)
    describe_session(sessions["changed"].pk, changes={"number": 4}, by=None)
    reinstate_session(sessions["reinstated"].pk, by=None)
    schedule_session(sessions["moved"].pk, starts_at=at("17:00"), ends_at=at("18:00"), rooms=[], by=None)
    cancel_session(sessions["cancelled"].pk, by=None)
    park_session(sessions["removed"].pk, by=None)
    make_session(conference, "18:00–19:00", title={"en": "new"})

    changes = preview().changes

    assert [(one.kind.value, str(one.title)) for one in changes] == [
        (kind, kind) for kind in ("cancelled", "moved", "reinstated", "new", "changed", "removed")
    ]
    assert [one.kind.label for one in changes][-1] == "taken off the agenda"


def test_time_and_room_are_told_old_and_new(conference, preview):
    hall, small = make_hall(conference, name={"en": "Hall"}), make_hall(conference, name={"en": "Small"})
    session = make_session(conference, "11:00–12:30", rooms=[hall])
    make_release(conference)
    schedule_session(session.pk, starts_at=at("14:00"), ends_at=at("15:30"), rooms=[small], by=None)

    assert details(preview) == [
        ("Time", "Thursday, 20 June, 11:00–12:30", "Thursday, 20 June, 14:00–15:30"),
        ("Room", "Hall", "Small"),
    ]


def test_a_session_that_only_ends_later_has_not_moved_and_the_note_tells_of_it(conference, preview):
    session = make_session(conference, "11:00–12:30", title={"en": "Youth"})
    make_release(conference)
    schedule_session(session.pk, starts_at=at("11:00"), ends_at=at("13:00"), rooms=[], by=None)

    (change,) = preview().changes
    assert change.kind == ChangeKind.CHANGED
    assert details(preview) == [("Time", "Thursday, 20 June, 11:00–12:30", "Thursday, 20 June, 11:00–13:00")]
    assert proposed_note([change], conference.zone) == "“Youth”, Thursday, 20 June, 11:00: ends at 13:00, not 12:30."


def test_of_what_comes_or_goes_it_is_told_when_and_where(conference, preview):
    hall = make_hall(conference, name={"en": "Hall"})
    session = make_session(conference, "11:00–12:30", rooms=[hall])
    place = [("Time", "Thursday, 20 June, 11:00–12:30"), ("Room", "Hall")]
    comes, goes = [(label, "", text) for label, text in place], [(label, text, "") for label, text in place]
    assert details(preview) == comes
    make_release(conference)
    cancel_session(session.pk, by=None)
    assert details(preview) == goes
    make_release(conference)
    reinstate_session(session.pk, by=None)
    assert details(preview) == comes
    make_release(conference)
    park_session(session.pk, by=None)
    assert details(preview) == goes


def test_minutes_and_words_in_another_language_are_told_where_the_line_reads_alike(conference, preview):
    session = make_session(conference)
    altan = make_appearance(session, make_participant(conference, family_name="Altan"), minutes=8)
    gerel = make_static_line(session, "D. Gerel", static_function={"en": "Agency"}, position=9)
    make_release(conference)
    session.appearances.filter(pk=altan.pk).update(minutes=12)
    session.appearances.filter(pk=gerel.pk).update(static_function={"en": "Agency", "mn": "Газар"})

    assert details(preview) == [
        ("Speakers", "Panellist: Ms. Aigerim ALTAN, 8 min", "Panellist: Ms. Aigerim ALTAN, 12 min"),
        ("Speakers", "Remarks: D. Gerel, Agency", "Remarks: D. Gerel, Agency / Газар"),
    ]


def test_what_is_said_of_a_session_is_told_field_by_field(conference, preview):
    session = make_session(conference, title={"en": "Youth"}, languages=["en"])
    make_release(conference)
    describe_session(
        session.pk,
        changes={
            "title": {"en": "Youth and Faith", "mn": "Залуучууд"},
            "topic": Topic.objects.create(conference=conference, name={"en": "Youth"}),
            "type": "plenary",
            "number": 2,
            "is_open_to_press": True,
            "languages": ["en", "mn"],
            "listing": Listing.PARTICIPANTS,
        },
        by=None,
    )

    assert details(preview) == [
        ("Title (EN)", "Youth", "Youth and Faith"),
        ("Title (MN)", "", "Залуучууд"),
        ("Topic", "", "Youth"),
        ("Type", "thematic panel", "plenary session"),
        ("Who may know of it", "everybody", "participants"),
        ("Number", "", "2"),
        ("Open to press", "no", "yes"),
        ("Languages", "EN", "EN · MN"),
    ]


def test_who_came_who_left_and_who_speaks_before_whom(conference, preview):
    session = make_session(conference)
    altan = make_appearance(session, make_participant(conference, family_name="Altan"))
    make_appearance(session, make_participant(conference, family_name="Bold"))
    make_release(conference)
    make_static_line(session, "D. Gerel", static_function={"en": "Agency"}, position=9)
    dismiss(altan.pk, by=None)

    assert details(preview) == [
        ("Speakers", "Panellist: Ms. Aigerim ALTAN", ""),
        ("Speakers", "", "Remarks: D. Gerel, Agency"),
    ]

    make_release(conference)
    session.appearances.filter(position=9).update(position=0)
    ((label, old, new),) = details(preview)
    assert label == "Order of speaking"
    assert old.split("; ") == list(reversed(new.split("; ")))


@pytest.mark.parametrize(
    ("role", "name"),
    [(TeamRole.AGENDA, "protected participant"), (TeamRole.DUTY_OF_CARE, "Ms. Aigerim HIDDEN")],
)
def test_hidden_persons_are_named_only_to_those_who_protect_them(conference, preview, role, name):
    session = make_session(conference)
    make_release(conference)
    hidden = make_participant(conference, family_name="Hidden", visibility=Visibility.HIDDEN)
    make_appearance(session, hidden)

    (change,) = preview(make_officer(conference, role)).changes

    assert change.details[0].new == f"Panellist: {name}"


def test_an_erased_person_is_no_longer_named_in_the_difference_of_old_releases(conference):
    session = make_session(conference)
    first = make_release(conference)
    person = make_participant(conference)
    make_appearance(session, person)
    second = make_release(conference)
    person.delete()

    (change,) = changes_between_releases(first, second, actor=make_officer(conference))

    assert change.details[0].new == "Panellist: erased"


def test_the_difference_of_any_two_releases(conference):
    make_session(conference, title={"en": "First"})
    first = make_release(conference)
    make_session(conference, "15:00–16:00", title={"en": "Second"})
    second = make_release(conference)
    officer = make_officer(conference)

    assert [str(one.title) for one in changes_between_releases(None, first, actor=officer)] == ["First"]
    assert [str(one.title) for one in changes_between_releases(first, second, actor=officer)] == ["Second"]


def test_the_proposed_note_tells_of_sessions_and_names_no_one(conference, preview):
    sessions = {
        name: make_session(conference, f"{hour:02}:00–{hour:02}:30", title={"en": name})
        for hour, name in enumerate(("Moved", "Cancelled", "Removed", "Regretted", "Reinstated"), start=9)
    }
    speaker = make_appearance(sessions["Regretted"], make_participant(conference, family_name="Discreet"))
    make_session(conference, "16:00–17:00", title={"en": "Secret"}, listing=Listing.ENTITLED)
    make_release(conference)
    cancel_session(sessions["Reinstated"].pk, by=None)
    make_release(conference)
    schedule_session(sessions["Moved"].pk, starts_at=at("17:00"), ends_at=at("17:30"), rooms=[], by=None)
    cancel_session(sessions["Cancelled"].pk, by=None)
    park_session(sessions["Removed"].pk, by=None)
    speaker.move_to(AppearanceState.DECLINED, by=None, reason="Other engagements")
    reinstate_session(sessions["Reinstated"].pk, by=None)
    cancel_session(conference.sessions.get(listing=Listing.ENTITLED).pk, by=None)
    make_session(conference, "18:00–19:00", title={"en": "New one"})

    assert proposed_note(preview().changes, conference.zone).splitlines() == [
        "“Cancelled” is cancelled.",
        "“Moved”, Thursday, 20 June, 17:00: moved from 09:00.",
        "“Reinstated” takes place after all, Thursday, 20 June, 13:00.",
        "New: “New one”, Thursday, 20 June, 18:00.",
        "“Removed” is no longer on the agenda.",
    ]


@pytest.mark.parametrize("count", [1, 100])
def test_the_preview_costs_the_same_for_one_session_and_for_a_hundred(
    conference, preview, count, django_assert_num_queries
):
    hall, person = make_hall(conference), make_participant(conference)
    for number in range(count):
        begins = 9 * 60 + number * 5
        times = f"{begins // 60:02}:{begins % 60:02}–{(begins + 5) // 60:02}:{(begins + 5) % 60:02}"
        make_appearance(make_session(conference, times, rooms=[hall]), person)

    with django_assert_num_queries(10):
        found = preview()

    assert len(found.changes) == count


def test_the_proposed_note_tells_the_room_where_it_is_news(conference, preview):
    hall, small = make_hall(conference, name={"en": "Hall"}), make_hall(conference, name={"en": "Small"})
    moved = make_session(conference, "11:00–12:00", rooms=[hall], title={"en": "Moved"})
    later = make_session(conference, "14:00–15:00", rooms=[hall], title={"en": "Later"})
    make_release(conference)
    schedule_session(moved.pk, starts_at=at("11:00"), ends_at=at("12:00"), rooms=[small], by=None)
    schedule_session(later.pk, starts_at=at("14:15"), ends_at=at("15:00"), rooms=[hall], by=None)
    make_session(conference, "18:00–19:00", rooms=[hall], title={"en": "New one"})

    assert proposed_note(preview().changes, conference.zone).splitlines() == [
        "“Moved”, Thursday, 20 June, 11:00, Small: moved from Hall.",
        "“Later”, Thursday, 20 June, 14:15: moved from 14:00.",
        "New: “New one”, Thursday, 20 June, 18:00, Hall.",
    ]


def test_the_proposed_note_says_of_a_session_that_is_for_few_only_that_it_went(conference, preview):
    session = make_session(conference, title={"en": "Closed"})
    make_release(conference)
    describe_session(session.pk, changes={"listing": Listing.PARTICIPANTS}, by=None)
    schedule_session(session.pk, starts_at=at("17:00"), ends_at=at("17:30"), rooms=[], by=None)

    assert proposed_note(preview().changes, conference.zone) == "“Closed” is no longer on the agenda."

"""Publishing: what a release keeps, what it refuses, and that nothing reaches into it afterwards."""

import copy
import importlib
import threading

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, transaction

from agenda.actions.describe import create_session, describe_session, discard_session
from agenda.actions.release import release_agenda
from agenda.actions.schedule import cancel_session, park_session, schedule_session
from agenda.errors import (
    LostUpdateError,
    NothingToReleaseError,
    NotPermittedError,
    SessionWasReleasedError,
    SpeakersWereAskedError,
)
from agenda.models import Release, Session, SessionType
from agenda.queries.diff import release_preview
from agenda.queries.snapshot import draft_differs
from agenda.states import AppearanceState
from conference.models import TeamRole
from tests.factories.agenda import at, make_appearance, make_hall, make_release, make_session, make_static_line
from tests.factories.conference import make_conference, make_officer
from tests.factories.registration import make_category, make_participant

pytestmark = pytest.mark.django_db


def test_a_release_has_the_next_number_its_note_and_the_conferences_own_time():
    conference = make_conference()
    make_session(conference)
    officer = make_officer(conference, TeamRole.AGENDA)

    first = release_agenda(conference.pk, by=officer)
    make_session(conference, "14:00–15:00")
    second = release_agenda(conference.pk, note={"en": "A panel was added.", "mn": ""}, by=officer)

    assert (first.number, second.number) == (1, 2)
    assert second.note == {"en": "A panel was added."}
    assert second.published_by == officer
    assert f"{second.published_at.astimezone(conference.zone):%Y-%m-%d %H}" == "2019-06-03 09"


def test_nothing_is_published_when_nothing_has_changed():
    conference = make_conference()
    with pytest.raises(NothingToReleaseError):
        make_release(conference)
    make_session(conference)
    make_release(conference)

    with pytest.raises(NothingToReleaseError):
        make_release(conference)

    assert Release.objects.count() == 1


def test_a_snapshot_refers_to_participants_by_id_and_holds_no_name():
    session = make_session()
    leyla = make_participant(session.conference)
    make_appearance(session, leyla)
    make_static_line(session, "Thomas Greminger")

    snapshot = make_release(session.conference).snapshot

    lines = snapshot["sessions"][0]["appearances"]
    assert [line["participant"] for line in lines] == [str(leyla.pk), None]
    assert leyla.family_name not in str(snapshot)
    assert "Thomas Greminger" in str(snapshot)


def test_a_snapshot_stays_as_it_was_whatever_becomes_of_the_draft():
    conference = make_conference()
    hall = make_hall(conference, name={"en": "Conference Hall"})
    session = make_session(conference, rooms=[hall], title={"en": "Youth"})
    release = make_release(conference)
    kept = release.snapshot

    describe_session(session.pk, changes={"title": {"en": "Something else"}}, by=None)
    schedule_session(session.pk, starts_at=at("16:00"), ends_at=at("17:00"), rooms=[], by=None)
    hall.name = {"en": "Another name"}
    hall.save()

    release.refresh_from_db()
    assert release.snapshot == kept
    assert draft_differs(conference)


def test_the_draft_differs_until_it_is_published():
    conference = make_conference()
    assert not draft_differs(conference)
    session = make_session(conference)
    assert draft_differs(conference)
    make_release(conference)
    assert not draft_differs(conference)

    make_appearance(session)

    assert draft_differs(conference)


def test_a_regret_is_left_out_of_the_next_snapshot():
    session = make_session()
    make_appearance(session, state=AppearanceState.DECLINED)

    assert make_release(session.conference).snapshot["sessions"][0]["appearances"] == []


def test_a_session_without_a_time_is_not_published():
    conference = make_conference()
    make_session(conference, None)

    with pytest.raises(NothingToReleaseError):
        make_release(conference)


def test_a_cancelled_session_stays_in_every_later_release_but_only_if_it_was_known():
    conference = make_conference()
    known = make_session(conference)
    make_release(conference)
    unknown = make_session(conference, "14:00–15:00")
    for session in (known, unknown):
        cancel_session(session.pk, by=None)

    second = make_release(conference)
    make_session(conference, "16:00–17:00")
    third = make_release(conference)

    assert [(one["id"], one["state"]) for one in second.snapshot["sessions"]] == [(str(known.pk), "cancelled")]
    assert third.snapshot["sessions"][0]["id"] == str(known.pk)


def test_parallel_sessions_stand_in_the_order_of_the_rooms():
    conference = make_conference()
    first, second = make_hall(conference), make_hall(conference)
    in_second = make_session(conference, rooms=[second], number=1)
    in_first = make_session(conference, rooms=[first], number=2)
    without = make_session(conference)

    entries = make_release(conference).snapshot["sessions"]

    assert [entry["id"] for entry in entries] == [str(one.pk) for one in (in_first, in_second, without)]


def test_what_is_published_is_what_the_officer_saw():
    conference = make_conference()
    session = make_session(conference)
    officer = make_officer(conference)
    seen = release_preview(conference, actor=officer).fingerprint
    park_session(session.pk, by=None)
    make_session(conference, "14:00–15:00")

    with pytest.raises(LostUpdateError):
        release_agenda(conference.pk, by=officer, fingerprint=seen)
    release_agenda(conference.pk, by=officer, fingerprint=release_preview(conference, actor=officer).fingerprint)

    assert Release.objects.count() == 1


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.REGISTRATION, TeamRole.PROTOCOL])
def test_only_those_who_arrange_the_programme_publish_it(role):
    conference = make_conference()
    make_session(conference)

    with pytest.raises(NotPermittedError):
        release_agenda(conference.pk, by=make_officer(conference, role))


def test_a_session_that_nobody_saw_can_be_deleted_and_a_published_one_cannot():
    conference = make_conference()
    published = make_session(conference)
    make_release(conference)
    draft = make_session(conference, "14:00–15:00")

    discard_session(draft.pk, by=None)
    with pytest.raises(SessionWasReleasedError):
        discard_session(published.pk, by=None)

    assert list(Session.objects.all()) == [published]


@pytest.mark.parametrize("state", [AppearanceState.INVITED, AppearanceState.DECLINED])
def test_a_session_in_which_somebody_was_asked_to_speak_is_not_deleted(state):
    session = make_session()
    make_static_line(session)
    asked = make_appearance(session, state=state)

    with pytest.raises(SpeakersWereAskedError, match="has been asked to speak"):
        discard_session(session.pk, by=None)

    asked.delete()
    discard_session(session.pk, by=None)
    assert not Session.objects.exists()


def test_a_session_is_made_without_a_time_and_described_field_by_field():
    conference = make_conference()
    officer = make_officer(conference)
    session = create_session(
        Session(conference=conference, type=SessionType.PLENARY, title={"en": "Plenary"}, starts_at=at("09:00")),
        by=officer,
    )

    described = describe_session(
        session.pk, changes={"title": {"en": "First plenary"}, "number": 1, "entry": []}, by=officer, version=1
    )

    assert (str(described.title), described.number, described.version) == ("First plenary", 1, 2)
    assert Session.objects.get().starts_at is None
    with pytest.raises(KeyError):
        describe_session(session.pk, changes={"state": "cancelled"}, by=officer)
    with pytest.raises(LostUpdateError):
        describe_session(session.pk, changes={"number": 2}, by=officer, version=1)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_publish_at_once_the_second_finds_nothing_to_publish():
    conference = make_conference()
    make_session(conference)
    ready, outcomes = threading.Barrier(2), []

    def publish():
        try:
            ready.wait(timeout=10)
            outcomes.append(release_agenda(conference.pk, by=None).number)
        except NothingToReleaseError:
            outcomes.append(0)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert sorted(outcomes) == [0, 1]


def test_a_snapshot_tells_who_may_enter_and_how_but_never_the_address_to_follow_it():
    government = make_category(conference := make_conference())
    session = make_session(
        conference,
        channels={"en": 1, "ru": 2},
        is_whole_conference=True,
        capacity=60,
        needs_booking=True,
        is_hybrid=True,
        link="https://meet.example/secret",
    )
    session.entry.set([government])
    make_appearance(session, minutes=7)

    snapshot = make_release(conference).snapshot

    entry = snapshot["sessions"][0]
    assert entry["entry"] == [{"id": str(government.pk), "name": dict(government.name)}]
    assert (entry["channels"], entry["capacity"], entry["appearances"][0]["minutes"]) == ({"en": 1, "ru": 2}, 60, 7)
    assert (entry["is_whole_conference"], entry["needs_booking"], entry["is_hybrid"]) == (True, True, True)
    assert "secret" not in str(snapshot)


@pytest.mark.parametrize(
    "impossible",
    [{"link": "https://meet.example/1"}, {"capacity": 0}, {"needs_booking": True}],
    ids=lambda one: str(*one),
)
def test_the_database_refuses_a_session_that_cannot_be(impossible):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_session(**impossible)


def test_releases_of_before_are_completed_as_saying_nothing_of_what_they_did_not_know():
    conference = make_session().conference
    migration = importlib.import_module("agenda.migrations.0002_sessions_in_full")
    release = make_release(conference)
    before = copy.deepcopy(release.snapshot)
    for name in migration.SESSION:
        del release.snapshot["sessions"][0][name]
    release.save()

    migration.complete_snapshots(apps, None)

    release.refresh_from_db()
    assert release.snapshot == before

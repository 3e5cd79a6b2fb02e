"""What everybody may read of a release's changes: of public sessions, and of nobody who went."""

import pytest

from agenda.actions.appoint import dismiss
from agenda.actions.describe import describe_session
from agenda.actions.schedule import cancel_session, park_session, schedule_session
from agenda.models import Listing
from agenda.queries.diff import ChangeKind
from agenda.queries.public_changes import public_changes
from agenda.states import AppearanceState
from registration.models import Participant, Visibility
from tests.factories.agenda import at, make_appearance, make_release, make_session
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


def told(conference, release):
    return [(one.kind, str(one.title), one.move) for one in public_changes(conference, release).changes]


def test_the_gravest_comes_first_with_old_and_new(conference):
    moved, dropped = make_session(conference, title={"en": "Youth"}), make_session(conference, title={"en": "Media"})
    parked = make_session(conference, title={"en": "Parked"})
    first = make_release(conference)
    schedule_session(moved.pk, starts_at=at("14:00"), ends_at=at("15:30"), rooms=[], by=None)
    cancel_session(dropped.pk, by=None)
    park_session(parked.pk, by=None)
    second = make_release(conference)

    found = public_changes(conference, second)

    assert found.before == first
    assert told(conference, second) == [
        (ChangeKind.CANCELLED, "Media", ""),
        (ChangeKind.MOVED, "Youth", "Moved from 11:00"),
        (ChangeKind.REMOVED, "Parked", ""),
    ]
    assert [one.is_on_agenda for one in found.changes] == [True, True, False]
    assert [(one.label, one.old, one.new) for one in found.changes[1].facts] == [
        ("Time", "Thursday, 20 June, 11:00–12:30", "Thursday, 20 June, 14:00–15:30")
    ]
    assert [kind for kind, _title, _move in told(conference, first)] == [ChangeKind.NEW] * 3


def test_who_came_is_named_and_who_went_is_not(conference):
    session = make_session(conference)
    gone, regrets = (make_appearance(session, make_participant(conference, family_name=name)) for name in ("G", "R"))
    make_release(conference)
    make_appearance(session, make_participant(conference, family_name="Newcomer"))
    dismiss(gone.pk, by=None)
    regrets.move_to(AppearanceState.DECLINED, by=None, reason="Other engagements")
    second = make_release(conference)

    (change,) = public_changes(conference, second).changes
    assert [speaker.name for speaker in change.newcomers] == ["Ms. Aigerim NEWCOMER"]
    assert change.facts == ()


def test_when_somebody_only_went_nothing_is_said(conference):
    regrets = make_appearance(make_session(conference))
    make_release(conference)
    regrets.move_to(AppearanceState.DECLINED, by=None, reason="Other engagements")

    assert told(conference, make_release(conference)) == []


def test_who_came_and_was_hidden_or_went_since_is_named_no_longer(conference):
    session = make_session(conference)
    make_release(conference)
    hidden, gone = (make_appearance(session, make_participant(conference, family_name=name)) for name in ("H", "G"))
    second = make_release(conference)
    Participant.objects.filter(appearances=hidden).update(visibility=Visibility.HIDDEN)
    dismiss(gone.pk, by=None)
    make_release(conference)

    (change,) = public_changes(conference, second).changes
    assert [speaker.is_named for speaker in change.newcomers] == [False]


@pytest.mark.parametrize("listing", [Listing.PARTICIPANTS, Listing.ENTITLED])
def test_sessions_that_are_not_for_everybody_are_named_in_no_release(conference, listing):
    secret = make_session(conference, title={"en": "Once public"})
    make_session(conference, title={"en": "Never public"}, listing=listing)
    first = make_release(conference)
    describe_session(secret.pk, changes={"listing": listing}, by=None)
    second = make_release(conference)

    assert told(conference, first) == []
    assert told(conference, second) == []


@pytest.mark.parametrize("count", [1, 40])
def test_it_costs_the_same_for_one_change_and_for_forty(conference, count, django_assert_num_queries):
    for number in range(count):
        session = make_session(conference, f"{9 + number // 10:02}:{number % 10:02}–18:00")
        make_appearance(session, make_participant(conference))
    release = make_release(conference)

    with django_assert_num_queries(6):
        assert len(public_changes(conference, release).changes) == count

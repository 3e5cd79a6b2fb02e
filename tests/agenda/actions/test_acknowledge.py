"""A conflict that an officer lets stand, for a reason, until anything of it changes."""

import pytest
from django.db import IntegrityError, transaction

from agenda.actions.acknowledge import acknowledge_conflict, withdraw_acknowledgement
from agenda.actions.interpretation import assign_interpreters
from agenda.actions.schedule import schedule_session
from agenda.conflicts import open_conflicts, standing_of
from agenda.errors import (
    AgendaError,
    ConflictIsGoneError,
    LostUpdateError,
    NotPermittedError,
    OpenConflictsError,
    ReasonRequiredError,
)
from agenda.models import AcknowledgedConflict
from agenda.models import ConflictKind as Kind
from conference.models import TeamRole
from tests.factories.agenda import at, make_release, make_session, make_team, make_twice
from tests.factories.conference import make_conference, make_officer
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(conference):
    return make_officer(conference, TeamRole.AGENDA)


@pytest.fixture
def second(conference):
    """The second of two sessions in which one person is at once."""
    return make_twice(conference, make_participant(conference, language="en"))[1].session


def open_one(conference):
    (conflict,) = open_conflicts(conference)
    return conflict


def test_a_release_waits_for_an_open_conflict_and_says_how_many_there_are(conference, second):
    with pytest.raises(OpenConflictsError) as refused:
        make_release(conference)
    assert str(refused.value) == (
        "Nothing was published: 1 conflict in the programme is neither mended nor acknowledged. "
        "You find it under “Conflicts”."
    )
    assert refused.value.count == 1


def test_an_acknowledged_conflict_holds_nothing_back(conference, second, officer):
    conflict = open_one(conference)
    kept = acknowledge_conflict(conference.pk, conflict.key, reason=" She leaves at noon. ", by=officer)
    assert (kept.reason, kept.by, kept.kind) == ("She leaves at noon.", officer, Kind.PERSON_TWICE)
    assert (kept.session_id, kept.participant_id) == (conflict.sessions[0], conflict.participant)
    assert standing_of(conference).acknowledged == {conflict.key: kept.pk}
    assert make_release(conference).number == 1


def test_a_mended_conflict_holds_nothing_back(conference, second):
    schedule_session(second.pk, starts_at=at("12:30"), ends_at=at("13:00"), rooms=[], by=None)
    assert make_release(conference).number == 1


def test_something_to_be_noted_holds_nothing_back(conference):
    make_session(conference)
    assert [each.kind for each in standing_of(conference).noted] == [Kind.NO_CHAIR]
    assert make_release(conference).number == 1


def test_what_is_only_to_be_noted_can_be_acknowledged_too(conference, officer):
    make_session(conference)
    (noted,) = standing_of(conference).noted
    acknowledge_conflict(conference.pk, noted.key, reason="The Minister decides on Monday.", by=officer)
    assert standing_of(conference).noted == ()


def test_when_the_conflict_changes_the_acknowledgement_holds_no_longer(conference, second, officer):
    before = open_one(conference)
    acknowledge_conflict(conference.pk, before.key, reason="She leaves at noon.", by=officer)
    schedule_session(second.pk, starts_at=at("11:30"), ends_at=at("13:00"), rooms=[], by=None)
    assert open_one(conference).key != before.key
    with pytest.raises(OpenConflictsError):
        make_release(conference)

    schedule_session(second.pk, starts_at=at("12:00"), ends_at=at("13:00"), rooms=[], by=None)
    assert open_conflicts(conference) == ()


def test_an_acknowledgement_is_withdrawn_and_given_again(conference, second, officer):
    conflict = open_one(conference)
    first = acknowledge_conflict(conference.pk, conflict.key, reason="She leaves at noon.", by=officer)
    withdrawn = withdraw_acknowledgement(first.pk, by=officer)
    assert withdrawn.withdrawn_by == officer
    assert open_one(conference) == conflict
    assert withdraw_acknowledgement(first.pk, by=None).withdrawn_by == officer

    again = acknowledge_conflict(conference.pk, conflict.key, reason="It is agreed with her.", by=officer)
    assert again.pk != first.pk
    assert open_conflicts(conference) == ()


def test_a_second_acknowledgement_leaves_the_first_reason(conference, second, officer):
    key = open_one(conference).key
    first = acknowledge_conflict(conference.pk, key, reason="She leaves at noon.", by=officer)
    assert acknowledge_conflict(conference.pk, key, reason="Something else.", by=officer) == first
    assert AcknowledgedConflict.objects.get().reason == "She leaves at noon."


def test_the_database_takes_no_second_one_and_none_without_a_reason(conference, second, officer):
    conflict = open_one(conference)
    acknowledge_conflict(conference.pk, conflict.key, reason="She leaves at noon.", by=officer)
    row = {"conference": conference, "kind": conflict.kind, "session": second}
    for wrong in ({"key": conflict.key, "reason": "Again"}, {"key": "other", "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AcknowledgedConflict.objects.create(**row, **wrong)


def test_without_a_reason_nothing_is_acknowledged(conference, second, officer):
    with pytest.raises(ReasonRequiredError):
        acknowledge_conflict(conference.pk, open_one(conference).key, reason=" ", by=officer)
    assert len(open_conflicts(conference)) == 1


def test_what_is_no_longer_there_cannot_be_acknowledged(conference, second, officer):
    key = open_one(conference).key
    schedule_session(second.pk, starts_at=at("12:30"), ends_at=at("13:00"), rooms=[], by=None)
    with pytest.raises(ConflictIsGoneError):
        acknowledge_conflict(conference.pk, key, reason="She leaves at noon.", by=officer)


@pytest.mark.parametrize("role", [TeamRole.PROTOCOL, TeamRole.OBSERVER])
def test_whoever_does_not_schedule_acknowledges_and_withdraws_nothing(conference, second, officer, role):
    colleague = make_officer(conference, role, email="colleague@secretariat.example")
    key = open_one(conference).key
    with pytest.raises(NotPermittedError):
        acknowledge_conflict(conference.pk, key, reason="She leaves at noon.", by=colleague)
    kept = acknowledge_conflict(conference.pk, key, reason="She leaves at noon.", by=officer)
    with pytest.raises(NotPermittedError):
        withdraw_acknowledgement(kept.pk, by=colleague)


def test_interpreters_are_assigned_by_who_schedules_and_of_the_same_conference(conference, second, officer):
    own, foreign = make_team(conference), make_team(make_conference())
    assign_interpreters(second.pk, [own], by=officer)
    assert list(second.interpreter_teams.all()) == [own]
    with pytest.raises(AgendaError, match="belong to another conference"):
        assign_interpreters(second.pk, [foreign], by=officer)
    with pytest.raises(LostUpdateError):
        assign_interpreters(second.pk, [], by=officer, version=second.version)
    observer = make_officer(conference, TeamRole.OBSERVER, email="observer@secretariat.example")
    with pytest.raises(NotPermittedError):
        assign_interpreters(second.pk, [], by=observer)
    assign_interpreters(second.pk, [], by=officer)
    assert not second.interpreter_teams.exists()

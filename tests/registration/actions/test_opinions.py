"""Two opinions on one application: neither reader knows the other's first, each is kept; and who may not have one."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from conference.models import TeamMembership, TeamRole
from registration.actions.decide import decline_application
from registration.actions.decide_in_bulk import confirm_registrations
from registration.actions.opinions import declare_conflict, take_back_conflict
from registration.actions.readers import assign_reader, take_back_reading
from registration.actions.round_decisions import decide_in_round
from registration.actions.rounds import begin_round, decide_provisionally
from registration.actions.withdraw import withdraw_registration
from registration.errors import (
    ApplicationChangedError,
    ConflictOfInterestError,
    NotPermittedError,
    ReasonRequiredError,
    RegistrationError,
)
from registration.models import Application, Opinion, Outcome, Reading, Recommendation, Visibility
from registration.queries.opinions import opinions_on
from registration.queries.vetting import digest_of
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.registration import make_registration
from tests.factories.vetting import known_to, make_opinion, make_reading, say

REGISTER, DECLINE = Recommendation.REGISTER, Recommendation.DECLINE


def test_nobody_knows_an_opinion_of_another_until_both_are_given(row, ruth, saran, officer, observer):
    """Not the other reader, not the co-ordinator: then both, and the officers who decide; never the others."""
    make_reading(row, ruth)
    make_reading(row, saran, place=2)
    say(row, ruth, DECLINE, reason="Far from the subject.")
    assert known_to(ruth, row) == {(ruth, 1)}
    assert [known_to(each, row) for each in (saran, officer, observer)] == [set(), set(), set()]
    both = opinions_on([row.pk], conference=row.conference, user=saran)[row.pk]
    assert (both.given, both.recommended, both.agree, both.differ) == (1, set(), False, False)
    say(row, saran)
    assert known_to(ruth, row) == known_to(saran, row) == known_to(officer, row) == {(ruth, 1), (saran, 1)}
    assert known_to(observer, row) == set()
    assert opinions_on([row.pk], conference=row.conference, user=officer)[row.pk].differ


def test_an_opinion_on_a_hidden_person_is_known_to_few(category, conference, ruth, officer):
    hidden = make_registration(S.SUBMITTED, conference, category=category, person={"visibility": Visibility.HIDDEN})
    readers = [make_officer(conference, TeamRole.REGISTRATION) for _ in range(2)]
    for place, reader in enumerate(readers, start=1):
        make_opinion(hidden, reader, place=place)
    assert len(known_to(readers[0], hidden)) == 2
    assert known_to(ruth, hidden) == known_to(officer, hidden) == set()


def test_each_may_revise_and_what_was_said_first_is_kept(row, ruth, saran):
    make_reading(row, ruth)
    make_reading(row, saran, place=2)
    say(row, ruth, DECLINE, reason="Far from the subject.")
    say(row, ruth, REGISTER, grade="b")
    say(row, saran, DECLINE, reason="No.")
    say(row, ruth, Recommendation.WAIT)
    kept = Opinion.objects.filter(reading__reader=ruth)
    assert [(each.number, each.recommendation, each.knew_the_other) for each in kept] == [
        (1, "decline", False),
        (2, "register", False),
        (3, "wait", True),
    ]
    read = opinions_on([row.pk], conference=row.conference, user=saran)[row.pk].readers[0]
    assert read.last is not None
    assert read.first is not None
    assert (read.last.recommendation, read.first.recommendation) == ("wait", "decline")


def test_saved_twice_it_is_one(row, ruth):
    make_reading(row, ruth)
    token = uuid.uuid4()
    assert say(row, ruth, token=token) == say(row, ruth, DECLINE, reason="No.", token=token)
    assert Opinion.objects.count() == 1


@pytest.mark.parametrize("recommendation", [DECLINE, Recommendation.CHANGES])
def test_to_decline_and_to_ask_for_changes_need_a_reason(recommendation, row, ruth, saran):
    make_reading(row, ruth)
    with pytest.raises(ReasonRequiredError):
        say(row, ruth, recommendation, reason=" ")
    with pytest.raises(IntegrityError, match="has_a_reason"), transaction.atomic():
        make_opinion(row, saran, recommendation, place=2, reason="")


def test_what_was_changed_meanwhile_is_read_again(row, ruth):
    make_reading(row, ruth)
    seen = digest_of(row)
    Application.objects.filter(registration=row).update(mandate="Another one.")
    with pytest.raises(ApplicationChangedError):
        say(row, ruth, seen=seen)
    row.refresh_from_db()
    assert say(row, ruth).read_digest == digest_of(row) != seen


def test_an_application_that_was_withdrawn_needs_no_opinion(row, ruth):
    make_reading(row, ruth)
    withdraw_registration(row.pk, by=ruth)
    with pytest.raises(RegistrationError, match="“withdrawn” by now"):
        say(row, ruth)
    with pytest.raises(RegistrationError, match="“withdrawn” by now"):
        declare_conflict(row.pk, by=ruth)


def test_only_a_reader_gives_an_opinion_and_only_while_it_is_their_duty(row, ruth, saran):
    make_reading(row, ruth)
    with pytest.raises(NotPermittedError):
        say(row, saran)
    TeamMembership.objects.filter(user=ruth).update(role=TeamRole.OBSERVER)
    with pytest.raises(NotPermittedError):
        say(row, ruth)


def test_a_reader_with_an_opinion_stays(row, ruth, officer):
    opinion = make_opinion(row, ruth)
    with pytest.raises(RegistrationError, match="is kept"):
        take_back_reading(opinion.reading_id, by=officer)
    with pytest.raises(IntegrityError, match="not_taken_back_once"), transaction.atomic():
        Reading.objects.filter(pk=opinion.reading_id).update(ended_at=opinion.given_at, ended_how="taken_back")


def test_a_conflict_of_interest_ends_reading_and_deciding(row, ruth, saran, officer, category, conference):
    make_reading(row, ruth)
    make_opinion(row, saran, place=2)
    declare_conflict(row.pk, by=ruth)
    found = begin_round(conference, category.pk, title="First", by=officer)
    with pytest.raises(ConflictOfInterestError):
        decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=ruth)
    with pytest.raises(ConflictOfInterestError):
        decline_application(row.pk, reason="No.", by=ruth)
    refused = confirm_registrations([row.pk], by=ruth).refused
    assert [sentence for _row, sentence in refused] == [str(ConflictOfInterestError())]
    assert decide_provisionally(found.pk, [row.pk], outcome=Outcome.REGISTERED, by=ruth) == 0
    make_opinion(row, officer, place=1)
    assert known_to(ruth, row) == set()
    assert known_to(saran, row) == {(saran, 1), (officer, 1)}


def test_a_conflict_declared_by_mistake_is_taken_back_while_nobody_else_reads(row, ruth, saran, officer):
    with pytest.raises(NotPermittedError):
        take_back_conflict(row.pk, by=ruth)
    make_reading(row, ruth)
    declare_conflict(row.pk, by=ruth, words="My sister's.")
    take_back_conflict(row.pk, by=ruth)
    assert say(row, ruth).number == 1
    declare_conflict(row.pk, by=ruth)
    assign_reader(row.pk, saran.pk, by=officer)
    with pytest.raises(RegistrationError, match="the conflict of interest stands"):
        take_back_conflict(row.pk, by=ruth)


def test_who_has_left_the_team_takes_no_conflict_back(row, ruth):
    make_reading(row, ruth)
    declare_conflict(row.pk, by=ruth)
    TeamMembership.objects.filter(user=ruth).delete()
    with pytest.raises(NotPermittedError):
        take_back_conflict(row.pk, by=ruth)

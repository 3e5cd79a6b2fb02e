"""Two applications become one: who was not to decide on either decides not on what is left, until it is undone."""

import pytest

from conference.models import TeamRole
from registration.actions.ask_for_review import ask_for_review
from registration.actions.decide import confirm_registration, decline_application, take_up
from registration.actions.decide_in_bulk import confirm_registrations
from registration.actions.merge import merge_registrations, versions_of
from registration.actions.opinions import declare_conflict, take_back_conflict
from registration.actions.readers import assign_reader
from registration.actions.round_decisions import decide_in_round
from registration.actions.rounds import begin_round
from registration.actions.unmerge import undo_merge
from registration.errors import ConflictOfInterestError, RegistrationError
from registration.models import Opinion, Outcome, Reading, Registration, ReviewRequest, Route
from registration.queries.reviews import declined_by, may_ask_for_review, open_reviews
from registration.queries.vetting import in_conflict
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer, make_user
from tests.factories.registration import make_category, make_registration
from tests.factories.vetting import make_opinion, make_reading


@pytest.fixture
def category(conference):
    return make_category(conference, Route.APPLICATION)


@pytest.fixture
def ruth(conference):
    return make_officer(conference, TeamRole.VETTING, name="Ruth")


@pytest.fixture
def saran(conference):
    return make_officer(conference, TeamRole.VETTING, name="Saran")


@pytest.fixture
def apply(category):
    return lambda state=S.UNDER_REVIEW: make_registration(state, category.conference, category=category)


def merge(kept, merged, by):
    kept, merged = (Registration.objects.get(pk=each.pk) for each in (kept, merged))
    return merge_registrations(kept.pk, merged.pk, take=[], by=by, seen=versions_of(kept, merged)).merge


def readings(*rows):
    return list(Reading.objects.filter(registration__in=rows).order_by("pk").values())


def test_a_conflict_of_interest_follows_and_is_put_back(apply, officer, ruth, saran, category, conference):
    kept, merged = apply(), apply()
    make_reading(merged, ruth)
    declare_conflict(merged.pk, by=ruth, words="My sister's.")
    before = readings(kept, merged)
    done = merge(kept, merged, officer)
    found = begin_round(conference, category.pk, title="First", by=officer)
    for refused in (
        lambda: decline_application(kept.pk, reason="No.", by=ruth),
        lambda: decide_in_round(found.pk, kept.pk, outcome=Outcome.REGISTERED, by=ruth),
    ):
        with pytest.raises(ConflictOfInterestError):
            refused()
    with pytest.raises(RegistrationError, match="conflict of interest"):
        assign_reader(kept.pk, ruth.pk, by=officer)
    make_opinion(kept, saran)
    make_opinion(kept, officer, place=2)
    assert not Opinion.objects.visible_to(ruth, conference).exists()
    Reading.objects.filter(reader__in=[saran, officer]).delete()
    undo_merge(done.pk, by=officer)
    assert readings(kept, merged) == before
    assert (in_conflict(ruth, [kept.pk, merged.pk]), in_conflict(saran, [kept.pk])) == ({merged.pk}, set())
    assert decline_application(kept.pk, reason="No.", by=ruth).state == S.DECLINED


def test_who_reads_the_one_that_stays_reads_it_no_more_until_the_merge_is_undone(apply, officer, ruth):
    kept, merged = apply(), apply()
    make_reading(kept, ruth)
    make_reading(merged, ruth)
    declare_conflict(merged.pk, by=ruth)
    before = readings(kept, merged)
    done = merge(kept, merged, officer)
    assert not Reading.objects.live().filter(registration=kept).exists()
    undo_merge(done.pk, by=officer)
    assert readings(kept, merged) == before


def is_read_by_another(kept, _by, officer, saran):
    assign_reader(kept.pk, saran.pk, by=officer)


def takes_it_back(kept, by, _officer, _saran):
    take_back_conflict(kept.pk, by=by)


@pytest.mark.parametrize("happens", [is_read_by_another, takes_it_back])
def test_what_was_done_about_the_readers_since_keeps_the_merge_from_being_undone(apply, officer, ruth, saran, happens):
    kept, merged = apply(), apply()
    make_reading(kept, ruth)
    make_reading(merged, ruth)
    declare_conflict(merged.pk, by=ruth)
    done = merge(kept, merged, officer)
    happens(kept, ruth, officer, saran)
    with pytest.raises(RegistrationError, match="has changed since"):
        undo_merge(done.pk, by=officer)


def test_who_declined_what_was_merged_decides_nothing_on_what_stays(apply, officer, ruth, category, conference):
    """However often it was merged on; and once a merge is undone they may."""
    first, second, third = apply(), apply(), apply()
    decline_application(first.pk, reason="Full.", by=ruth)
    merges = [merge(second, first, officer), merge(third, second, officer)]
    with pytest.raises(RegistrationError, match="an officer who was not involved"):
        confirm_registration(third.pk, by=ruth)
    ((_row, sentence),) = confirm_registrations([third.pk], by=ruth).refused
    assert "an officer who was not involved" in sentence
    found = begin_round(conference, category.pk, title="First", by=officer)
    with pytest.raises(RegistrationError, match="an officer who was not involved"):
        decide_in_round(found.pk, third.pk, outcome=Outcome.REGISTERED, by=ruth)
    ids = [first.pk, second.pk, third.pk]
    assert declined_by(ruth, ids) == set(ids)
    assert declined_by(officer, ids) == set()
    undo_merge(merges[1].pk, by=officer)
    assert declined_by(ruth, ids) == {first.pk, second.pk}


def test_a_nomination_is_confirmed_by_whoever_declined_the_application_that_became_one_with_it(
    conference, apply, officer
):
    merged, kept = apply(), make_registration(S.COMPLETE, conference)
    make_reading(merged, officer)
    declare_conflict(merged.pk, by=officer)
    decline_application(merged.pk, reason="Full.", by=make_officer(conference))
    merge(kept, merged, officer)
    assert not confirm_registrations([kept.pk], by=officer).refused


def test_a_review_that_was_asked_for_follows_to_what_was_declined_too_and_back(apply, officer, ruth, conference):
    kept, merged = apply(), apply()
    for row in (kept, merged):
        decline_application(row.pk, reason="Full.", by=ruth)
    asked = ask_for_review(merged.pk, words="The mandate.", by=make_user(merged.participant.email))
    done = merge(kept, merged, officer)
    assert [each.registration_id for each in open_reviews(conference)] == [kept.pk]
    undo_merge(done.pk, by=officer)
    assert list(open_reviews(conference)) == [asked]
    assert ReviewRequest.objects.get().registration_id == merged.pk


def test_what_was_merged_is_neither_taken_up_again_nor_reviewed(apply, officer, ruth, conference):
    """Of one that is live everything is open: the decision is taken there."""
    kept, merged = apply(), apply()
    decline_application(merged.pk, reason="Full.", by=ruth)
    person = make_user(merged.participant.email)
    merge(kept, merged, officer)
    merged.refresh_from_db()
    assert not may_ask_for_review(merged)
    for act in (
        lambda: ask_for_review(merged.pk, words="The mandate.", by=person),
        lambda: take_up(merged.pk, by=officer),
    ):
        with pytest.raises(RegistrationError, match="was merged with another"):
            act()


def test_a_review_that_waits_is_not_asked_of_what_was_merged_into_a_live_one(apply, officer, ruth, conference):
    kept, merged = apply(), apply()
    decline_application(merged.pk, reason="Full.", by=ruth)
    ask_for_review(merged.pk, words="The mandate.", by=make_user(merged.participant.email))
    merge(kept, merged, officer)
    assert not open_reviews(conference).exists()

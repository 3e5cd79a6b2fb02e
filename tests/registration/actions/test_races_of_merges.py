"""Two officers at one pair, and two pairs that have a person in common, at the same moment."""

from collections import Counter

import pytest

from registration.actions.duplicates import dismiss_duplicate
from registration.actions.likeness import look_in
from registration.actions.merge import merge_registrations, versions_of
from registration.actions.unmerge import undo_merge
from registration.actions.withdraw import withdraw_registration
from registration.errors import LostUpdateError, RegistrationError
from registration.models import DuplicateCandidate, DuplicateState, Merge, Registration
from registration.states import RegistrationState as S
from tests.factories.registration import make_registration
from tests.registration.actions.racing import at_once, while_another_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def three(conference):
    people = {"given_names": "Anna", "family_name": "Lindqvist"}
    return [make_registration(S.REGISTERED, conference, person=people) for _ in range(3)]


def merging(kept, merged, by):
    seen = versions_of(kept, merged)
    return lambda: merge_registrations(kept.pk, merged.pk, take=(), by=by, seen=seen)


def outcomes_of(acts):
    return Counter("refused" if isinstance(each, RegistrationError) else "done" for each in at_once(acts))


def live():
    return Registration.objects.live().count()


@pytest.mark.parametrize("turned", [False, True], ids=["alike", "the other way round"])
def test_of_two_officers_who_merge_one_pair_one_does(three, officer, turned):
    one, other, _third = three
    second = merging(other, one, officer) if turned else merging(one, other, officer)
    assert outcomes_of([merging(one, other, officer), second]) == {"done": 1, "refused": 1}
    assert (live(), Merge.objects.count()) == (2, 1)


@pytest.mark.parametrize("waits_for_end", [False, True])
def test_of_a_chain_merged_at_once_nobody_is_merged_into_one_that_is_gone(three, officer, waits_for_end):
    first, second, third = three
    acts = [merging(first, second, officer), merging(second, third, officer)]
    outcome = while_another_waits(*acts) if waits_for_end else at_once(acts)[0]
    gone = set(Merge.objects.values_list("merged", flat=True))
    assert not gone & set(Merge.objects.values_list("kept", flat=True)) or Merge.objects.count() == 2
    for merge in Merge.objects.all():
        assert merge.kept.state == S.REGISTERED or merge.kept_id in gone
    assert live() == 3 - Merge.objects.count()
    assert outcome is not None


def test_who_withdraws_while_they_are_merged_is_withdrawn_or_merged_and_not_both(three, officer):
    kept, merged, _third = three
    refusal = while_another_waits(lambda: withdraw_registration(merged.pk, by=officer), merging(kept, merged, officer))
    assert isinstance(refusal, LostUpdateError)
    assert not Merge.objects.exists()


def test_a_merge_undone_by_two_at_once_is_undone_once(three, officer):
    kept, merged, _third = three
    merge = merging(kept, merged, officer)().merge
    undoing = [lambda: undo_merge(merge.pk, by=officer)] * 2
    assert outcomes_of(undoing) == {"done": 1, "refused": 1}
    assert (live(), merged.badges.valid().count()) == (3, 1)


def test_two_officers_who_say_that_a_pair_is_two_persons_are_told(three, officer, conference):
    look_in(conference)
    pair = DuplicateCandidate.objects.all()[0]
    acts = [lambda: dismiss_duplicate(pair.pk, by=officer, version=1)] * 2
    assert outcomes_of(acts) == {"done": 1, "refused": 1}


def test_two_sweeps_at_once_find_each_pair_once(three, conference):
    at_once([lambda: look_in(conference)] * 4)
    look_in(conference)
    assert DuplicateCandidate.objects.filter(state=DuplicateState.OPEN).count() == 3

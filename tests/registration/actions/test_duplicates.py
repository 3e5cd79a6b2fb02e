"""Persons who may be there twice: which are still to be looked at, which were left apart, which of two stays."""

import pytest

from conference.models import TeamRole
from registration.actions.duplicates import dismiss_duplicate, reopen_duplicate
from registration.actions.likeness import look_in
from registration.actions.unmerge import undo_merge
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import DuplicateCandidate, DuplicateState, Likeness, Visibility
from registration.queries.duplicates import current_registrations, open_duplicates
from registration.queries.merge_choices import which_stays
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.merges import fresh, merge
from tests.factories.registration import make_participant, make_registration

pytestmark = pytest.mark.django_db


def test_the_pair_is_decided_and_the_merged_person_is_compared_no_more(conference, officer):
    people = {"given_names": "Anna", "family_name": "Lindqvist"}
    rows = [make_registration(S.COMPLETE, conference, person=people) for _ in range(3)]
    look_in(conference)
    assert DuplicateCandidate.objects.open().count() == 3
    result = merge(rows[0], rows[1], officer)
    look_in(conference)
    assert sorted(DuplicateCandidate.objects.values_list("state", flat=True)) == ["merged", "open"]
    assert open_duplicates(conference, officer).get().of_whom == {rows[0].participant_id, rows[2].participant_id}
    undo_merge(result.merge.pk, by=officer)
    look_in(conference)
    assert DuplicateCandidate.objects.open().count() == 3


def test_what_a_sweep_under_way_kept_of_the_merged_person_is_forgotten_by_the_next(pair, officer, conference):
    kept, merged = pair
    third = make_registration(S.SUBMITTED, conference)
    merge(kept, merged, officer)
    look_in(conference)
    Likeness.objects.create(participant=merged.participant, conference=conference, source="of before")
    first, second = sorted((merged.participant, third.participant), key=lambda person: person.pk)
    DuplicateCandidate.objects.create(conference=conference, first=first, second=second, signals=["name"], score=50)
    look_in(conference)
    assert not Likeness.objects.filter(participant=merged.participant).exists()
    assert not open_duplicates(conference, officer).of(merged.participant).exists()


def test_who_is_not_the_same_person_is_left_apart_until_an_officer_says_otherwise(conference, officer):
    people = {"given_names": "Anna", "family_name": "Lindqvist"}
    for _ in range(2):
        make_registration(S.COMPLETE, conference, person=people)
    look_in(conference)
    pair = DuplicateCandidate.objects.get()
    with pytest.raises(NotPermittedError):
        dismiss_duplicate(pair.pk, by=make_officer(conference, TeamRole.VETTING), version=1)
    with pytest.raises(RegistrationError, match="not marked as two different"):
        reopen_duplicate(pair.pk, by=officer, version=1)
    dismiss_duplicate(pair.pk, by=officer, version=1, note=" Cousins. ")
    with pytest.raises(LostUpdateError):
        reopen_duplicate(pair.pk, by=officer, version=1)
    with pytest.raises(RegistrationError, match="decided meanwhile: not the same person"):
        dismiss_duplicate(pair.pk, by=officer, version=2)
    pair = fresh(pair)
    assert (pair.state, pair.note, pair.decided_by) == (DuplicateState.DISMISSED, "Cousins.", officer)
    assert reopen_duplicate(pair.pk, by=officer, version=2).state == DuplicateState.OPEN
    pair.first.visibility = Visibility.HIDDEN
    pair.first.save()
    with pytest.raises(NotPermittedError):
        dismiss_duplicate(pair.pk, by=officer, version=3)


def test_the_live_one_the_seated_one_the_states_own_and_the_older_is_proposed_to_stay(conference):
    declined, submitted, reviewed, seated = (
        make_registration(state, conference) for state in (S.DECLINED, S.SUBMITTED, S.UNDER_REVIEW, S.COMPLETE)
    )
    assert which_stays(declined, submitted) == (submitted, declined)
    assert which_stays(submitted, reviewed) == (reviewed, submitted)
    assert which_stays(reviewed, seated) == (seated, reviewed)
    older, newer = seated, make_registration(S.COMPLETE, conference)
    assert which_stays(newer, older) == (older, newer)
    assert which_stays(declined, make_registration(S.WITHDRAWN, conference))[0] is not None


def test_of_several_registrations_of_a_person_the_live_one_counts_then_the_latest(conference):
    person = make_participant(conference)
    make_registration(S.WITHDRAWN, conference, participant=person)
    live = make_registration(S.SUBMITTED, conference, participant=person)
    make_registration(S.WITHDRAWN, conference, participant=person)
    assert current_registrations([person.pk]) == {person.pk: live}

"""What is not merged, and whose duty it is not: each is said in a sentence, and nothing has changed."""

import pytest

from conference.models import TeamRole
from registration.actions.merge import merge_registrations, versions_of
from registration.actions.unmerge import undo_merge
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import ChangeKind, Participant, PendingChange, Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.merges import everything_of, merge
from tests.factories.registration import make_participant, make_registration

pytestmark = pytest.mark.django_db


def ended_and_live(conference):
    return make_registration(S.WITHDRAWN, conference), make_registration(S.SUBMITTED, conference)


def waiting_and_seated(conference):
    return make_registration(S.WAITLISTED, conference), make_registration(S.COMPLETE, conference)


def begun_and_registered(conference):
    return make_registration(S.SUBMITTED, conference), make_registration(S.REGISTERED, conference)


def of_one_person(conference):
    person = make_participant(conference)
    states = (S.SUBMITTED, S.WITHDRAWN)
    return tuple(make_registration(state, conference, participant=person) for state in states)


def with_an_open_request(conference):
    kept, merged = make_registration(S.COMPLETE, conference), make_registration(S.COMPLETE, conference)
    PendingChange.objects.create(conference=conference, kind=ChangeKind.CORRECTION, registration=merged)
    return kept, merged


def merged_before(conference):
    kept, merged = make_registration(S.COMPLETE, conference), make_registration(S.COMPLETE, conference)
    merge(kept, merged, make_officer(conference))
    return make_registration(S.COMPLETE, conference), merged


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (ended_and_live, "has ended, and the other has not"),
        (waiting_and_seated, "waits for a place"),
        (begun_and_registered, "not as far as the other, which is “registered”"),
        (of_one_person, "two registrations of one person already"),
        (with_an_open_request, "is open. Please decide on it first"),
        (merged_before, "has been merged already"),
    ],
)
def test_what_would_lose_something_is_refused_in_a_sentence(conference, officer, make, refusal):
    kept, merged = make(conference)
    before = everything_of(kept, merged)
    with pytest.raises(RegistrationError, match=refusal):
        merge(kept, merged, officer)
    assert everything_of(kept, merged) == before


def test_only_officers_who_register_merge_and_nobody_their_own(pair, conference):
    kept, merged = pair
    for by in (make_officer(conference, TeamRole.VETTING), make_user(), make_user(kept.participant.email)):
        with pytest.raises(NotPermittedError):
            merge(kept, merged, by)
    own = make_officer(conference, email=merged.participant.email)
    with pytest.raises(NotPermittedError):
        merge(kept, merged, own)
    elsewhere = make_registration(S.COMPLETE, make_conference(slug="other"))
    with pytest.raises(NotPermittedError):
        merge(kept, elsewhere, make_officer(conference))


def test_protected_persons_are_merged_by_those_who_may_know_of_them(pair, conference, officer):
    kept, merged = pair
    Participant.objects.filter(pk=merged.participant_id).update(visibility=Visibility.HIDDEN)
    with pytest.raises(NotPermittedError):
        merge(kept, merged, officer)
    registrar = make_officer(conference, TeamRole.REGISTRATION)
    done = merge(kept, merged, registrar)
    with pytest.raises(NotPermittedError):
        undo_merge(done.merge.pk, by=officer)


def test_what_somebody_else_changed_while_it_was_compared_is_told(pair, officer):
    kept, merged = pair
    seen = versions_of(kept, merged)
    Participant.objects.filter(pk=merged.participant_id).update(version=2)
    with pytest.raises(LostUpdateError):
        merge_registrations(kept.pk, merged.pk, take=(), by=officer, seen=seen)
    with pytest.raises(NotPermittedError):
        merge_registrations(kept.pk, make_participant().pk, take=(), by=officer, seen=seen)

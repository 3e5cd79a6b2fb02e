"""A merge is undone: everything as it was, as long as nothing has happened since."""

import datetime

import pytest
from django.utils import timezone

from conference.models import TeamRole
from registration.actions.clear_passports import clear_passports
from registration.actions.unmerge import undo_merge
from registration.actions.withdraw import withdraw_registration
from registration.errors import RegistrationError
from registration.models import DocumentKind, Merge, Participant, ParticipantNeeds, Passport
from registration.models.badge import VoidReason
from registration.queries.duplicates import merge_in_force
from registration.queries.merge_choices import differing
from registration.states import LIVE, STATES_OF_TRACK, Track
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.merges import belongings, everything_of, fresh, letter_about, merge
from tests.factories.registration import make_delegation, make_registration

pytestmark = pytest.mark.django_db


def test_a_badge_opens_nothing_any_more_and_opens_again_when_the_merge_is_undone(conference, officer):
    kept, merged = (make_registration(S.REGISTERED, conference) for _ in range(2))
    code = merged.badges.get().code
    result = merge(kept, merged, officer)
    assert merged.badges.get().void_reason == VoidReason.MERGED
    undo_merge(result.merge.pk, by=officer)
    assert (merged.badges.valid().get().code, merged.badges.count()) == (code, 1)


def test_the_place_that_becomes_free_goes_to_who_waits_and_undoing_is_refused_then(conference, officer):
    delegation = make_delegation(conference, quota=2)
    kept, merged = (make_registration(S.COMPLETE, conference, delegation=delegation) for _ in range(2))
    waits = make_registration(S.WAITLISTED, conference, delegation=delegation)
    result = merge(kept, merged, officer)
    assert [each.pk for each in result.promoted] == [waits.pk]
    with pytest.raises(RegistrationError, match="seats of this delegation are taken"):
        undo_merge(result.merge.pk, by=officer)
    assert fresh(merged).state == S.WITHDRAWN
    assert Merge.objects.get().undone_at is None


@pytest.mark.parametrize(
    ("track", "state"), [(track, state) for track in Track for state in sorted(LIVE & STATES_OF_TRACK[track])]
)
def test_undone_everything_is_as_it_was(conference, officer, track, state):
    kept = make_registration(S.REGISTERED, conference)
    merged = make_registration(state, conference, track=track, person={"function": "Director", "visibility": "hidden"})
    registrar = make_officer(conference, TeamRole.REGISTRATION)
    belongings(kept, merged)
    letter_about(merged)
    before = everything_of(kept, merged)
    take = set(differing(fresh(kept), fresh(merged)))
    result = merge(kept, merged, registrar, take=take)
    assert everything_of(kept, merged) != before
    undo_merge(result.merge.pk, by=registrar)
    assert everything_of(kept, merged) == before
    assert fresh(result.merge).undone_by == registrar
    assert merge_in_force(merged) is None


def test_an_ended_one_is_merged_as_it_is_and_undone(conference, officer):
    kept, merged = make_registration(S.COMPLETE, conference), make_registration(S.DECLINED, conference)
    result = merge(kept, merged, officer)
    assert (fresh(merged).state, merged.transitions.count()) == (S.DECLINED, 1)
    undo_merge(result.merge.pk, by=officer)
    assert (fresh(merged).state, merge_in_force(merged)) == (S.DECLINED, None)


def changes_the_person(kept, _merged, _by):
    Participant.objects.filter(pk=kept.participant_id).update(version=99)


def writes_needs(kept, _merged, _by):
    ParticipantNeeds.objects.filter(participant=kept.participant_id).update(version=99)


def removes_a_document(kept, _merged, _by):
    kept.documents.filter(kind=DocumentKind.SUPPORTING).update(ended_at=timezone.now())


def answers_anew(kept, _merged, _by):
    kept.answers.update(answered_at=timezone.now())


def loses_an_appearance(kept, _merged, _by):
    kept.participant.appearances.filter(role="panellist").delete()


def registers_anew(_kept, merged, _by):
    make_registration(S.SUBMITTED, merged.conference, participant=merged.participant)


def moves_on(kept, _merged, by):
    withdraw_registration(kept.pk, by=by)


def takes_too_long(_kept, _merged, _by):
    Merge.objects.update(at=timezone.now() - datetime.timedelta(minutes=31))


def undoes_it_before(_kept, _merged, by):
    undo_merge(Merge.objects.get().pk, by=by)


@pytest.mark.parametrize(
    ("happens", "refusal"),
    [
        (changes_the_person, "has changed since"),
        (writes_needs, "has changed since"),
        (removes_a_document, "has changed since"),
        (answers_anew, "has changed since"),
        (loses_an_appearance, "An appearance on the agenda has changed"),
        (registers_anew, "has registered anew"),
        (moves_on, "has changed since"),
        (takes_too_long, "The time within which"),
        (undoes_it_before, "was undone already"),
    ],
)
def test_undoing_is_refused_once_something_has_happened_and_changes_nothing(pair, officer, happens, refusal):
    kept, merged = pair
    belongings(kept, merged)
    result = merge(kept, merged, officer)
    happens(kept, merged, officer)
    before = everything_of(kept, merged)
    with pytest.raises(RegistrationError, match=refusal):
        undo_merge(result.merge.pk, by=officer)
    assert everything_of(kept, merged) == before


def test_one_that_was_itself_merged_is_undone_in_order(pair, officer, conference):
    kept, merged = pair
    third = make_registration(S.REGISTERED, conference)
    first = merge(kept, merged, officer).merge
    second = merge(third, kept, officer).merge
    with pytest.raises(RegistrationError, match=r"changed since"):
        undo_merge(first.pk, by=officer)
    undo_merge(second.pk, by=officer)
    assert fresh(kept).state == S.COMPLETE


def test_a_passport_is_not_cleared_while_its_merge_may_be_undone(pair):
    kept, merged = pair
    officer = make_officer(kept.conference)
    kept.conference.ends_on = datetime.date(2999, 1, 1)
    kept.conference.save()
    for row in pair:
        Passport.objects.create(registration=row, name="?", number="P1", issuer="MN", expires_on="2030-01-01")
    merge(kept, merged, officer)
    assert clear_passports() == 0
    Merge.objects.update(closed_at=timezone.now())
    assert clear_passports() == 1

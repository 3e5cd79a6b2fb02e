"""What stood there before a merge is kept for as long as it can be put back, and no longer."""

import datetime

import pytest
from django.utils import timezone

from conference.actions.clear_expired import clear_expired
from registration.actions.merge import merge_registrations, versions_of
from registration.actions.unmerge import close_merges, undo_merge
from registration.models import Merge
from registration.states import RegistrationState as S
from tests.factories.registration import make_registration


@pytest.fixture
def merged(conference, officer):
    """The name of the one that stays was written otherwise before."""
    kept, other = (
        make_registration(S.COMPLETE, conference, person={"family_name": name}) for name in ("Olzii", "Өлзий")
    )
    done = merge_registrations(kept.pk, other.pk, take=["family_name"], by=officer, seen=versions_of(kept, other))
    assert done.merge.before["person"] == {"family_name": "Olzii"}
    return done.merge


def passes(minutes):
    Merge.objects.update(at=timezone.now() - datetime.timedelta(minutes=minutes))


def test_the_former_name_is_forgotten_once_the_merge_cannot_be_undone(merged, officer):
    passes(29)
    assert clear_expired().contributed["merges"] == 0
    undo_merge(merged.pk, by=officer)
    assert clear_expired().contributed["merges"] == 0
    passes(31)
    assert [clear_expired().contributed["merges"] for _each in range(2)] == [1, 0]
    found = Merge.objects.get()
    assert (found.before, found.taken, found.undone_by) == ({}, ["family_name"], officer)


def test_nothing_is_forgotten_before_the_letters_are_cancelled(merged):
    passes(31)
    assert clear_expired().contributed["merges"] == 0
    close_merges()
    assert clear_expired().contributed["merges"] == 1
    assert Merge.objects.get().before == {}

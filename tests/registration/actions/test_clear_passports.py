"""A passport is kept no longer than the visa is needed."""

import pytest

from conference.actions.clear_expired import clear_expired
from registration.models import Passport
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, set_clock
from tests.factories.registration import make_registration

pytestmark = pytest.mark.django_db


def passport_of(registration):
    return Passport.objects.create(
        registration=registration, name="EXAMPLE ALICE", number="AB1", issuer="CA", expires_on="2027-01-31"
    )


def test_passports_go_the_day_after_the_conference_by_its_own_clock():
    conference = make_conference()
    passport_of(make_registration(S.REGISTERED, conference=conference))
    set_clock(conference, "2019-06-21 23:59")
    assert clear_expired().contributed["passports"] == 0
    set_clock(conference, "2019-06-22 00:01")
    assert clear_expired().contributed["passports"] == 1
    assert not Passport.objects.exists()


@pytest.mark.parametrize(("state", "is_kept"), [(S.WITHDRAWN, False), (S.REGISTERED, True), (S.DECLINED, True)])
def test_before_that_they_go_with_a_registration_that_ended_for_good(state, is_kept):
    passport_of(make_registration(state))
    clear_expired()
    assert Passport.objects.exists() == is_kept

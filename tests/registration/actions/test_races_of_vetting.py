"""Two readers, two co-ordinators, two who decide: at the same moment, on the real database."""

import uuid

import pytest

from conference.models import TeamRole
from registration.actions.opinions import give_opinion
from registration.actions.readers import spread_applications
from registration.actions.round_decisions import decide_in_round
from registration.actions.rounds import begin_round
from registration.models import Opinion, Outcome, Reading, Recommendation, RoundDecision, Route
from registration.queries.vetting import digest_of
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer
from tests.factories.registration import make_category, make_registration
from tests.factories.vetting import make_reading
from tests.registration.actions.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def row(conference):
    return make_registration(S.UNDER_REVIEW, conference, category=make_category(conference, Route.APPLICATION))


def test_two_readers_who_save_at_once_have_both_given_a_first_opinion(conference, row):
    readers = [make_officer(conference, TeamRole.VETTING) for _ in range(2)]
    for place, reader in enumerate(readers, start=1):
        make_reading(row, reader, place=place)
    seen = digest_of(row)

    def saves(reader, token):
        return lambda: give_opinion(
            row.pk, recommendation=Recommendation.REGISTER, by=reader, form_token=token, seen=seen
        )

    tokens = [uuid.uuid4(), uuid.uuid4()]
    # Each presses twice.
    at_once([saves(reader, token) for reader, token in zip(readers * 2, tokens * 2, strict=True)])
    kept = Opinion.objects.values_list("reading__reader", "number", "knew_the_other")
    assert set(kept) == {(reader.pk, 1, False) for reader in readers}
    assert len(kept) == 2


def test_two_who_spread_at_once_give_each_application_two_readers(conference, row):
    coordinator = make_officer(conference)
    readers = [make_officer(conference, TeamRole.VETTING).pk for _ in range(3)]
    rows = [row, *(make_registration(S.SUBMITTED, conference, category=row.category) for _ in range(5))]
    ids = [each.pk for each in rows]
    spread = [
        lambda: spread_applications(conference, row.category_id, ids, among=readers, by=coordinator) for _ in range(2)
    ]
    assert sorted(each.given for each in at_once(spread)) == [0, 12]
    assert {Reading.objects.filter(reader=reader).count() for reader in readers} == {4}


def test_of_two_who_decide_at_once_one_is_told(conference, row):
    officers = [make_officer(conference, TeamRole.REGISTRATION) for _ in range(2)]
    found = begin_round(conference, row.category_id, title="First", by=officers[0])

    def decides(by, outcome):
        return lambda: decide_in_round(found.pk, row.pk, outcome=outcome, by=by, seen=0)

    outcomes = at_once([decides(officers[0], Outcome.REGISTERED), decides(officers[1], Outcome.WAITLISTED)])
    assert sorted(type(each).__name__ for each in outcomes) == ["LostUpdateError", "RoundDecision"]
    assert RoundDecision.objects.count() == 1

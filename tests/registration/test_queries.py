"""Windows, places, what is outstanding."""

import pytest

from registration.models import DelegationRole, Registration, Route
from registration.queries.outstanding import outstanding, outstanding_of
from registration.queries.places import Seats, places_left, places_taken, seats
from registration.queries.windows import registration_window
from registration.states import RegistrationState as S
from tests.factories.conference import ULAANBAATAR, make_conference, make_state, set_clock
from tests.factories.registration import make_category, make_delegation, make_registration

pytestmark = pytest.mark.django_db
WHOM_TO_WRITE_TO = "Please write to Conference Secretariat, secretariat@conference.example."


@pytest.fixture
def conference():
    return make_conference()


@pytest.mark.parametrize(
    ("now", "is_open", "sentence"),
    [
        ("2019-05-01 08:59", False, "Registration opens on Wednesday, 1 May, 09:00, Ulaanbaatar time (UTC+8)."),
        ("2019-05-01 09:00", True, "Registration is open until Friday, 14 June, 18:00, Ulaanbaatar time (UTC+8)."),
        ("2019-06-14 17:59", True, "Registration is open until Friday, 14 June, 18:00, Ulaanbaatar time (UTC+8)."),
        (
            "2019-06-14 18:00",
            False,
            f"Registration closed on Friday, 14 June, 18:00, Ulaanbaatar time (UTC+8). {WHOM_TO_WRITE_TO}",
        ),
    ],
)
def test_the_window_follows_the_conferences_own_clock(conference, now, is_open, sentence):
    window = registration_window(set_clock(conference, now))
    assert (window.is_open, window.sentence) == (is_open, sentence)


def test_a_category_may_have_a_window_of_its_own(conference):
    closes_at = conference.registration_opens_at.replace(month=6, day=1)
    category = make_category(conference, closes_at=closes_at)
    assert registration_window(conference, category).is_open is False
    assert registration_window(conference).is_open is True
    assert registration_window(conference, category).closes_at.astimezone(ULAANBAATAR).day == 1


def test_places_are_counted_in_the_category_and_in_the_conference(conference):
    category = make_category(conference, Route.APPLICATION, places=3)
    assert places_left(category) == 3
    make_registration(S.REGISTERED, conference, category=category)
    make_registration(S.UNDER_REVIEW, conference, category=category)
    make_registration(S.COMPLETE, conference)
    make_registration(S.COMPLETE, make_conference())
    taken = places_taken(category)
    assert (taken.in_category, taken.in_conference) == (1, 2)
    assert places_left(category) == 2
    conference.capacity = 3
    assert places_left(category) == 1


def test_there_are_never_fewer_places_than_none(conference):
    category = make_category(conference, Route.APPLICATION)
    make_registration(S.REGISTERED, conference, category=category)
    assert places_left(category) is None
    assert places_left(make_category(conference, Route.APPLICATION, places=0)) == 0


def test_the_seats_of_a_delegation(conference):
    delegation = make_delegation(conference, quota=3)
    for state in (S.NOMINATED, S.REGISTERED, S.WITHDRAWN, S.WAITLISTED):
        make_registration(state, delegation=delegation)
    make_registration(S.COMPLETE, delegation=delegation, role=DelegationRole.SECURITY, is_outside_quota=True)
    assert seats(delegation) == Seats(used=2, quota=3, outside=1, waiting=1)
    assert seats(delegation).left == 0
    assert seats(make_delegation(conference, make_state("KZ"), quota=None)).left is None


def test_what_is_outstanding_of_a_member_and_of_an_individual(conference):
    bare = {"given_names": "", "function": "", "nationality": "", "email": ""}
    member = make_registration(S.NOMINATED, conference, person=bare)
    individual = make_registration(S.SUBMITTED, conference, person=bare)
    assert outstanding(member) == ["given name", "function", "nationality"]
    assert outstanding(individual) == ["given name", "function", "e-mail address"]
    individual.participant.office_email = "office@people.example"
    assert outstanding(individual) == ["given name", "function"]


def test_what_a_delegation_still_owes(conference):
    delegation = make_delegation(conference)
    assert outstanding_of(delegation) == ["the names of the members of the delegation"]
    person = {"courtesy": "Mr.", "given_names": "Jan", "family_name": "Example", "function": ""}
    make_registration(S.NOMINATED, delegation=delegation, person=person)
    make_registration(S.COMPLETE, delegation=delegation)
    make_registration(S.WITHDRAWN, delegation=delegation, role=DelegationRole.HEAD)
    assert outstanding_of(delegation) == ["the head of the delegation", "Mr. Jan EXAMPLE: function"]
    make_registration(S.COMPLETE, delegation=delegation, role=DelegationRole.HEAD)
    assert outstanding_of(delegation) == ["Mr. Jan EXAMPLE: function"]
    Registration.objects.filter(state=S.NOMINATED).update(state=S.COMPLETE)
    assert outstanding_of(delegation) == []

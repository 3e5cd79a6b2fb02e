"""How a panel is made up."""

import pytest

from agenda.queries.balance import balance_of
from conference.models.organisation import OrganisationFamily
from registration.models import Participant, Route, Visibility
from registration.models.particulars import AgeBand
from registration.states import RegistrationState
from tests.factories.agenda import make_appearance, make_session, make_static_line
from tests.factories.conference import make_organisation, make_state
from tests.factories.registration import make_category, make_delegation, make_participant, make_registration

pytestmark = pytest.mark.django_db


def shares(session):
    return {
        str(measure.label): {str(share.label): share.count for share in measure.shares}
        for measure in balance_of(session).measures
    }


def member(delegation, **changes):
    registration = make_registration(RegistrationState.REGISTERED, delegation.conference, delegation=delegation)
    Participant.objects.filter(pk=registration.participant_id).update(**changes)
    registration.participant.refresh_from_db()
    return registration.participant


def test_each_is_counted_by_what_is_known(conference):
    session = make_session(conference)
    korea = make_delegation(conference, make_state("KR"))
    centre = make_delegation(conference, make_organisation(conference))
    forum = make_delegation(conference, make_organisation())
    make_appearance(session, member(korea, gender="woman", age_band=AgeBand.YOUTH))
    make_appearance(session, member(centre, gender="man"))
    make_appearance(session, member(forum, gender="agender"))
    applicant = make_registration(
        RegistrationState.REGISTERED, conference, category=make_category(conference, Route.APPLICATION)
    )
    make_appearance(session, applicant.participant)
    expert = make_registration(
        RegistrationState.REGISTERED, conference, category=make_category(conference, Route.INVITATION)
    )
    make_appearance(session, expert.participant)
    make_appearance(session, make_participant(conference))
    make_static_line(session)
    assert shares(session) == {
        "Gender": {"women": 1, "men": 1, "another answer": 1, "not known": 4},
        "Group of States": {"Asian Partner for Co-operation": 1, "no State": 4, "not known": 2},
        "For whom they speak": {
            "government": 1,
            "international organisation": 1,
            "civil society and academia": 2,
            "in a personal capacity": 1,
            "not known": 2,
        },
        "Age group": {"18 to 24": 1, "not known": 6},
    }


def test_of_a_protected_person_nothing_is_told(conference):
    session = make_session(conference)
    korea = make_delegation(conference, make_state("KR"))
    make_appearance(session, member(korea, gender="man", age_band=AgeBand.YOUTH, visibility=Visibility.HIDDEN))
    assert [list(found.items()) for found in shares(session).values()] == [[("not known", 1)]] * 4


def test_media_stand_by_themselves(conference):
    outlet = make_organisation(conference, name={"en": "Steppe Herald"}, family=OrganisationFamily.MEDIA)
    session = make_session(conference)
    make_appearance(session, member(make_delegation(conference, outlet)))
    assert shares(session)["For whom they speak"] == {"media": 1}


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_two_queries(conference, django_assert_num_queries, count):
    session = make_session(conference)
    for _number in range(count):
        make_appearance(session)
    with django_assert_num_queries(2):
        balance_of(session)

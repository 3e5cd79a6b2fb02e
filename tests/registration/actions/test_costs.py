"""What an act costs: registration takes at most sixteen queries, savepoints not counted."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registration.actions.decide import confirm_registration
from registration.actions.decide_in_bulk import confirm_registrations
from registration.actions.nominate import nominate
from registration.actions.register import apply, register_invited
from registration.models import STANDARD, DelegationRole, Route
from registration.states import RegistrationState as S
from tests.factories.conference import make_user
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
    make_registration,
    new_application,
    new_participant,
)

LIMIT = 16


@pytest.fixture
def capacity(conference):
    """The dearest case: the conference has a limit, so its row is locked too."""
    conference.capacity = 1000
    conference.save()


def cost_of(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]


@pytest.mark.usefixtures("capacity")
def test_registering_by_invitation(conference):
    invitation = make_invitation(to=make_participant(conference))
    person = new_participant()
    queries = cost_of(
        lambda: register_invited(invitation.pk, person=person, form_token=uuid.uuid4(), privacy_notice_version=STANDARD)
    )
    assert len(queries) <= LIMIT, "\n".join(queries)


@pytest.mark.usefixtures("capacity")
def test_applying(conference):
    category = make_category(conference, Route.APPLICATION, places=60)
    queries = cost_of(
        lambda: apply(
            conference=conference,
            category=category,
            person=new_participant(),
            application=new_application(),
            form_token=uuid.uuid4(),
            privacy_notice_version=STANDARD,
        )
    )
    assert len(queries) <= LIMIT, "\n".join(queries)


@pytest.mark.usefixtures("capacity")
def test_nominating_a_head(conference):
    delegation = make_delegation(conference)
    frida = make_user(make_focal_point(delegation).email)
    queries = cost_of(
        lambda: nominate(
            delegation.pk, person=new_participant(), role=DelegationRole.HEAD, by=frida, form_token=uuid.uuid4()
        )
    )
    assert len(queries) <= LIMIT, "\n".join(queries)


@pytest.mark.usefixtures("capacity")
def test_confirming(conference, officer):
    registration = make_registration(S.UNDER_REVIEW, conference)
    queries = cost_of(lambda: confirm_registration(registration.pk, by=officer))
    # And the venue: the letter brings the conference as an entry for the calendar.
    assert len(queries) <= LIMIT + 1, "\n".join(queries)


@pytest.mark.usefixtures("capacity")
def test_confirming_many_costs_the_same_for_each(conference, officer):
    def cost(count):
        ids = [make_registration(S.UNDER_REVIEW, conference).pk for _ in range(count)]
        return len(cost_of(lambda: confirm_registrations(ids, by=officer)))

    one, three, five = cost(1), cost(3), cost(5)
    assert five - three == three - one

"""A reminder that waits in the queue is given up where what it asks for was done meanwhile."""

import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from conference.correspondence import claims, outbox
from conference.correspondence.models import OutgoingMessage, Queue, ReminderRule
from conference.correspondence.states import MessageState
from conference.models import Conference
from conference.registry import registry
from registration.models import DelegationRole, Invitation
from registration.states import InvitationState, RegistrationState
from tests.factories.conference import make_conference, make_state
from tests.factories.registration import (
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
    make_registration,
)

pytestmark = pytest.mark.django_db(transaction=True)
REPLY_BY, LAST_DAY = datetime.date(2019, 6, 7), datetime.date(2019, 6, 14)


@pytest.fixture
def held() -> Conference:
    return make_conference()


def queue(held: Conference, condition: str, day: datetime.date) -> None:
    """As the rule of that kind writes when it comes due."""
    rule = ReminderRule.objects.create(
        conference=held, name="A reminder", condition=condition, days_before=3, local_time=datetime.time(9)
    )
    with transaction.atomic():
        outbox.enqueue_all(registry.reminder_conditions[condition].letters(rule, day))


def taken() -> list[str]:
    return sorted(message.recipient for message in claims.claim(Queue.MAIL))


def states() -> dict[str, str]:
    return dict(OutgoingMessage.objects.values_list("recipient", "state"))


@pytest.mark.parametrize("state", [InvitationState.ACCEPTED, InvitationState.DECLINED])
def test_who_has_replied_meanwhile_is_not_reminded(state: Any, held: Conference):
    made = [make_invitation(held, to=make_delegation(held, make_state(code))) for code in ("KG", "KZ")]
    person = make_invitation(held, to=make_participant(held, email="bob@people.example"))
    queue(held, "invitation_unanswered", REPLY_BY)
    Invitation.objects.filter(pk__in=[made[0].pk, person.pk]).update(state=state)
    assert taken() == ["mission.kz@missions.example"]
    given_up = {"mission.kg@missions.example", "bob@people.example"}
    assert {who for who, state in states().items() if state == MessageState.CANCELLED} == given_up


def test_a_delegation_that_is_complete_meanwhile_is_not_reminded(held: Conference):
    complete, lacking = (make_delegation(held, make_state(code)) for code in ("KG", "KZ"))
    for delegation in (complete, lacking):
        make_focal_point(delegation)
        make_registration(RegistrationState.NOMINATED, delegation=delegation, person={"function": ""})
    queue(held, "nomination_incomplete", LAST_DAY)
    complete.registrations.update(role=DelegationRole.HEAD, state=RegistrationState.COMPLETE)
    assert taken() == [lacking.focal_points.get().email]
    assert states()[complete.focal_points.get().email] == MessageState.CANCELLED


@pytest.mark.parametrize("count", [1, 15])
def test_to_look_again_costs_the_same_for_one_and_for_many(count: int, held: Conference):
    for number in range(count):
        make_invitation(held, to=make_participant(held, email=f"p{number}@people.example"))
    queue(held, "invitation_unanswered", REPLY_BY)
    letters = list(OutgoingMessage.objects.all())
    with CaptureQueriesContext(connection) as asked:
        assert len(registry.still_needed["reminder_to_reply_person"](letters)) == count
    assert len(asked) == 1


# Letters to all who take part


TO_ALL = {"check_in_information": "starts_on", "day_before": "starts_on", "thank_you": "ends_on"}


@pytest.mark.parametrize("purpose", TO_ALL)
def test_a_letter_to_all_reaches_whoever_is_registered_and_no_other(purpose: str, held: Conference):
    for state in (RegistrationState.REGISTERED, RegistrationState.SUBMITTED, RegistrationState.WITHDRAWN):
        make_registration(state, conference=held, person={"email": f"{state}@people.example"})
    make_registration(RegistrationState.REGISTERED, conference=held, person={"email": "", "office_email": ""})
    make_registration(RegistrationState.REGISTERED, person={"email": "elsewhere@people.example"})
    day = getattr(held, TO_ALL[purpose])
    queue(held, purpose, day)
    assert list(OutgoingMessage.objects.values_list("recipient", "purpose")) == [("registered@people.example", purpose)]
    condition, rule = registry.reminder_conditions[purpose], ReminderRule.objects.get()
    assert condition.recipients_count
    assert list(condition.anchors(held)) == [day]
    assert condition.recipients_count(rule, day) == 1
    former = day - datetime.timedelta(days=1)
    assert (list(condition.letters(rule, former)), condition.recipients_count(rule, former)) == ([], 0)


def test_who_withdraws_before_it_goes_is_not_told_of_the_first_day(held: Conference):
    going, staying = (
        make_registration(RegistrationState.REGISTERED, conference=held, person={"email": f"{name}@people.example"})
        for name in ("going", "staying")
    )
    queue(held, "day_before", held.starts_on)
    type(going).objects.filter(pk=going.pk).update(state=RegistrationState.WITHDRAWN)
    assert taken() == [staying.participant.email]


@pytest.mark.parametrize("count", [1, 30])
def test_letters_to_all_cost_the_same_for_one_and_for_many(count: int, held: Conference):
    for number in range(count):
        person = {"email": f"p{number}@people.example"}
        make_registration(RegistrationState.REGISTERED, conference=held, person=person)
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        queue(held, "day_before", held.starts_on)
    assert len(asked) <= 14

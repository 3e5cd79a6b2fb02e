"""Twenty people at once, with real threads on a real PostgreSQL."""

import uuid
from collections import Counter

import pytest
from django.db import connection, transaction

from conference.celery import app as celery_app
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from registration.actions.correct_person import correct_person
from registration.actions.decide import confirm_registration
from registration.actions.decide_in_bulk import confirm_registrations
from registration.actions.designate import designate_focal_point
from registration.actions.invite import record_reply
from registration.actions.nominate import complete_nomination, nominate
from registration.actions.register import apply, register_invited
from registration.actions.visibility import choose_visibility
from registration.errors import FullError, InvitationNotValidError, RegistrationError
from registration.models import (
    STANDARD,
    DelegationRole,
    FocalPoint,
    Participant,
    ParticipantCategory,
    Registration,
    Route,
    Visibility,
)
from registration.queries.places import waiting_list_of
from registration.states import RegistrationState as S
from tests.factories.conference import make_state, make_user
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
from tests.registration.actions.racing import at_once, kinds, while_another_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def guests(conference):
    def make(count, **category):
        make_category(conference, Route.INVITATION, **category)
        return [make_invitation(to=make_participant(conference)) for _ in range(count)]

    return make


def registering(invitation, token=None):
    person, token = new_participant(), token or uuid.uuid4()
    return lambda: register_invited(invitation.pk, person=person, form_token=token, privacy_notice_version=STANDARD)


def test_of_twenty_on_the_last_place_one_gets_it_and_the_others_are_told_it_is_full(guests):
    outcomes = at_once([registering(invitation) for invitation in guests(20, places=1, has_waiting_list=False)])
    assert kinds(outcomes) == {S.COMPLETE: 1, FullError: 19}
    assert {str(outcome) for outcome in outcomes if isinstance(outcome, FullError)} == {
        "All places in the category “Independent experts” are taken."
    }
    assert Registration.objects.count() == 1
    assert OutgoingMessage.objects.count() == 1


def test_of_twenty_on_the_last_place_the_others_wait_where_there_is_a_list(guests):
    outcomes = at_once([registering(invitation) for invitation in guests(20, places=1)])
    assert kinds(outcomes) == {S.COMPLETE: 1, S.WAITLISTED: 19}


def test_the_last_place_of_the_conference_is_given_once_across_categories(conference, guests, officer):
    conference.capacity = 1
    conference.save()
    delegation = make_delegation(conference, quota=None)
    ParticipantCategory.objects.update(has_waiting_list=False)
    people = [new_participant() for _ in range(5)]
    nominating = [
        lambda person=person: nominate(
            delegation.pk, person=person, role=DelegationRole.DELEGATE, by=officer, form_token=uuid.uuid4()
        )
        for person in people
    ]
    inviting = [registering(invitation) for invitation in guests(5, has_waiting_list=False)]
    assert kinds(at_once([*nominating, *inviting])) == {S.COMPLETE: 1, FullError: 9}


def nominations(delegation, officer, count):
    people = [new_participant() for _ in range(count)]
    return [
        lambda person=person: nominate(
            delegation.pk, person=person, role=DelegationRole.DELEGATE, by=officer, form_token=uuid.uuid4()
        )
        for person in people
    ]


def is_five_seated_and_fifteen_in_line(delegation):
    """Told apart by the order in which they came: nobody who came later sits while an earlier one waits."""
    came = list(Registration.objects.filter(delegation=delegation).order_by("state_since"))
    line = list(waiting_list_of(delegation))
    return [each.state for each in came[:5]] == [S.COMPLETE] * 5 and came[5:] == line and len(line) == 15


def test_of_twenty_nominated_at_once_five_have_the_five_seats_and_fifteen_wait_in_order(conference, officer):
    delegation = make_delegation(conference, quota=5)
    outcomes = at_once(nominations(delegation, officer, 20))
    assert kinds(outcomes) == {S.COMPLETE: 5, S.WAITLISTED: 15}
    assert is_five_seated_and_fifteen_in_line(delegation)


def test_with_redis_stopped_twenty_nominated_at_once_are_seated_and_wait_as_ever(conference, officer, monkeypatch):
    monkeypatch.setattr(celery_app.conf, "broker_write_url", "redis://127.0.0.1:9/0")
    delegation = make_delegation(conference, quota=5)
    assert kinds(at_once(nominations(delegation, officer, 20))) == {S.COMPLETE: 5, S.WAITLISTED: 15}
    assert is_five_seated_and_fifteen_in_line(delegation)


def test_two_heads_named_at_once_are_one(conference, officer):
    delegation = make_delegation(conference, quota=None)
    people = [new_participant() for _ in range(6)]
    acts = [
        lambda person=person: nominate(
            delegation.pk, person=person, role=DelegationRole.HEAD, by=officer, form_token=uuid.uuid4()
        )
        for person in people
    ]
    assert kinds(at_once(acts)) == {S.COMPLETE: 1, RegistrationError: 5}


def test_a_form_submitted_twice_at_once_is_one_registration_and_one_letter(guests):
    (invitation,) = guests(1)
    token = uuid.uuid4()
    outcomes = at_once([registering(invitation, token) for _ in range(4)])
    assert len({outcome.pk for outcome in outcomes}) == 1
    assert (Registration.objects.count(), OutgoingMessage.objects.count()) == (1, 1)


def applying(conference, category, token):
    person = new_participant(given_names="Carol", family_name="Example", email="carol@people.example")
    return lambda: apply(
        conference=conference,
        category=category,
        person=person,
        application=new_application(),
        form_token=token,
        privacy_notice_version=STANDARD,
    )


def test_an_application_submitted_twice_at_once_is_one(conference):
    category, token = make_category(conference, Route.APPLICATION), uuid.uuid4()
    outcomes = at_once([applying(conference, category, token) for _ in range(4)])
    assert len({outcome.pk for outcome in outcomes}) == 1
    assert (Participant.objects.count(), OutgoingMessage.objects.count()) == (1, 1)


def test_the_same_person_in_two_browsers_at_once_applies_once(conference):
    category = make_category(conference, Route.APPLICATION)
    outcomes = at_once([applying(conference, category, uuid.uuid4()) for _ in range(4)])
    assert sorted(outcome is None for outcome in outcomes) == [False, True, True, True]
    assert OutgoingMessage.objects.filter(purpose="application_already_held").count() == 1


def test_officers_confirming_at_once_fill_no_more_than_the_places(conference, officer):
    category = make_category(conference, Route.APPLICATION, places=3)
    rows = [make_registration(S.UNDER_REVIEW, conference, category=category) for _ in range(8)]
    outcomes = at_once([lambda row=row: confirm_registration(row.pk, by=officer) for row in rows])
    assert kinds(outcomes) == {S.REGISTERED: 3, FullError: 5}


def test_bulk_confirmations_in_opposite_order_do_not_lock_one_another_out(conference, officer):
    delegations = [make_delegation(conference, make_state(code)) for code in ("KG", "KZ", "CA")]
    rows = [make_registration(S.COMPLETE, conference, delegation=delegation) for delegation in delegations]
    applications = [make_registration(S.UNDER_REVIEW, conference) for _ in range(3)]
    ids = [row.pk for row in (*rows, *applications)]
    outcomes = at_once(
        [
            lambda order=order: confirm_registrations(order, by=officer)
            for order in (ids, ids[::-1], ids[::2], ids[1::2])
        ]
    )
    assert Registration.objects.filter(state=S.REGISTERED).count() == 6
    assert sum(len(outcome.done) for outcome in outcomes) == 6


def test_a_code_used_twice_at_once_designates_one_focal_point(conference):
    invitation = make_invitation(conference)
    code = invitation.designation_code
    acts = [
        lambda name=name: designate_focal_point(
            invitation.pk, code=code, name=name, function="", email=f"{name}@mfa.example", phone="", language="en"
        )
        for name in ("frida", "gulnara", "henry")
    ]
    outcomes = at_once(acts)
    assert Counter(type(outcome) for outcome in outcomes) == {FocalPoint: 1, InvitationNotValidError: 2}


def test_who_chose_to_be_hidden_stays_hidden_whatever_the_focal_point_saves_meanwhile(conference):
    delegation = make_delegation(conference)
    registration = make_registration(S.COMPLETE, delegation=delegation)
    erin, frida = (make_user(one.email) for one in (registration.participant, make_focal_point(delegation)))
    while_another_waits(
        lambda: choose_visibility(registration.pk, visibility=Visibility.HIDDEN, named_on_agenda=False, by=erin),
        lambda: complete_nomination(registration.pk, person_changes={"function": "Head of Unit"}, by=frida),
    )
    person = Participant.objects.get()
    assert (person.visibility, person.named_on_agenda, person.function, person.version) == (
        Visibility.HIDDEN,
        False,
        "Head of Unit",
        3,
    )
    assert "head of unit" in person.search_text


def test_a_registration_undoes_nothing_that_the_secretariat_corrects_meanwhile(conference, officer, guests):
    (invitation,) = guests(1)
    changes = {"never_write_automatically": True}
    while_another_waits(
        lambda: correct_person(invitation.participant.pk, changes=changes, by=officer, version=1),
        registering(invitation),
    )
    person = Participant.objects.get()
    assert (person.never_write_automatically, person.version) == (True, 3)
    assert {message.state for message in OutgoingMessage.objects.all()} == {MessageState.BY_HAND}


def test_a_regret_sees_who_is_nominated_at_that_moment(conference, officer):
    invitation = make_invitation(conference)
    person, token = new_participant(), uuid.uuid4()
    assert invitation.delegation
    delegation_id = invitation.delegation.pk
    refusal = while_another_waits(
        lambda: nominate(delegation_id, person=person, role=DelegationRole.HEAD, by=officer, form_token=token),
        lambda: record_reply(invitation.pk, accepted=False, reason="By telephone", by=officer),
    )
    assert str(refusal) == "Somebody is still registered on this invitation; please withdraw them first."


def test_rows_that_only_refer_to_a_category_do_not_wait_for_its_lock(conference):
    category = make_category(conference, Route.INVITATION)

    def invite_meanwhile():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
        return make_invitation(to=make_participant(conference), category=category)

    with transaction.atomic():
        ParticipantCategory.objects.select_for_update(no_key=True).get(pk=category.pk)
        (made,) = at_once([invite_meanwhile])
    assert made.category == category
